'use strict';
// Hooks of Mastra's agents. They are told of a call and can stop it; what the tool then gets is not theirs to say.

const { isDeepStrictEqual, types } = require('node:util');
const { CallgateError, ValueError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');
const { namesOf } = require('./mastra.cjs');
const { checkedOptions, hookOptions } = require('./options.cjs');
const { failure, passed } = require('./results.cjs');
const { snapshot } = require('./snapshot.cjs');
const { asked, taken } = require('./wrap.cjs');

/** Refuses values that may be another one when they are read again: tool and agent get them, and not their snapshots. */
function checkInert(value) {
  if (typeof value !== 'object' || value === null) return;
  if (types.isProxy(value)) throw new ValueError('unsupported_value', 'a Proxy can change until it is read again');
  for (const [key, field] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (!('value' in field)) throw new ValueError('unsupported_value', 'a getter can change until it is read again').within(key);
    checkInert(field.value);
  }
}

function inertSnapshot(value) {
  const copy = snapshot(value);
  checkInert(value);
  return copy;
}

/** What the agent is told where a call is refused. */
function refusalOutput(decision) {
  const { reason, rule, message, approvers, error } = decision;
  const isReview = decision.decision === 'review';
  return {
    error: message ?? error?.detail ?? (isReview ? 'This call needs an approval.' : 'This call is not allowed.'),
    decision: decision.decision, reason, rule,
    ...(isReview ? { approvers, approval: decision.id } : {}),
  };
}

/**
 * Hooks for `new Agent({hooks})`.
 *
 * @param options as of `wrap` but for `onRefused`; `output`; and `tools`, the agent's: their ids are matched besides the keys that hooks are told
 */
function mastraHooks(guard, options = {}) {
  checkedOptions(options, hookOptions, 'mastraHooks');
  const { tools = {}, output = refusalOutput } = options;
  for (const [key, tool] of Object.entries(tools)) if (typeof tool?.id === 'string') namesOf(guard, tool.id, key);
  // Calls that are running, by the object that both hooks are given.
  const running = new WeakMap();

  async function beforeToolCall(context) {
    const { toolName, input } = context;
    const id = Object.hasOwn(tools, toolName) ? tools[toolName]?.id : undefined;
    const names = typeof id === 'string' && id !== toolName ? [id, toolName] : [toolName];
    const { args, refused } = taken(() => inertSnapshot(input === undefined ? {} : input));
    const decision = refused ?? (await asked(guard, names, args, () => context, options));
    if (decision.decision !== 'allow') return { proceed: false, output: output(decision) };
    // Options may take a while, in which somebody else changes what the tool gets.
    const after = taken(() => snapshot(input === undefined ? {} : input));
    if (after.refused !== null || !isDeepStrictEqual(after.args, args)) {
      return { proceed: false, output: output(Decision.refused('none', 'changed_arguments', 'the arguments were changed while they were decided on')) };
    }
    if (guard.isStateful && typeof input === 'object' && input !== null) running.set(input, decision);
    return undefined;
  }

  async function afterToolCall({ toolName, input, output: result, error }) {
    if (!guard.isStateful) return;
    const decision = typeof input === 'object' && input !== null ? running.get(input) : undefined;
    const hasFailed = error !== undefined && error !== null;
    // A call that was refused has failed for its agent as well.
    if (decision === undefined && hasFailed) return;
    if (decision === undefined) throw new CallgateError('unknown_call', `no call of ${toolName} is known that this could be the result of`);
    running.delete(input);
    // What a tool says when it fails is read like any result.
    if (!hasFailed) return void passed(guard, decision, result, inertSnapshot);
    const judged = failure(guard, decision, error);
    // The agent has the error itself, which can only be thrown over.
    if (!judged.isWhole) throw judged.error;
  }

  return { beforeToolCall, afterToolCall };
}

module.exports = { mastraHooks };
