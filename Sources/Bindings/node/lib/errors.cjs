'use strict';

/** What this package throws. `code` is a stable name. */
class CallgateError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
  get name() {
    return this.constructor.name;
  }
}

/** A policy that has errors, or can't be read. `diagnostics` has them one by one. */
class PolicyError extends CallgateError {
  constructor(diagnostics, fallback) {
    const errors = diagnostics.filter((one) => one.severity === 'error');
    super('invalid_policy', errors.length > 0 ? errors.map((one) => one.rendered).join('\n') : fallback);
    this.diagnostics = diagnostics;
  }
}

/** A value that JSON can't carry, or can't carry unchanged. `path` says where it is, as `args.to[0]`. */
class ValueError extends CallgateError {
  #steps = [];
  #what;
  constructor(code, what, options) {
    super(code, what, options);
    this.#what = what;
  }
  get path() {
    const path = this.#steps.join('');
    return path.length > 200 ? `${path.slice(0, 199)}…` : path;
  }
  /** Puts a step in front of the path, when the error comes out of a member of an object or a list. */
  within(step) {
    const text = typeof step === 'number' ? `[${step}]` : /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    this.#steps.unshift(text.length > 64 ? `${text.slice(0, 63)}…` : text);
    this.message = `${this.path}: ${this.#what}`;
    return this;
  }
  /** Says what the path begins with, as `args`. */
  of(root) {
    this.#steps.unshift(root);
    this.message = `${this.path}: ${this.#what}`;
    return this;
  }
}

function describe(decision, verb) {
  const tool = decision.tool === undefined ? 'the call' : `the call of ${decision.tool}`;
  const why = decision.message ?? decision.error?.detail ?? (decision.rule === undefined ? decision.reason : `rule ${decision.rule}`);
  return `${tool} ${verb}: ${why}`;
}

/** A call that may not be made. */
class CallDenied extends CallgateError {
  constructor(decision) {
    super('call_denied', describe(decision, 'is denied'));
    this.decision = decision;
  }
}

/** A call that waits for somebody's approval. `id` is what to approve or reject. */
class ApprovalRequired extends CallgateError {
  constructor(decision) {
    super('approval_required', describe(decision, 'needs an approval'));
    this.decision = decision;
    this.id = decision.id;
    this.approvers = decision.approvers;
  }
}

/** A result that is kept from the agent. */
class ResultBlocked extends CallgateError {
  constructor(decision, judgement) {
    super('result_blocked', `the result of ${decision.tool} is kept back: ${judgement.rules.join(', ')}`);
    this.decision = decision;
    this.judgement = judgement;
  }
}

module.exports = { CallgateError, PolicyError, ValueError, CallDenied, ApprovalRequired, ResultBlocked };
