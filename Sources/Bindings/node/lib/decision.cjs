'use strict';

const { native, effects, reasons, status, allow } = require('./native.cjs');
const { CallgateError } = require('./errors.cjs');
const { DecidedCall } = require('./writer.cjs');

const nobody = Object.freeze([]);

/** What a guard says of a call. `decision` denies in each case that is not known to be another. */
class Decision {
  #call;

  /** @param {DecidedCall} call which is this decision's from here on */
  constructor(call) {
    this.#call = call;
  }

  /** One whose texts are there already. */
  static reported(report, engine, call) {
    call.engine = engine;
    call.effect = report.effect;
    call.reason = report.reason;
    call.rule = report.rule;
    call.report = report;
    return new Decision(call);
  }

  /** One that this package makes itself, because there is none of the machine. */
  static refused(reason, kind, detail, cause) {
    const error = { kind, detail };
    const report = {
      effect: 0, reason: reasons.indexOf(reason), error, approvers: nobody, matched: nobody, monitored: nobody,
      line: JSON.stringify({ decision: 'deny', reason, error }), thrown: cause,
    };
    return Decision.reported(report, null, new DecidedCall(null, 0, 0));
  }

  /** Whether it is a decision of a guard; nothing else can pass for one. */
  static is(value) {
    return typeof value === 'object' && value !== null && #call in value;
  }

  /** The guard's handle of a decision that it keeps; undefined for others. */
  static handle(decision) {
    return decision.#call.report?.handle;
  }

  get decision() {
    return effects[this.#call.effect] ?? 'deny';
  }
  get allowed() {
    return this.#call.effect === allow;
  }
  get reason() {
    return reasons[this.#call.reason] ?? 'none';
  }
  get rule() {
    return this.#call.rule;
  }
  get message() {
    return this.#texts.message;
  }
  get tool() {
    return this.#texts.tool;
  }
  get approvers() {
    return this.#texts.approvers;
  }
  get timeoutSeconds() {
    return this.#texts.timeoutSeconds;
  }
  get matched() {
    return this.#texts.matched;
  }
  get monitored() {
    return this.#texts.monitored;
  }
  get error() {
    return this.#texts.error;
  }
  /** What was thrown while the call was read. */
  get thrown() {
    return this.#texts.thrown;
  }
  /** The decision line, to the byte as `callgate eval` prints it. */
  get line() {
    return this.#texts.line;
  }
  get id() {
    return this.#texts.id;
  }
  get cause() {
    return this.#texts.cause;
  }
  get deadline() {
    return this.#texts.deadline === undefined ? undefined : new Date(this.#texts.deadline);
  }
  get approvalError() {
    return this.#texts.approvalError;
  }

  /** Every rule that looks at the call, with the value of each part of its condition. */
  explain() {
    return this.#call.engine === null ? undefined : JSON.parse(this.#ask(native.explain));
  }

  toJSON() {
    return JSON.parse(this.line);
  }

  get #texts() {
    const call = this.#call;
    if (call.report === null) {
      const report = this.#ask(native.report);
      // The same call at the same time by the same policy: anything else is a fault, and not to be shown as an answer.
      if (report.effect !== call.effect || report.reason !== call.reason) {
        throw new CallgateError('guard_failed', 'the decision is another one when it is asked about');
      }
      call.report = report;
    }
    return call.report;
  }

  #ask(question) {
    const { engine, bytes, seconds, nanoseconds } = this.#call;
    const answer = question(engine.handle, bytes, seconds, nanoseconds);
    if (typeof answer !== 'number') return answer;
    if (answer === status.badHandle) {
      throw new CallgateError('guard_closed', 'the guard is closed: ask for texts of a decision before that');
    }
    throw new CallgateError('guard_failed', native.statusText(answer));
  }
}

module.exports = { Decision };
