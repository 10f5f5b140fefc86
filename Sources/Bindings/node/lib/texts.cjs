'use strict';
// Texts in JSON, as UTF-8.

const { ValueError } = require('./errors.cjs');

/** 1 for each unit of UTF-16 that stands in JSON as it is, in one byte. */
const isPlainUnit = new Uint8Array(1 << 16).fill(1, 0x20, 0x80);
isPlainUnit[0x22] = isPlainUnit[0x5c] = 0;

/** What the runtime's encoder does not write as JSON has it: characters to escape, and surrogates, which may stand alone. */
const special = /["\\\u0000-\u001f\ud800-\udfff]/;
const shortEscapes = new Map([[0x22, 0x22], [0x5c, 0x5c], [8, 0x62], [9, 0x74], [10, 0x6e], [12, 0x66], [13, 0x72]]);

/** The bytes that a text takes in JSON without its quotes; not fewer than its units. */
function textBytes(text) {
  let count = Buffer.byteLength(text, 'utf8');
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c) count += shortEscapes.has(unit) ? 1 : 5;
  }
  return count;
}

/**
 * Writes a text without its quotes.
 *
 * @param page has room for it
 * @returns where it ends
 * @throws {ValueError} where half of a surrogate pair stands alone
 */
function writeEscaped(page, place, text) {
  if (!special.test(text)) return place + page.write(text, place, 'utf8');
  let at = place;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isPlainUnit[unit] === 1) page[at++] = unit;
    else if (unit < 0x80) at = writeEscape(page, at, unit);
    else if (unit < 0xd800 || unit > 0xdfff) at = writeScalar(page, at, unit);
    else at = writeScalar(page, at, pairAt(text, index++));
  }
  return at;
}

function writeEscape(page, place, unit) {
  const short = shortEscapes.get(unit);
  page[place] = 0x5c;
  if (short === undefined) return place + 1 + page.write(`u00${unit < 16 ? '0' : ''}${unit.toString(16)}`, place + 1, 'latin1');
  page[place + 1] = short;
  return place + 2;
}

/** From two bytes on. */
function writeScalar(page, place, scalar) {
  let at = place;
  if (scalar < 0x800) {
    page[at++] = 0xc0 | (scalar >> 6);
  } else {
    if (scalar < 0x10000) {
      page[at++] = 0xe0 | (scalar >> 12);
    } else {
      page[at++] = 0xf0 | (scalar >> 18);
      page[at++] = 0x80 | ((scalar >> 12) & 63);
    }
    page[at++] = 0x80 | ((scalar >> 6) & 63);
  }
  page[at++] = 0x80 | (scalar & 63);
  return at;
}

/** The scalar that two units are. */
function pairAt(text, index) {
  const scalar = text.codePointAt(index);
  if (scalar >= 0x10000) return scalar;
  throw new ValueError('lone_surrogate', 'a text with half of a surrogate pair is no Unicode');
}

module.exports = { isPlainUnit, textBytes, writeEscaped };
