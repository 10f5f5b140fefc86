'use strict';
// What counts as a plain object: one whose fields are all its own.

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
const { getPrototypeOf } = Object;
const ordinaryNames = new Set(Object.getOwnPropertyNames(objectPrototype));

/** Whether a prototype is that of `{}` in another realm: at the end of its chain, with the names that each has. */
function isForeignObjectPrototype(prototype) {
  const names = Reflect.ownKeys(prototype);
  return getPrototypeOf(prototype) === null && names.length === ordinaryNames.size && names.every((name) => ordinaryNames.has(name));
}

/** Whether an object gets no field from its prototype. */
function isPlain(object) {
  const prototype = getPrototypeOf(object);
  return prototype === objectPrototype || prototype === null || isForeignObjectPrototype(prototype);
}

function isForeignArrayPrototype(prototype) {
  return Array.isArray(prototype) && prototype.length === 0 && Object.keys(prototype).length === 0 && getPrototypeOf(prototype) !== null
    && isPlain(prototype);
}

/** Whether a list is one of Array itself. */
function isPlainArray(array) {
  const prototype = getPrototypeOf(array);
  return prototype === arrayPrototype || (prototype !== null && isForeignArrayPrototype(prototype));
}

/** What something is, for an error. Runs nothing of it. */
function nameOf(value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return `a value of type ${typeof value}`;
  if (typeof value === 'function') return 'a function';
  for (const [type, name] of builtIns) if (value instanceof type) return name;
  return Array.isArray(value) ? 'a list with a class of its own' : 'an object with a class of its own';
}

const builtIns = [
  [Date, 'a Date'], [Map, 'a Map'], [Set, 'a Set'], [RegExp, 'a RegExp'], [Error, 'an Error'], [Promise, 'a Promise'],
  [Uint8Array, 'bytes'], [ArrayBuffer, 'an ArrayBuffer'],
];

module.exports = { isPlain, isPlainArray, nameOf };
