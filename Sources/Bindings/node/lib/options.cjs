'use strict';
// Objects whose members are options. One that nobody knows may be a session that is misspelled: it is never passed over.

const { CallgateError } = require('./errors.cjs');

// The names that each way to ask has; index.d.ts has their types.
const callOptions = Object.freeze(['session', 'parent', 'id', 'approval']);
const checkOptions = Object.freeze(['tool', 'args', 'context', 'call', ...callOptions]);
const decideOptions = Object.freeze(['now']);
const wrapOptions = Object.freeze(['context', ...callOptions, 'onRefused']);
const toolsOptions = Object.freeze([...wrapOptions, 'generation']);
const toolOptions = Object.freeze([...toolsOptions, 'key']);
const stepOptions = Object.freeze([...wrapOptions, 'key']);
const hookOptions = Object.freeze(['context', ...callOptions, 'tools', 'output']);
const guardOptions = Object.freeze(['policy', 'tools', 'publicKey', 'watch', 'onReload', 'clock', 'limits']);
const watchOptions = Object.freeze(['interval']);
const limitOptions = Object.freeze(['sessions', 'limitKeys', 'approvals']);
const documentOptions = Object.freeze(['name', 'text']);
const approverOptions = Object.freeze(['id', 'groups']);

/** Whether a value can be options: a list, a date or a map is not. */
function isOptions(value) {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * Refuses options that there are none of.
 *
 * @param what has the options
 * @throws {TypeError} which names the nearest one
 */
function checkNames(options, names, what) {
  for (const name in options) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`;
    throw Object.assign(new TypeError(`${what} has no option ${JSON.stringify(name)}: ${hint}`), { code: 'invalid_option' });
  }
}

/**
 * Options as they are given.
 *
 * @throws {TypeError | CallgateError} where there are none of a name, or they are no object
 */
function checkedOptions(options, names, what) {
  if (!isOptions(options)) throw new CallgateError('invalid_option', `${what}: options is an object`);
  checkNames(options, names, what);
  return options;
}

/** The known name that differs least, where that is a third of it at most. */
function nearest(name, names) {
  const plain = (text) => text.replaceAll('_', '').toLowerCase();
  const [found] = names.map((known) => ({ known, distance: distance(plain(name), plain(known)) })).sort((a, b) => a.distance - b.distance);
  return found.distance <= Math.max(1, Math.floor(found.known.length / 3)) ? found.known : undefined;
}

/** Characters to add, to leave out, to change, or to swap with the next. */
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      let least = Math.min(rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + change);
      const isSwapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) least = Math.min(least, rows[row - 2][column - 2] + 1);
      rows[row].push(least);
    }
  }
  return rows[one.length][other.length];
}

module.exports = {
  checkNames, checkedOptions, isOptions, callOptions, checkOptions, decideOptions, wrapOptions, toolsOptions, toolOptions, stepOptions,
  hookOptions, guardOptions, watchOptions, limitOptions, documentOptions, approverOptions,
};
