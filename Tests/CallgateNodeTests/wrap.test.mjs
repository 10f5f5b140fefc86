import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callgate, example, guardOf, rejection } from './support.mjs';

const { CallDenied, CallgateError } = callgate;
const policy = 'rules:\n  - {name: admins, tool: act, when: \'context.role == "admin"\', action: allow}\n';

test('a denied call does not run, and says why', async () => {
  const guard = example();
  const send = guard.wrap(() => assert.fail('it ran'), 'send_outreach');
  const error = await rejection(send({ recipient: 'ann@example.com' }));
  assert.ok(error instanceof CallDenied && error instanceof CallgateError);
  assert.equal(error.name, 'CallDenied');
  assert.equal(error.code, 'call_denied');
  assert.equal(error.decision.rule, 'outreach_domain_allowlist');
  assert.equal(error.message, 'the call of send_outreach is denied: Outreach restricted to allowlisted domains');
});

test('an allowed call runs as it would alone', async () => {
  const guard = guardOf(policy);
  const owner = { name: 'owner', act: guard.wrap(function act(args, ...rest) { return [this.name, args, ...rest]; }, 'act', { context: { role: 'admin' } }) };
  assert.deepEqual(await owner.act({ a: 1 }, 'b', owner), ['owner', { a: 1 }, 'b', owner]);
  assert.deepEqual(await owner.act(), ['owner', {}]);
  const fault = new Error('mine');
  const failing = guard.wrap(() => { throw fault; }, 'act', { context: { role: 'admin' } });
  assert.equal(await rejection(failing({})), fault);
  // Nothing is judged by a policy that keeps nothing, so results are what they are.
  const date = new Date();
  assert.equal(await guard.wrap(async () => date, 'act', { context: { role: 'admin' } })({}), date);
});

test('the context is the program\'s, and may be made for each call', async () => {
  const guard = guardOf(policy);
  const calls = [];
  const act = guard.wrap(() => 'done', 'act', { context: async (call) => { calls.push(call); return { role: call.execution[0] }; } });
  assert.equal(await act({ n: 1 }, 'admin'), 'done');
  assert.ok((await rejection(act({ role: 'admin' }, 'guest'))) instanceof CallDenied);
  assert.deepEqual(calls[0], { tool: 'act', args: { n: 1 }, execution: ['admin'] });
  assert.ok(Object.isFrozen(calls[0].args));
});

test('whatever an option comes to, a call that was not decided on does not run', async () => {
  const guard = guardOf(policy);
  const never = () => assert.fail('it ran');
  const fault = new Error('mine');
  const options = [
    { context: () => { throw fault; } }, { context: async () => { throw fault; } }, { context: null }, { context: 'admin' },
    { context: { role: 'admin', when: new Date() } }, { context: { role: 'admin' }, session: 7 }, { context: { role: 'admin' }, session: '' },
    { context: { role: 'admin' }, id: {} }, { context: { role: 'admin' }, approval: 7 },
  ];
  for (const option of options) {
    const error = await rejection(guard.wrap(never, 'act', option)({}));
    assert.ok(error instanceof CallDenied, JSON.stringify(option));
  }
  const error = await rejection(guard.wrap(never, 'act', options[0])({}));
  assert.equal(error.decision.thrown, fault);
});

test('what is no object is not let through', async () => {
  const guard = guardOf('rules:\n  - {name: all, tool: "*", action: allow}\n');
  const act = guard.wrap(() => assert.fail('it ran'), 'act');
  for (const args of [null, 1, 'x', [], [{}], () => {}, new Map(), Symbol('s')]) assert.ok((await rejection(act(args))) instanceof CallDenied);
  assert.throws(() => guard.wrap('no function', 'act'), CallgateError);
  assert.throws(() => guard.wrap(() => {}, 7), CallgateError);
  assert.throws(() => guard.wrap(() => {}, 'act', null), CallgateError);
});

test('a refused call can come to a value instead of an error', async () => {
  const guard = guardOf(policy);
  const act = guard.wrap(() => assert.fail('it ran'), 'act', { onRefused: (decision) => ({ refused: decision.decision }) });
  assert.deepEqual(await act({}), { refused: 'deny' });
  const fault = new Error('mine');
  const failing = guard.wrap(() => assert.fail('it ran'), 'act', { onRefused: () => { throw fault; } });
  assert.equal(await rejection(failing({})), fault);
});

test('tools can\'t change what they were given', async () => {
  'use strict';
  const guard = guardOf('rules:\n  - {name: all, tool: "*", action: allow}\n');
  const args = { list: [1], nested: { a: 1 } };
  const error = await rejection(guard.wrap((given) => { given.nested.a = 2; }, 'act')(args));
  assert.ok(error instanceof TypeError);
  assert.equal(await guard.wrap((given) => given !== args && given.hasOwnProperty('list'), 'act')(args), true);
  assert.ok(!Object.isFrozen(args));
});
