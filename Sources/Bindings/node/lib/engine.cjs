'use strict';

const { native, status, noRule } = require('./native.cjs');
const { CallgateError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');

/** A machine of one policy, and the memory through which calls and decisions pass. */
class Engine {
  #words;
  #seconds;
  #decide;
  #page = null;
  // By their numbers; the machine tells the name of the rule that decided last.
  #ruleNames = [];

  constructor(gate) {
    const control = new ArrayBuffer(40);
    this.#words = new Uint32Array(control);
    this.#seconds = new Float64Array(control, 32, 1);
    const made = native.createMachine(gate, new Uint8Array(control));
    if (typeof made === 'number') throw new CallgateError('guard_failed', native.statusText(made));
    this.handle = made.handle;
    this.#decide = made.decide;
  }

  /**
   * Decides on a call that was written.
   *
   * @param {DecidedCall} call
   * @param time null for now
   */
  decide(call, time) {
    const { page } = call;
    if (page !== this.#page) {
      native.setPage(this.handle, page);
      this.#page = page;
    }
    const words = this.#words;
    words[0] = call.start;
    words[1] = call.count;
    words[2] = 0;
    if (time !== null) this.#set(time);
    this.#decide();
    if (words[3] !== status.ok) return Engine.#refused(words[3]);
    const rule = words[6];
    call.engine = this;
    call.effect = words[4];
    call.reason = words[5];
    if (rule !== noRule) call.rule = this.#ruleNames[rule] ?? this.#learnName(rule);
    call.seconds = this.#seconds[0];
    call.nanoseconds = words[7];
    return new Decision(call);
  }

  close() {
    native.freeMachine(this.handle);
  }

  #set(time) {
    this.#words[2] = 1;
    this.#words[7] = time.nanoseconds;
    this.#seconds[0] = time.seconds;
  }

  #learnName(rule) {
    return (this.#ruleNames[rule] = native.lastRule(this.handle));
  }

  static #refused(number) {
    if (number === status.badHandle) return Decision.refused('none', 'guard_closed', 'the guard is closed');
    return Decision.refused('none', 'guard_failed', native.statusText(number));
  }
}

module.exports = { Engine };
