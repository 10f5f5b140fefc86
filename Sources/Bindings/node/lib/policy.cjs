'use strict';
// Where a policy comes from, and what it is compiled to.

const { readFileSync } = require('node:fs');
const { native, status } = require('./native.cjs');
const { CallgateError, PolicyError } = require('./errors.cjs');
const { checkedOptions, documentOptions } = require('./options.cjs');

const fromPaths = 0;
const fromDocuments = 1;
const fromImage = 2;

function isText(value) {
  return typeof value === 'string' && value.length > 0;
}

function documentTexts(documents) {
  return documents.flatMap((document) => {
    const { name = 'policy.yaml', text } = checkedOptions(document, documentOptions, 'a document');
    if (!isText(name) || (typeof text !== 'string' && !(text instanceof Uint8Array))) {
      throw new CallgateError('invalid_option', 'a document of a policy is {name, text}');
    }
    return [name, text];
  });
}

/** What `policy` says: paths, documents or an image. */
function policySource(policy) {
  if (policy instanceof Uint8Array) return { source: fromImage, texts: [policy], paths: [] };
  const several = Array.isArray(policy) ? policy : [policy];
  if (several.length > 0 && several.every(isText)) return { source: fromPaths, texts: several, paths: several };
  if (several.length > 0 && several.every((one) => typeof one === 'object' && one !== null && 'text' in one)) {
    return { source: fromDocuments, texts: documentTexts(several), paths: [] };
  }
  throw new CallgateError('invalid_option', 'policy is a path, paths, bytes of an image, or {text}');
}

function toolTexts(tools) {
  if (tools === undefined) return [];
  return documentTexts((Array.isArray(tools) ? tools : [tools]).map((one) => (isText(one) ? { name: one, text: readFileSync(one) } : one)));
}

/** A policy as an option says it, to be opened any number of times. */
class PolicySource {
  #source;
  #tools;
  #publicKey;

  constructor({ policy, tools, publicKey }) {
    if (publicKey !== undefined && !(publicKey instanceof Uint8Array && publicKey.length === 32)) {
      throw new CallgateError('invalid_option', 'publicKey is 32 bytes');
    }
    this.#source = policySource(policy);
    this.#tools = tools;
    this.#publicKey = publicKey;
  }

  /** Another policy, which is held to the same tools and key. */
  replacing(policy) {
    return new PolicySource({ policy, tools: this.#tools, publicKey: this.#publicKey });
  }

  /** Files and folders that it is read from, those of tools included. */
  get paths() {
    return [...this.#source.paths, ...[this.#tools].flat().filter(isText)];
  }

  /** @throws {PolicyError} */
  openSync() {
    return opened(this.#open(false));
  }

  async open() {
    return opened(await this.#open(true));
  }

  #open(isAsync) {
    const { source, texts } = this.#source;
    return native.openGate(source, texts, toolTexts(this.#tools), this.#publicKey, isAsync);
  }
}

function opened(result) {
  if (result.status !== status.ok) throw new PolicyError(result.diagnostics, native.statusText(result.status));
  return { gate: result.gate, isStateful: result.stateful, diagnostics: result.diagnostics };
}

module.exports = { PolicySource };
