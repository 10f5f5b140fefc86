'use strict';
// Calls as a guard is asked about them.

const { CallgateError, ValueError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');
const { snapshot } = require('./snapshot.cjs');
const { writtenCall, copiedCall } = require('./writer.cjs');

// Errors that say nothing of what a call's values are.
const notOfTheCall = Object.freeze(['guard_busy', 'invalid_option']);

/** A denial of a call that can't be written. */
function refusal(error) {
  if (!(error instanceof ValueError)) return Decision.refused('malformed', 'unreadable_value', 'a value threw an error when it was read', error);
  return Decision.refused(notOfTheCall.includes(error.code) ? 'none' : 'malformed', error.code, error.message);
}

/** A call as its snapshot has it, which looks for more than there is time for in guardSync. */
function strictCall(tool, args, context) {
  return writtenCall(tool, member('args', args), member('context', context));
}

function member(name, value) {
  try {
    return snapshot(value);
  } catch (error) {
    throw error instanceof ValueError ? error.of(name) : error;
  }
}

/** The call that `check` is asked about. */
function askedCall({ tool, args, context, call }) {
  if (call === undefined) return strictCall(tool, args, context);
  if (tool === undefined && args === undefined && context === undefined) return copiedCall(call);
  throw new ValueError('invalid_option', 'a call is its bytes, or its tool, arguments and context');
}

/** The time of a decision; null for now. */
function timeOf(now) {
  if (now === undefined) return null;
  const milliseconds = now instanceof Date ? now.getTime() : now;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) {
    throw new CallgateError('invalid_option', 'now is a Date, or milliseconds since 1970');
  }
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanoseconds: Math.floor((milliseconds - seconds * 1000) * 1e6) };
}

module.exports = { askedCall, refusal, strictCall, timeOf };
