'use strict';

const { native, status } = require('./native.cjs');
const { CallgateError, PolicyError, ValueError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');
const { approverOptions, checkNames, checkedOptions, limitOptions } = require('./options.cjs');
const { writtenValue } = require('./writer.cjs');

const answers = Object.freeze({ approve: 0, reject: 1, revoke: 2, look: 3 });
const loneSurrogate = /\p{Surrogate}/u;
// What no judgement can be made of.
const noResult = Buffer.from([0]);

/** A name as it is given: the addon would replace what is no Unicode, and two names would be one. */
function name(value, what) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '' || loneSurrogate.test(value)) {
    throw new CallgateError('invalid_option', `${what} is a text`);
  }
  return value;
}

function approver(by) {
  const { id, groups = [] } = typeof by === 'string' ? { id: by } : by ?? {};
  if (typeof by === 'object') checkNames(by, approverOptions, 'an approver');
  if (!Array.isArray(groups)) throw new CallgateError('invalid_option', 'groups is a list of texts');
  return { id: name(id, 'who answers'), groups: groups.map((group) => name(group, 'a group') ?? '') };
}

/** What is kept from call to call. It begins when it is needed first, and goes on under other policies. */
class Keeper {
  #clock;
  #limits;
  #guard = null;
  #isClosed = false;

  constructor(clock, limits) {
    for (const [key, room] of Object.entries(checkedOptions(limits, limitOptions, 'limits'))) {
      if (!Number.isInteger(room) || room < 1) throw new CallgateError('invalid_option', `limits.${key} is a whole number from 1 on`);
    }
    this.#clock = clock;
    this.#limits = limits;
  }

  check(gate, engine, call, { session, parent, id, approval }) {
    const guard = this.#begun(gate);
    const report = native.check(
      guard, call.bytes, name(id, 'id'), name(session, 'session'), name(parent, 'parent'), name(approval, 'approval'));
    if (typeof report === 'number') throw new CallgateError('guard_failed', native.statusText(report));
    return Decision.reported(report, engine, call);
  }

  record(gate, decision, result) {
    if (!Decision.is(decision)) throw new CallgateError('invalid_option', 'what is recorded is the result of a decision');
    const guard = this.#begun(gate);
    if (!decision.allowed) throw new CallgateError('call_denied', 'the call was not allowed, so it has no result');
    const handle = Decision.handle(decision);
    if (handle === undefined) throw new CallgateError('invalid_option', 'results are recorded of decisions that check has made');
    return this.#answered(native.record(guard, handle, resultBytes(result)));
  }

  answer(gate, kind, id, by) {
    const { id: who, groups } = approver(by);
    const approval = native.answer(this.#begun(gate), answers[kind], name(id, 'id'), who, groups);
    const { status: number, error, detail, ...rest } = approval;
    if (number === status.notFound) return undefined;
    if (number === status.refused) throw new CallgateError(`approval_${error}`, detail);
    this.#answered(number === status.ok ? approval : number);
    return { ...rest, deadline: new Date(rest.deadline) };
  }

  session(gate, id) {
    const found = native.session(this.#begun(gate), name(id, 'session'));
    return found === status.notFound ? undefined : this.#answered(found);
  }

  setTime(gate, time) {
    if (time === null) throw new CallgateError('invalid_option', 'a time is a Date, or milliseconds since 1970');
    const number = native.setTime(this.#begun(gate), time.seconds, time.nanoseconds);
    if (number !== status.ok) throw new CallgateError('invalid_option', 'the clock is not manual, or the time not of 1970 to 2115');
  }

  /** @throws where the policy has too much to keep; the old one stays. */
  reload(gate) {
    if (this.#guard === null) return;
    const { status: number, diagnostics } = native.reloadGuard(this.#guard, gate);
    if (number !== status.ok) throw new PolicyError(diagnostics, native.statusText(number));
  }

  close() {
    this.#isClosed = true;
    if (this.#guard !== null) native.release(this.#guard);
  }

  #begun(gate) {
    if (this.#guard === null && !this.#isClosed) {
      const { sessions, limitKeys, approvals } = this.#limits;
      const made = native.createGuard(gate, this.#clock === 'manual', sessions, limitKeys, approvals);
      if (made.status !== status.ok) throw new PolicyError(made.diagnostics, native.statusText(made.status));
      this.#guard = made.guard;
    }
    if (this.#isClosed) throw new CallgateError('guard_closed', 'the guard is closed');
    return this.#guard;
  }

  #answered(answer) {
    if (typeof answer !== 'number') return answer;
    throw new CallgateError('guard_failed', native.statusText(answer));
  }
}

/** A result as JSON; null where there is none, and what is no JSON where it can't be written. */
function resultBytes(result) {
  try {
    return writtenValue(result === undefined ? null : result).bytes;
  } catch (error) {
    if (error instanceof ValueError && error.code === 'guard_busy') throw error;
    return noResult;
  }
}

module.exports = { Keeper };
