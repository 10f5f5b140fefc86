'use strict';
// Writes calls as JSON straight into memory that the machine reads, in one pass in which each value is read once:
// what was written is what is decided, whatever a getter or a Proxy says when it is asked again.

const { ValueError } = require('./errors.cjs');
const { bigIntText, numberText } = require('./numbers.cjs');
const { isPlain, isPlainArray, nameOf } = require('./plain.cjs');
const { isPlainUnit, textBytes, writeEscaped } = require('./texts.cjs');

/** Bytes of a call, and levels of nesting, the call itself included; spec/limits.md. */
const maxBytes = 1 << 20;
const maxDepth = 128;

const pageBytes = 1 << 16;
/** Longer texts are written by the runtime's own encoder, which costs more to begin and less for each character. */
const shortText = 48;

const { getPrototypeOf, getOwnPropertyNames } = Object;
const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
const hasOwn = objectPrototype.hasOwnProperty;

// A page is filled with one call after the other, and given up when it is full: decisions that are still asked
// about hold on to the page that their call lies in.
let page = Buffer.alloc(0);
/** The same bytes, in which four are written at once. */
let view = new DataView(page.buffer);
let at = 0;
/** Where this call begins, and where it ends at most: what is shorter than the margin is written without a look. */
let start = 0;
let end = 0;
const margin = 64;
/** Whether a call is being written: a getter might ask for another decision meanwhile. */
let isWriting = false;

/** Thrown where the page is full; the call is written again into a larger one. */
const pageIsFull = new Error('the page is full');

function newPage(bytes) {
  page = Buffer.allocUnsafeSlow(Math.max(pageBytes, bytes));
  view = new DataView(page.buffer);
  at = 0;
}

function needRoom() {
  if (at > end) throw full();
}

function full() {
  return end === start + maxBytes ? tooLarge() : pageIsFull;
}

function tooLarge() {
  return new ValueError('call_too_large', `the call is larger than ${maxBytes} bytes`);
}

function refuse(value) {
  return new ValueError('unsupported_value', `${nameOf(value)} can't be carried by JSON`);
}

// Keys come again and again. What they are in JSON is kept as words of four bytes, the last one filled up with what
// is written over: a third of the time that writing them letter by letter takes.
const maxKnown = 1024;
const maxKnownBytes = 48;
const knownKeys = new Map();
const knownTools = new Map();

/** Keeps what was written from `begin` on as what `text` is written as: the count of its bytes, and their words. */
function learn(known, text, begin) {
  const count = at - begin;
  if (count > maxKnownBytes || known.size >= maxKnown) return;
  const bytes = Buffer.alloc((count + 3) & ~3);
  page.copy(bytes, 0, begin, at);
  const words = [count];
  for (let index = 0; index < bytes.length; index += 4) words.push(bytes.readInt32LE(index));
  known.set(text, words);
}

function writeWords(words) {
  let place = at;
  for (let index = 1; index < words.length; index++, place += 4) view.setInt32(place, words[index], true);
  at += words[0];
}

function writeKey(key) {
  const words = knownKeys.get(key);
  if (words !== undefined) return writeWords(words);
  const begin = at;
  writeText(key);
  page[at++] = 0x3a;
  learn(knownKeys, key, begin);
}

/** `{"tool":"…"` */
function writeTool(tool) {
  const words = knownTools.get(tool);
  if (words !== undefined) return writeWords(words);
  if (typeof tool !== 'string') throw new ValueError('invalid_tool', 'the name of a tool is a string');
  const begin = at;
  writeLatin('{"tool":');
  writeText(tool);
  learn(knownTools, tool, begin);
}

const memberKeys = { args: [], context: [] };
for (const [name, words] of Object.entries(memberKeys)) {
  const key = `,"${name}":`;
  const bytes = Buffer.from(key.padEnd((key.length + 3) & ~3));
  words.push(key.length);
  for (let index = 0; index < bytes.length; index += 4) words.push(bytes.readInt32LE(index));
}

/** The hot path is short, so that it is compiled into its callers. */
function writeText(text) {
  const length = text.length;
  const target = page;
  let place = at;
  if (length > shortText || place > end) return writeLongText(text);
  target[place++] = 0x22;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (isPlainUnit[unit] === 0) return writeLongText(text);
    target[place++] = unit;
  }
  target[place++] = 0x22;
  at = place;
}

function writeLongText(text) {
  // A unit of UTF-16 takes six bytes at most: an escape.
  if (at + 6 * text.length > end && (text.length > maxBytes || at + textBytes(text) > end)) throw full();
  page[at++] = 0x22;
  at = writeEscaped(page, at, text);
  page[at++] = 0x22;
}

function writeNumber(number) {
  needRoom();
  // Whole numbers of 31 bits but for -0, which is a number of its own.
  if ((number | 0) !== number || number < 0 || (number === 0 && 1 / number < 0)) return writeLatin(numberText(number));
  let digits = 1;
  for (let rest = number; rest >= 10; rest = (rest / 10) | 0) digits++;
  let place = (at += digits);
  for (let rest = number; digits > 0; digits--) {
    const next = (rest / 10) | 0;
    page[--place] = 0x30 + rest - next * 10;
    rest = next;
  }
}

function writeLatin(text) {
  for (let index = 0; index < text.length; index++) page[at++] = text.charCodeAt(index);
}

function writeValue(value, depth) {
  switch (typeof value) {
    case 'string':
      return writeText(value);
    case 'number':
      return writeNumber(value);
    case 'boolean':
      needRoom();
      return writeLatin(value ? 'true' : 'false');
    case 'bigint':
      needRoom();
      return writeLatin(bigIntText(value));
    case 'object':
      if (value === null) {
        needRoom();
        return writeLatin('null');
      }
      return Array.isArray(value) ? writeList(value, depth) : writeObject(value, depth);
    default:
      throw refuse(value);
  }
}

function checkDepth(depth) {
  if (depth > maxDepth) {
    throw new ValueError('nesting_too_deep', `nested more than ${maxDepth} levels deep, or in a circle`);
  }
  needRoom();
}

function writeList(list, depth) {
  checkDepth(depth);
  if (getPrototypeOf(list) !== arrayPrototype && !isPlainArray(list)) throw refuse(list);
  // Before the keys are counted, which takes as long as the list is. `length` is one of them.
  if (list.length > maxBytes) throw tooLarge();
  if (getOwnPropertyNames(list).length !== list.length + 1) throw hiddenKeys(list);
  let index = 0;
  page[at++] = 0x5b;
  try {
    for (; index < list.length; index++) {
      needRoom();
      if (index > 0) page[at++] = 0x2c;
      writeValue(list[index], depth + 1);
    }
  } catch (error) {
    throw error instanceof ValueError ? error.within(index) : error;
  }
  needRoom();
  page[at++] = 0x5d;
}

function writeObject(object, depth) {
  checkDepth(depth);
  const prototype = getPrototypeOf(object);
  if (prototype !== objectPrototype && prototype !== null && !isPlain(object)) throw refuse(object);
  let count = 0;
  let key = '';
  page[at++] = 0x7b;
  try {
    for (key in object) {
      if (key === '__proto__' || !hasOwn.call(object, key)) throw strangeKey(key);
      needRoom();
      if (count++ > 0) page[at++] = 0x2c;
      writeKey(key);
      writeValue(object[key], depth + 1);
    }
  } catch (error) {
    throw error instanceof ValueError ? error.within(key) : error;
  }
  if (getOwnPropertyNames(object).length !== count) throw hiddenKeys(object);
  needRoom();
  page[at++] = 0x7d;
}

function strangeKey(key) {
  return new ValueError('unsupported_value', key === '__proto__'
    ? 'this key would replace the prototype of an object that the arguments are copied to'
    : 'this key is inherited: who reads it sees a value that the arguments don\'t have');
}

/** For a list or an object whose fields are not what its keys and its length say. */
function hiddenKeys(container) {
  return new ValueError('unsupported_value', Array.isArray(container)
    ? 'a list with holes, or with keys of its own, can\'t be carried by JSON'
    : 'keys that are not enumerable can\'t be carried by JSON');
}

/** Something that is an object, and no list. */
function writeMember(name, words, value) {
  needRoom();
  writeWords(words);
  try {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ValueError(`invalid_${name}`, `${nameOf(value)} is no object`);
    }
    writeObject(value, 2);
  } catch (error) {
    throw error instanceof ValueError ? error.of(name) : error;
  }
}

function writeCall(tool, args, context) {
  needRoom();
  writeTool(tool);
  if (args !== undefined) writeMember('args', memberKeys.args, args);
  if (context !== undefined) writeMember('context', memberKeys.context, context);
  needRoom();
  page[at++] = 0x7d;
}

/** Runs `write` on the page, from where it is free; false where the page is full. */
function isWritten(write, first, second, third) {
  if (isWriting) throw new ValueError('guard_busy', 'a value asked for a decision while it was read');
  isWriting = true;
  start = at;
  end = Math.min(page.length - margin, start + maxBytes);
  try {
    write(first, second, third);
    if (at - start > maxBytes) throw tooLarge();
    return true;
  } catch (error) {
    at = start;
    if (error === pageIsFull) return false;
    throw error;
  } finally {
    isWriting = false;
  }
}

/** Writes, on a new page where there is not enough room left, and on a larger one where that is not enough. */
function written(write, first, second, third) {
  if (!isWritten(write, first, second, third)) {
    newPage(0);
    if (!isWritten(write, first, second, third)) {
      newPage(maxBytes + 2 * margin);
      isWritten(write, first, second, third);
    }
  }
  return new DecidedCall(page, start, at - start);
}

/** A call in a page, where nobody changes it any more, and what is decided on it. */
class DecidedCall {
  // Set here, since it is made for each decision: fields that are added later cost more.
  engine = null;
  effect = 0;
  reason = 0;
  rule = undefined;
  seconds = 0;
  nanoseconds = 0;
  report = null;

  constructor(page, start, count) {
    this.page = page;
    this.start = start;
    this.count = count;
  }

  get bytes() {
    return this.page.subarray(this.start, this.start + this.count);
  }
}

/**
 * Writes a call.
 *
 * @throws {ValueError} where JSON can't carry it; and whatever a getter throws.
 */
function writtenCall(tool, args, context) {
  return written(writeCall, tool, args, context);
}

/** Writes any value, such as a result. */
function writtenValue(value) {
  return written(writeValue, value, 1);
}

/** Copies the bytes of a call, of any length, so that nobody changes them any more. */
function copiedCall(bytes) {
  if (!(bytes instanceof Uint8Array)) throw new ValueError('unsupported_value', 'the bytes of a call are a Uint8Array');
  const count = bytes.length;
  if (isWriting) throw new ValueError('guard_busy', 'a value asked for a decision while it was read');
  if (page.length - at < count) newPage(count);
  page.set(bytes, at);
  const call = new DecidedCall(page, at, count);
  at += count;
  return call;
}

module.exports = { DecidedCall, writtenCall, writtenValue, copiedCall, maxBytes, maxDepth, tooLarge };
