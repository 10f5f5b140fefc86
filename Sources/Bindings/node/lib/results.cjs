'use strict';
// What tools give back, and what they throw: read once, judged, and given on as it was judged.

const { types } = require('node:util');
const { ResultBlocked, ValueError } = require('./errors.cjs');
const { snapshot } = require('./snapshot.cjs');
const { maxBytes, tooLarge, writtenValue } = require('./writer.cjs');

/**
 * The result as the agent may have it: where results are judged, a snapshot that was judged.
 *
 * @param read makes the snapshot, or throws where there is none
 */
function passed(guard, decision, result, read = snapshot) {
  if (!guard.isStateful) return result;
  let copy = result;
  try {
    copy = read(result);
  } catch {
    copy = unjudgeable;
  }
  const judgement = guard.recordResult(decision, copy);
  if (!judgement.passes) throw new ResultBlocked(decision, judgement);
  return copy;
}

/** What stands for a value that can't be read: the guard blocks it, and notes that. */
const unjudgeable = () => {};

/**
 * What a tool threw, as its caller may have it. It is judged as `{error: message, name, stack, cause, ...fields}`.
 *
 * @returns {{ error: unknown, isWhole: boolean }} an error that is made of what was judged; `isWhole`, where what was
 *   thrown had nothing besides. Where nothing is judged, what was thrown.
 * @throws {ResultBlocked} where that is kept back, or can't be read
 */
function failure(guard, decision, thrown) {
  if (!guard.isStateful) return { error: thrown, isWhole: true };
  let read = null;
  try {
    read = readThrown(thrown, { bytes: 0 }, 1);
  } catch {
    // Whatever reading it threw is not for the caller either: the guard blocks what can't be read.
  }
  const judged = passed(guard, decision, read === null ? unjudgeable : described(read));
  return { error: madeError(judged), isWhole: read.isWhole };
}

/** How many causes are read, one of the other; the rest is left out. */
const maxCauses = 8;
// What is judged under these names is not a field.
const parts = Object.freeze(['error', 'name', 'message', 'stack', 'cause']);
const errorPrototypes = new Set([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => type.prototype));
/** Newer engines have a getter of their own for it. */
const stackGetter = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;

/** @param size of what was read so far, which ends where the largest result does */
function readThrown(thrown, size, depth) {
  if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) {
    return { message: String(thrown), name: 'Error', stack: '', cause: undefined, fields: {}, isWhole: false };
  }
  const { name, message, stack } = thrown;
  const fields = readFields(thrown, size);
  const read = {
    message: typeof message === 'string' ? message : textOf(message, thrown instanceof Error ? '' : fields),
    name: typeof name === 'string' && name !== '' ? name : 'Error',
    stack: typeof stack === 'string' ? framesOf(stack) : '',
    cause: Object.hasOwn(thrown, 'cause') ? readCause(thrown.cause, size, depth + 1) : undefined,
    fields,
  };
  return { ...read, isWhole: stack === stackOf(read.name, read.message, read.stack) && isOrdinary(thrown, { ...fields, message: read.message }) };
}

/** The own fields that JSON can carry. */
function readFields(thrown, size) {
  const fields = {};
  for (const key of Reflect.ownKeys(thrown)) {
    if (typeof key === 'symbol' || parts.includes(key) || !Object.prototype.propertyIsEnumerable.call(thrown, key)) continue;
    Object.assign(fields, carried(key, thrown[key], size));
  }
  return fields;
}

/** `{key: value}`, or nothing where JSON can't carry that. */
function carried(key, value, size) {
  try {
    const field = snapshot({ [key]: value });
    size.bytes += writtenValue(field).bytes.length;
    if (size.bytes > maxBytes) throw tooLarge();
    return field;
  } catch (error) {
    // One that is too large is not left out: to write many of them would take without end.
    if (error instanceof ValueError && left.has(error.code)) return {};
    throw error;
  }
}

const left = new Set(['unsupported_value', 'lone_surrogate', 'nesting_too_deep']);

/** What is there of an error's cause to be judged, which may be any value. */
function readCause(cause, size, depth) {
  if (depth > maxCauses) return undefined;
  return cause instanceof Error || types.isNativeError(cause) ? described(readThrown(cause, size, depth)) : carried('cause', cause, size).cause;
}

/** The text of a message that is none, or of what was thrown instead of an error. */
function textOf(message, instead) {
  const value = message === undefined ? instead : message;
  return typeof value === 'object' && value !== null ? writtenValue(snapshot(value)).bytes.toString() : String(value);
}

/** The lines at the end of a stack that say where it was thrown. Those before them have the message, or what it was once. */
function framesOf(stack) {
  const lines = stack.split('\n');
  let first = lines.length;
  while (first > 1 && lines[first - 1].startsWith('    at ')) first -= 1;
  return lines.slice(first).join('\n');
}

function stackOf(name, message, frames) {
  const head = message === '' ? name : `${name}: ${message}`;
  return frames === '' ? head : `${head}\n${frames}`;
}

/** Whether an error has nothing but the fields that were read, and none of that from a class or a getter of its own. */
function isOrdinary(thrown, fields) {
  if (types.isProxy(thrown) || !errorPrototypes.has(Object.getPrototypeOf(thrown))) return false;
  return Reflect.ownKeys(thrown).every((key) => {
    const { value, get } = Object.getOwnPropertyDescriptor(thrown, key);
    if (key === 'stack') return get === stackGetter;
    const isScalar = get === undefined && (typeof value !== 'object' || value === null);
    return isScalar && Object.hasOwn(fields, key) && fields[key] === value;
  });
}

/** What is judged. */
function described({ message, name, stack, cause, fields }) {
  return { error: message, name, ...(stack !== '' && { stack }), ...(cause !== undefined && { cause }), ...fields };
}

/** An error that has what was judged, and nothing else. */
function madeError({ error: message, name, stack = '', cause, ...fields }) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true });
  if (stack !== '') Object.defineProperty(error, 'stack', { value: stackOf(name, message, stack), writable: true, configurable: true });
  return Object.assign(error, fields);
}

module.exports = { passed, failure };
