'use strict';

const { native, effects, reasons, status, allow, noRule } = require('./native.cjs');
const { CallgateError } = require('./errors.cjs');

const nobody = Object.freeze([]);

/** What a guard says of a call. `decision` denies in each case that is not known to be another. */
class Decision {
  #effect;
  #reason;
  #rule;
  // What the texts are made of when they are asked for: the machine, and the call in its page.
  #engine;
  #page;
  #start;
  #count;
  #seconds;
  #nanoseconds;
  // The texts; null until then.
  #report = null;

  constructor(engine, page, start, count, effect, reason, rule, seconds, nanoseconds) {
    this.#engine = engine;
    this.#page = page;
    this.#start = start;
    this.#count = count;
    this.#effect = effect;
    this.#reason = reason;
    this.#rule = rule;
    this.#seconds = seconds;
    this.#nanoseconds = nanoseconds;
  }

  /** One whose texts are there already. */
  static reported(report, engine, span) {
    const decision = new Decision(engine, span?.page, span?.start, span?.count, report.effect, report.reason, report.rule, 0, 0);
    decision.#report = report;
    return decision;
  }

  /** One that this package makes itself, because there is none of the machine. */
  static refused(reason, kind, detail, cause) {
    const error = { kind, detail };
    const report = {
      effect: 0, reason: reasons.indexOf(reason), error, approvers: nobody, matched: nobody, monitored: nobody,
      line: JSON.stringify({ decision: 'deny', reason, error }), thrown: cause,
    };
    return Decision.reported(report, null, undefined);
  }

  /** Checks, where an own field can't be forged: a decision of a guard's. */
  static is(value) {
    return typeof value === 'object' && value !== null && #report in value;
  }

  /** The guard's handle of a decision that it keeps; undefined for others. */
  static handle(decision) {
    return decision.#report?.handle;
  }

  get decision() {
    return effects[this.#effect] ?? 'deny';
  }
  get allowed() {
    return this.#effect === allow;
  }
  get reason() {
    return reasons[this.#reason] ?? 'none';
  }
  get rule() {
    return this.#rule;
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
    if (this.#engine === null || this.#page === undefined) return undefined;
    return JSON.parse(this.#ask(native.explain));
  }

  toJSON() {
    return JSON.parse(this.line);
  }

  get #texts() {
    if (this.#report === null) {
      const report = this.#ask(native.report);
      // The same call at the same time by the same policy: anything else is a fault, and not to be shown as an answer.
      if (report.effect !== this.#effect || report.reason !== this.#reason) {
        throw new CallgateError('guard_failed', 'the decision is another one when it is asked about');
      }
      this.#report = report;
    }
    return this.#report;
  }

  #ask(question) {
    const call = this.#page.subarray(this.#start, this.#start + this.#count);
    const answer = question(this.#engine.handle, call, this.#seconds, this.#nanoseconds);
    if (typeof answer !== 'number') return answer;
    if (answer === status.badHandle) {
      throw new CallgateError('guard_closed', 'the guard is closed: ask for texts of a decision before that');
    }
    throw new CallgateError('guard_failed', native.statusText(answer));
  }
}

module.exports = { Decision, noRule };
