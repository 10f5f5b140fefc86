'use strict';

const { ValueError } = require('./errors.cjs');

/** A number in JSON, so that the policy sees the one that the tool gets. */
function numberText(number) {
  if (!Number.isFinite(number)) throw new ValueError('unsupported_value', `${number} can't be carried by JSON`);
  // `0` is the int, which has no sign.
  if (Object.is(number, -0)) return '-0.0';
  // Here JSON.stringify writes zeros for digits that the number has: another one, where ints are exact.
  if (Math.abs(number) >= 2 ** 53 && number >= -(2 ** 63) && number < 2 ** 63) return BigInt(number).toString();
  return String(number);
}

function bigIntText(number) {
  if (BigInt.asIntN(64, number) === number) return String(number);
  throw new ValueError('unsupported_value', 'a bigint of more than 64 bits can\'t be carried exactly');
}

module.exports = { numberText, bigIntText };
