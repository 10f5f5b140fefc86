'use strict';
// The addon, and the numbers that callgate.h has names for.

const native = require('../callgate.node');

const status = Object.freeze({ ok: 0, badArgument: 1, badHandle: 2, busy: 4, invalid: 5, notFound: 6, full: 7, refused: 8 });
const effects = Object.freeze(['deny', 'review', 'allow']);
const reasons = Object.freeze([
  'none', 'rule', 'default', 'ungoverned', 'error', 'malformed', 'trap', 'limit', 'role', 'session', 'trust', 'flow',
  'approval', 'records',
]);

module.exports = { native, status, effects, reasons, allow: 2, noRule: 0xffffffff };
