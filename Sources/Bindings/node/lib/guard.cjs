'use strict';

const { native, status } = require('./native.cjs');
const { askedCall, refusal, strictCall, timeOf } = require('./calls.cjs');
const { CallgateError } = require('./errors.cjs');
const { Decision } = require('./decision.cjs');
const { Engine } = require('./engine.cjs');
const { PolicySource } = require('./policy.cjs');
const { Keeper } = require('./keeper.cjs');
const { look, watchPaths } = require('./watch.cjs');
const options = require('./options.cjs');
const { wrap } = require('./wrap.cjs');
const { writtenCall, copiedCall } = require('./writer.cjs');

/** Decides calls by a policy. */
class Callgate {
  #source;
  #gate;
  #engine;
  #isStateful;
  #keeper;
  #isClosed = false;
  #onReload;
  // Milliseconds; null where files are not watched.
  #interval = null;
  #stopWatching = () => {};
  // Reloads run one after the other.
  #reloading = Promise.resolve();

  /** Compiles or loads a policy, on another thread. */
  static async init(settings) {
    const source = new PolicySource(options.checkedOptions(settings, options.guardOptions, 'init'));
    const seen = look(source.paths);
    return new Callgate(initKey, source, seen, await source.open(), settings);
  }

  /** Likewise, at once. */
  static initSync(settings) {
    const source = new PolicySource(options.checkedOptions(settings, options.guardOptions, 'initSync'));
    const seen = look(source.paths);
    return new Callgate(initKey, source, seen, source.openSync(), settings);
  }

  constructor(key, source, seen, opened, { clock = 'system', limits = {}, watch = false, onReload } = {}) {
    if (key !== initKey) throw new CallgateError('invalid_option', 'a guard is made by Callgate.init');
    if (clock !== 'system' && clock !== 'manual') throw new CallgateError('invalid_option', 'clock is system or manual');
    if (onReload !== undefined && typeof onReload !== 'function') throw new CallgateError('invalid_option', 'onReload is a function');
    this.#source = source;
    this.#onReload = onReload;
    this.#keeper = new Keeper(clock, limits);
    this.#use(opened);
    if (watch) this.#watch(watch === true ? 1000 : options.checkedOptions(watch, options.watchOptions, 'watch').interval, seen);
  }

  /** Whether the policy keeps something from call to call. */
  get isStateful() {
    return this.#isStateful;
  }
  get isClosed() {
    return this.#isClosed;
  }
  /** SHA-256 of the policy's sources. */
  get digest() {
    return this.#answered(native.digest(this.#gate));
  }
  /** The compiled policy, to be written to a file and loaded again. */
  get image() {
    return this.#answered(native.image(this.#gate));
  }

  /**
   * Decides on a call. What can't be decided on is denied.
   *
   * @throws {TypeError} where it is given options, which it has none of
   */
  guardSync(tool, args, context) {
    if (arguments.length > 3 && arguments[3] !== undefined) throw new TypeError('guardSync takes no options: ask with check');
    let call;
    try {
      call = writtenCall(tool, args, context);
    } catch (error) {
      return refusal(error);
    }
    if (this.#isStateful) return this.#check(call, {});
    return this.#engine.decide(call, null);
  }

  /** Likewise, and looks for keys that are symbols too; with `options`, as `check` does. */
  async guard(tool, args, context, asked) {
    if (asked !== undefined || this.#isStateful) {
      return this.#ask(asked === undefined ? {} : asked, options.callOptions, 'guard', () => strictCall(tool, args, context));
    }
    let call;
    try {
      call = strictCall(tool, args, context);
    } catch (error) {
      return refusal(error);
    }
    return this.#engine.decide(call, null);
  }

  /**
   * Decides on the bytes of a call, as they are; with `now`, without what is kept from call to call.
   *
   * @throws {CallgateError} where `now` is no time
   */
  decide(bytes, asked) {
    // Looking at options takes a third as long as deciding does.
    const time = asked === undefined ? null : timeOf(options.checkedOptions(asked, options.decideOptions, 'decide').now);
    let call;
    try {
      call = copiedCall(bytes);
    } catch (error) {
      return refusal(error);
    }
    if (this.#isStateful && time === null) return this.#check(call, {});
    return this.#engine.decide(call, time);
  }

  /**
   * Decides on a call by what came before, and opens an approval where it wants a review.
   *
   * @throws {TypeError} where an option has a name that there is none of
   */
  check(asked) {
    return this.#ask(asked, options.checkOptions, 'check', askedCall);
  }

  /** @param read gives the call, out of what is asked */
  #ask(asked, names, what, read) {
    if (!options.isOptions(asked)) return Decision.refused('none', 'invalid_option', `${what} is asked with an object`);
    options.checkNames(asked, names, what);
    let call;
    try {
      call = read(asked);
    } catch (error) {
      return refusal(error);
    }
    return this.#check(call, asked);
  }

  #check(call, asked) {
    if (this.#isClosed) return Decision.refused('none', 'guard_closed', 'the guard is closed');
    try {
      return this.#keeper.check(this.#gate, this.#engine, call, asked);
    } catch (error) {
      return Decision.refused('none', error.code ?? 'guard_failed', error.message, error);
    }
  }

  /** Judges what an allowed call gave back, and notes in its session what that has read. */
  recordResult(decision, result) {
    return this.#keeper.record(this.#gate, decision, result);
  }

  approve(id, by) {
    return this.#keeper.answer(this.#gate, 'approve', id, by);
  }
  reject(id, by) {
    return this.#keeper.answer(this.#gate, 'reject', id, by);
  }
  revoke(id) {
    return this.#keeper.answer(this.#gate, 'revoke', id);
  }
  /** An approval as it is now; undefined where there is none. */
  approval(id) {
    return this.#keeper.answer(this.#gate, 'look', id);
  }
  /** What a session has read by now; undefined where there is none. */
  session(id) {
    return this.#keeper.session(this.#gate, id);
  }
  /** Sets a manual clock. */
  setTime(now) {
    this.#keeper.setTime(this.#gate, timeOf(now));
  }

  /** A guard of its own, by the same policy, that is driven by lines: a function from an event to its answer. */
  events() {
    const events = this.#answered(native.createEvents(this.#gate));
    return (event) => this.#answered(native.answerEvent(events, typeof event === 'string' ? Buffer.from(event) : event));
  }

  /** The names of the rules that look at a tool, in the order of the policy. */
  rules(tool) {
    if (typeof tool !== 'string') throw new CallgateError('invalid_option', 'the name of a tool is a string');
    return this.#answered(native.rules(this.#engine.handle, tool));
  }

  /** A function that asks before it does anything. */
  wrap(body, tool, asked) {
    return wrap(this, body, tool, asked);
  }

  /** Reads the policy again, or another one, and decides by it from here on. Where that fails, the old one stays. */
  reload(policy) {
    const next = this.#reloading.then(() => this.#reload(policy));
    this.#reloading = next.catch(() => {});
    return next;
  }

  async #reload(policy) {
    const source = policy === undefined ? this.#source : this.#source.replacing(policy);
    const seen = look(source.paths);
    const opened = await source.open();
    if (this.#isClosed) throw new CallgateError('guard_closed', 'the guard was closed while its policy was read');
    this.#keeper.reload(opened.gate);
    this.#use(opened);
    if (source !== this.#source) this.#watchInstead(source, seen);
    return { digest: this.digest, diagnostics: opened.diagnostics };
  }

  #use({ gate, isStateful }) {
    // The old machine stays with the decisions that it has made.
    this.#engine = new Engine(gate);
    this.#gate = gate;
    this.#isStateful = isStateful;
  }

  #watch(interval, seen) {
    if (!Number.isInteger(interval) || interval < 1) throw new CallgateError('invalid_option', 'watch.interval is milliseconds');
    const { paths } = this.#source;
    if (paths.length === 0) throw new CallgateError('invalid_option', 'only a policy of files can be watched');
    this.#interval = interval;
    // A guard that nobody has any more is not kept by its timer.
    const weak = new WeakRef(this);
    this.#stopWatching = watchPaths(paths, interval, seen, () => {
      const guard = weak.deref();
      return guard === undefined ? undefined : () => guard.#reloadWatched();
    });
  }

  /** Goes on with the files of another policy, where there are any. */
  #watchInstead(source, seen) {
    this.#source = source;
    this.#stopWatching();
    if (this.#interval !== null && source.paths.length > 0) this.#watch(this.#interval, seen);
  }

  #reloadWatched() {
    this.reload().then(
      (report) => this.#tell({ ...report, error: undefined }),
      (error) => this.#tell({ error }),
    );
  }

  #tell(event) {
    if (this.#isClosed) return;
    if (this.#onReload === undefined) {
      if (event.error !== undefined) process.emitWarning(event.error);
      return;
    }
    try {
      this.#onReload(event);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }

  /** Frees what it has. Its calls are denied from here on; to close it again does nothing. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopWatching();
    this.#engine.close();
    this.#keeper.close();
    native.release(this.#gate);
  }

  #answered(answer) {
    if (typeof answer !== 'number') return answer;
    if (this.#isClosed) throw new CallgateError('guard_closed', 'the guard is closed');
    throw new CallgateError(answer === status.full ? 'guard_full' : 'guard_failed', native.statusText(answer));
  }
}

const initKey = Symbol('init');

module.exports = { Callgate };
