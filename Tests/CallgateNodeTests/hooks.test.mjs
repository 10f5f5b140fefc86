import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, RequestContext, createTool } from './mastra-fixtures.mjs';
import { callgate, guardOf, rejection } from './support.mjs';

const { ResultBlocked, mastraHooks } = callgate;

const policy = `
rules:
  - {name: no_cascade, tool: [delete_customer, deleteCustomer], when: args.cascade == true, action: deny, message: stop}
  - {name: ask, tool: refund, when: "args.amount > 100", action: require_approval, approvers: [finance]}
  - {name: others, tool: [delete_customer, deleteCustomer, refund], action: allow}
`;

function agentOf(guard, tools, options = {}) {
  const ran = [];
  const made = Object.fromEntries(Object.entries(tools).map(([key, id]) => [key, createTool({ id, execute: async (input) => { ran.push(input); return 'done'; } })]));
  return { ran, agent: new Agent({ tools: made, hooks: mastraHooks(guard, { tools: made, ...options }) }) };
}

test('a refused call gets an output, and does not run', async () => {
  const guard = guardOf(policy);
  const { ran, agent } = agentOf(guard, { deleteCustomer: 'delete_customer', refund: 'refund' }, { context: { user: 'bob' } });
  assert.equal(await agent.call('deleteCustomer', { cascade: false }), 'done');
  assert.deepEqual(await agent.call('deleteCustomer', { cascade: true }), { error: 'stop', decision: 'deny', reason: 'rule', rule: 'no_cascade' });
  const { approval, ...asked } = await agent.call('refund', { amount: 500 });
  assert.deepEqual(asked, { error: 'This call needs an approval.', decision: 'review', reason: 'rule', rule: 'ask', approvers: ['finance'] });
  assert.equal(guard.approval(approval).state, 'pending');
  assert.equal((await agent.call('unknown', {})).reason, 'ungoverned');
  assert.equal(ran.length, 1);
});

test('what refused calls come to is the program\'s to say', async () => {
  const { agent } = agentOf(guardOf(policy), { refund: 'refund' }, { output: ({ rule }) => `refused: ${rule}`, context: () => ({ user: 'bob' }) });
  assert.equal(await agent.call('refund', { amount: 500 }), 'refused: ask');
});

test('a key and an id that are governed differently are refused', () => {
  const guard = guardOf('rules:\n  - {name: a, tool: delete_customer, action: allow}\n');
  assert.throws(() => agentOf(guard, { deleteCustomer: 'delete_customer' }), { code: 'governed_differently' });
});

test('the id counts where the key alone would be allowed', async () => {
  const guard = guardOf('rules:\n  - {name: all, tool: "*", action: allow}\n');
  const { ran, agent } = agentOf(guard, { deleteCustomer: 'delete_customer' });
  assert.equal(await agent.call('deleteCustomer', {}), 'done');
  await guard.reload({ text: 'rules:\n  - {name: all, tool: "*", action: allow}\n  - {name: none, tool: delete_customer, action: deny}\n' });
  assert.equal((await agent.call('deleteCustomer', {})).rule, 'none');
  assert.equal(ran.length, 1);
});

test('what can change until the tool reads it is refused', async () => {
  const { ran, agent } = agentOf(guardOf(policy), { refund: 'refund' });
  const inputs = [{ get amount() { return 1; } }, { a: { get b() { return 1; } } }, new Proxy({ amount: 1 }, {}), { a: [new Proxy([], {})] }, { amount: new Date() }];
  for (const input of inputs) assert.equal((await agent.call('refund', input)).reason, 'malformed');
  for (const input of [null, 'x', 7, []]) assert.equal((await agent.call('refund', input)).decision, 'deny');
  assert.equal(ran.length, 0);
});

test('hooks of one call replace those of the agent, which is why tools are wrapped', async () => {
  const { ran, agent } = agentOf(guardOf(policy), { deleteCustomer: 'delete_customer' });
  assert.equal(await agent.call('deleteCustomer', { cascade: true }, { hooks: { beforeToolCall: () => undefined } }), 'done');
  assert.equal(ran.length, 1);
});

test('arguments that change while they are decided on are refused', async () => {
  const guard = guardOf(policy);
  const { beforeToolCall } = mastraHooks(guard, { context: async ({ execution }) => { execution.input.cascade = true; return {}; } });
  const answer = await beforeToolCall({ toolName: 'delete_customer', input: { cascade: false } });
  assert.equal(answer.proceed, false);
  assert.equal(answer.output.error, 'the arguments were changed while they were decided on');
});

test('results are noted in the session, and those that are blocked are errors', async () => {
  const stateful = `
tools:
  fetch: {result: untrusted}
  send: {result: trusted}
rules:
  - {name: all, tool: "*", action: allow}
  - {name: tainted, tool: send, when: session.trust == "untrusted", action: deny}
results:
  - {name: keys, tool: fetch, when: 'result == "KEY"', block: true}
`;
  const guard = guardOf(stateful);
  const tools = {
    fetch: createTool({ id: 'fetch', execute: async ({ page }) => { if (page === 'fault') throw new Error('mine'); return page; } }),
    send: createTool({ id: 'send', execute: async () => 'sent' }),
  };
  const session = ({ execution }) => execution.agent.threadId;
  const agent = new Agent({ tools, hooks: mastraHooks(guard, { tools, session }) });
  const request = { requestContext: new RequestContext() };
  assert.equal(await agent.call('send', {}, request), 'sent');
  assert.equal(guard.session('thread-1').trusted, true);
  assert.equal((await rejection(agent.call('fetch', { page: 'fault' }, request))).message, 'mine');
  // What a tool says when it fails is read like any result.
  assert.equal(guard.session('thread-1').trusted, false);
  assert.equal(await agent.call('fetch', { page: 'text' }, request), 'text');
  assert.equal((await agent.call('send', {}, request)).rule, 'tainted');
  assert.ok((await rejection(agent.call('fetch', { page: 'KEY' }, request))) instanceof ResultBlocked);
  // The agent keeps the result itself: what may be another one when it is read again can't be judged.
  for (const [page, isJudged] of [[{ get text() { return 'x'; } }, false], [new Proxy({ text: 'x' }, {}), false], [[{ text: 'x' }], true]]) {
    const giving = new Agent({ tools: { fetch: { ...tools.fetch, id: 'fetch', execute: async () => page } }, hooks: mastraHooks(guard, { session }) });
    const given = await giving.call('fetch', {}, request).catch((error) => error);
    assert.equal(given instanceof ResultBlocked, !isJudged);
  }
  const { afterToolCall } = mastraHooks(guard, { tools });
  assert.equal((await rejection(afterToolCall({ toolName: 'fetch', input: {}, output: 'x' }))).code, 'unknown_call');
});
