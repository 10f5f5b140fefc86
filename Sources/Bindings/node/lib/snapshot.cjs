'use strict';
// Copies of arguments that nobody changes: the guard decides on the copy, and the tool gets it.

const { ValueError } = require('./errors.cjs');
const { isPlain, isPlainArray } = require('./plain.cjs');
const { maxBytes, maxDepth, tooLarge } = require('./writer.cjs');

/**
 * A frozen copy, to its depth, of a value of JSON. Each field is read once, so that a getter or a Proxy has no
 * second say; what JSON can't carry stays as it is, and is refused when it is written.
 *
 * @throws {ValueError} past the limits of a call, and where a list or an object has fields that JSON has not.
 */
function snapshot(value) {
  return copied(value, 2, { values: 0 });
}

function copied(value, depth, seen) {
  // Each value takes a byte at least: what is reached on many ways would otherwise be copied without end.
  if (++seen.values > maxBytes) throw tooLarge();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) throw new ValueError('nesting_too_deep', `nested more than ${maxDepth} levels deep, or in a circle`);
  if (Array.isArray(value)) return isPlainArray(value) ? copiedList(value, depth, seen) : value;
  return isPlain(value) ? copiedObject(value, depth, seen) : value;
}

function copiedList(list, depth, seen) {
  const length = list.length;
  if (length > maxBytes) throw tooLarge();
  // Holes are refused here, before there is a list of them.
  if (Reflect.ownKeys(list).length !== length + 1) {
    throw new ValueError('unsupported_value', 'a list with holes, or with keys of its own, can\'t be carried by JSON');
  }
  const copy = [];
  for (let index = 0; index < length; index++) {
    try {
      copy.push(copied(list[index], depth + 1, seen));
    } catch (error) {
      throw error instanceof ValueError ? error.within(index) : error;
    }
  }
  return Object.freeze(copy);
}

function copiedObject(object, depth, seen) {
  const copy = {};
  for (const key of Reflect.ownKeys(object)) {
    if (typeof key === 'symbol' || !Object.prototype.propertyIsEnumerable.call(object, key)) {
      throw new ValueError('unsupported_value', 'keys that are symbols, or not enumerable, can\'t be carried by JSON');
    }
    try {
      // Defined, since to set `__proto__` would do something else.
      Object.defineProperty(copy, key, { value: copied(object[key], depth + 1, seen), enumerable: true });
    } catch (error) {
      throw error instanceof ValueError ? error.within(key) : error;
    }
  }
  return Object.freeze(copy);
}

module.exports = { snapshot };
