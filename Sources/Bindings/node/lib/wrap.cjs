'use strict';

const { ApprovalRequired, CallDenied, CallgateError, ValueError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');
const { checkedOptions, wrapOptions } = require('./options.cjs');
const { failure, passed } = require('./results.cjs');
const { snapshot } = require('./snapshot.cjs');

/** The value of an option that may be a function of the call. */
function option(value, call) {
  return typeof value === 'function' ? value(call) : value;
}

/** Whether what one name is allowed stands for the other: the same, or reviews that the approval of the one is about. */
function covers(one, other) {
  if (other.decision === 'allow') return true;
  return other.decision === 'review' && one.reason === 'approval' && other.matched.every((rule) => one.matched.includes(rule));
}

function otherName(tool, name, what) {
  return Decision.refused('none', 'two_names', `the tool is called ${tool} and ${name}, and ${what}: name it by its id alone`);
}

/** Asks for a call by each of its names, the id first; the most restrictive decision counts. */
function strictest(guard, [tool, ...others], call) {
  if (others.length > 0 && guard.isStateful) return otherName(tool, others[0], 'would be counted as two tools');
  const decision = guard.check({ ...call, tool });
  if (decision.decision === 'deny') return decision;
  for (const name of others) {
    // An approval is of one name, so that only the id has one.
    const other = guard.guardSync(name, call.args, call.context);
    if (other.decision === 'deny') return other;
    if (decision.decision === 'allow' && !covers(decision, other)) return otherName(tool, name, 'is reviewed by one name only');
  }
  return decision;
}

/**
 * Asks for a call whose arguments are a snapshot already.
 *
 * @param names the tool's, one or more
 * @param execution what options that are functions get besides: the other arguments, or the framework's context
 * @returns {Promise<Decision>} which denies, too, where an option fails
 */
async function asked(guard, names, args, execution, options) {
  try {
    const call = Object.freeze({ tool: names[0], args, execution: execution() });
    const [context, session, parent, id, approval] = await Promise.all(
      [options.context, options.session, options.parent, options.id, options.approval].map((value) => option(value, call)));
    return strictest(guard, names, { args, context, session, parent, id, approval });
  } catch (error) {
    return Decision.refused('none', 'guard_failed', 'an option of the guard threw an error', error);
  }
}

/** A snapshot of arguments, or the denial of a call that has none. */
function taken(read) {
  try {
    return { args: snapshot(read()), refused: null };
  } catch (error) {
    if (!(error instanceof ValueError)) {
      return { refused: Decision.refused('malformed', 'unreadable_value', 'a value threw an error when it was read', error) };
    }
    return { refused: Decision.refused('malformed', error.code, error.of('args').message) };
  }
}

/** What to throw where a decision does not allow. */
function objection(decision) {
  return decision.decision === 'review' ? new ApprovalRequired(decision) : new CallDenied(decision);
}

/**
 * Runs a body where a guard allows it.
 *
 * @param call `names` of the tool; `read`, which gives its arguments; `execution`, which gives what options that are
 *   functions get besides; and `run`, which gets the snapshot of the arguments
 */
async function guarded(guard, call, options) {
  const { args, refused } = taken(call.read);
  const decision = refused ?? (await asked(guard, call.names, args, call.execution, options));
  if (decision.decision !== 'allow') {
    if (options.onRefused !== undefined) return options.onRefused(decision);
    throw objection(decision);
  }
  let result;
  try {
    result = await call.run(args);
  } catch (error) {
    // What a tool says when it fails is read like any result.
    throw failure(guard, decision, error).error;
  }
  return passed(guard, decision, result);
}

/** A function that asks before it does anything. Its first argument is the tool's arguments. */
function wrap(guard, body, tool, options = {}) {
  if (typeof body !== 'function' || typeof tool !== 'string') throw new CallgateError('invalid_option', 'wrap takes a function and a tool');
  checkedOptions(options, wrapOptions, 'wrap');
  return async function guardedTool(args = {}, ...rest) {
    const run = (copy) => Reflect.apply(body, this, [copy, ...rest]);
    return guarded(guard, { names: [tool], read: () => args, execution: () => rest, run }, options);
  };
}

module.exports = { wrap, guarded, asked, taken };
