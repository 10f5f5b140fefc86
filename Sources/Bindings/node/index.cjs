'use strict';

const { native } = require('./lib/native.cjs');
const errors = require('./lib/errors.cjs');
const { Callgate } = require('./lib/guard.cjs');
const { Decision } = require('./lib/decision.cjs');
const { snapshot } = require('./lib/snapshot.cjs');
const { wrapTool, wrapTools, wrapStep } = require('./lib/mastra.cjs');
const { mastraHooks } = require('./lib/mastra-hooks.cjs');

module.exports = { Callgate, Decision, ...errors, snapshot, wrapTool, wrapTools, wrapStep, mastraHooks, version: native.version };
