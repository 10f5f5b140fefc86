import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, RequestContext, Tool, createOldTool, createStep, createTool, runStep, schema } from './mastra-fixtures.mjs';
import { callgate, guardOf, rejection } from './support.mjs';

const { ApprovalRequired, CallDenied, CallgateError, wrapStep, wrapTool, wrapTools } = callgate;

const policy = `
rules:
  - {name: refunds, tool: refund, when: "args.amount > 100", action: require_approval, approvers: [finance]}
  - {name: no_cascade, tool: delete_customer, when: "args.cascade == true || context.role != \\"admin\\"", action: deny}
  - {name: others, tool: [refund, delete_customer, echo], action: allow}
`;
const inputSchema = schema({ amount: { type: 'number' }, note: { type: 'string', byDefault: 'none' } });

/** A tool that notes what it was given. */
function noting(create, options) {
  const given = [];
  return { given, tool: create({ ...options, execute: async (...args) => { given.push(args); return { done: true }; } }) };
}

test('a tool of Mastra 1 asks, and gets what was decided on', async () => {
  const guard = guardOf(policy);
  const { given, tool } = noting(createTool, { id: 'refund', description: 'gives money back', inputSchema });
  const guarded = wrapTool(guard, tool, { context: ({ execution }) => ({ user: execution.requestContext.get('user') }) });
  assert.ok(guarded instanceof Tool);
  assert.deepEqual([guarded.id, guarded.description, guarded.inputSchema], [tool.id, tool.description, tool.inputSchema]);
  assert.notEqual(guarded.execute, tool.execute);
  const context = { requestContext: new RequestContext({ user: 'bob' }) };
  assert.deepEqual(await guarded.execute({ amount: 50 }, context), { done: true });
  assert.deepEqual(given, [[{ amount: 50, note: 'none' }, context]]);
  assert.equal(given[0][1], context);
  const error = await rejection(guarded.execute({ amount: 500 }, context));
  assert.ok(error instanceof ApprovalRequired);
  assert.equal(given.length, 1);
  // What the schema refuses, the tool still refuses.
  assert.equal((await guarded.execute({ amount: 'x' }, context).catch((denied) => denied)) instanceof Error, true);
  assert.equal(given.length, 1);
});

test('an older tool asks, and gets what was decided on', async () => {
  const guard = guardOf(policy);
  for (const generation of [undefined, 'context']) {
    const { given, tool } = noting(createOldTool, { id: 'refund', inputSchema });
    const guarded = wrapTool(guard, tool, { generation, context: ({ execution }) => ({ user: execution.runtimeContext.get('user') }) });
    const runtimeContext = new RequestContext({ user: 'bob' });
    const options = { toolCallId: 'call-1', messages: [] };
    assert.deepEqual(await guarded.execute({ context: { amount: 50 }, runtimeContext, threadId: 't' }, options), { done: true });
    const [first, second] = given[0];
    assert.deepEqual([first.context, first.runtimeContext, first.threadId, second], [{ amount: 50, note: 'none' }, runtimeContext, 't', options]);
    assert.ok(Object.isFrozen(first.context));
    assert.ok((await rejection(guarded.execute({ context: { amount: 500 }, runtimeContext }, options))) instanceof ApprovalRequired);
    assert.equal(given.length, 1);
  }
});

test('a model can\'t pass arguments of one generation off as the other\'s', async () => {
  const guard = guardOf(policy);
  // To a tool of Mastra 1, whatever it is like, the first argument is the model's.
  const newer = noting(createTool, { id: 'refund' });
  const runtimeContext = new RequestContext({ user: 'bob' });
  const inputs = [{ context: { amount: 1 }, amount: 500 }, { context: { amount: 1 }, runtimeContext, amount: 500 }, { context: {}, runtimeContext: {}, amount: 500 }];
  for (const input of inputs) {
    assert.ok((await rejection(wrapTool(guard, newer.tool, { context: { user: 'bob' } }).execute(input, {}))) instanceof CallgateError);
  }
  assert.equal(newer.given.length, 0);
  // A tool that does not say which it is, called in a way that might be either.
  const either = noting(createOldTool, { id: 'refund' });
  const error = await rejection(wrapTool(guard, either.tool).execute({ context: { amount: 1 } }, {}));
  assert.equal(error.decision.error.kind, 'ambiguous_call');
  assert.equal(either.given.length, 0);
  await wrapTool(guard, either.tool, { generation: 'context' }).execute({ context: { amount: 1 } });
  await wrapTool(guard, either.tool, { generation: 'input' }).execute({ context: { amount: 1 }, amount: 1 });
  assert.equal(either.given.length, 2);
  assert.throws(() => wrapTool(guard, newer.tool, { generation: 'context' }), CallgateError);
});

test('a schema converts before the guard decides', async () => {
  const guard = guardOf(policy);
  const converting = schema({ amount: { type: 'number', convert: Number } });
  const { given, tool } = noting(createTool, { id: 'refund', inputSchema: converting });
  const guarded = wrapTool(guard, tool, { context: { user: 'bob' } });
  assert.ok((await rejection(guarded.execute({ amount: '500' }, {}))) instanceof ApprovalRequired);
  await guarded.execute({ amount: '50' }, {});
  assert.deepEqual(given[0][0], { amount: 50 });
});

test('a schema that changes what it has made is refused, and guarded from within', async () => {
  const guard = guardOf(policy);
  const growing = schema({ amount: { type: 'number', convert: (amount) => amount * 10 } });
  const { given, tool } = noting(createTool, { id: 'refund', inputSchema: growing });
  const error = await rejection(wrapTool(guard, tool).execute({ amount: 1 }, {}));
  assert.equal(error.decision.error.kind, 'unsupported_schema');
  const slow = { '~standard': { validate: async (value) => ({ value }) } };
  assert.equal((await rejection(wrapTool(guard, createTool({ id: 'refund', inputSchema: slow, execute: () => 1 })).execute({}, {}))).decision.error.kind, 'unsupported_schema');
  assert.equal(given.length, 0);
  const inner = [];
  const definition = { id: 'refund', inputSchema: growing, execute: async (input) => { inner.push(input); return 'done'; } };
  const guarded = createTool(wrapTool(guard, definition, { context: { user: 'bob' } }));
  assert.equal(await guarded.execute({ amount: 5 }, {}), 'done');
  assert.deepEqual(inner, [{ amount: 50 }]);
  assert.ok((await rejection(guarded.execute({ amount: 11 }, {}))) instanceof ApprovalRequired);
});

test('arguments that are no plain objects don\'t reach a tool', async () => {
  const guard = guardOf(policy);
  const { given, tool } = noting(createTool, { id: 'echo' });
  const guarded = wrapTool(guard, tool);
  let reads = 0;
  const circle = {};
  circle.self = circle;
  const strange = ['x', 7, [], circle, new Map(), { toJSON: () => ({}) }, Object.create({ amount: 1 }), JSON.parse('{"__proto__":{"amount":1}}')];
  for (const input of strange) assert.ok((await rejection(guarded.execute(input, {}))) instanceof CallDenied);
  assert.equal(given.length, 0);
  await guarded.execute({ get amount() { return ++reads; } }, {});
  await guarded.execute(new Proxy({ amount: 1 }, { get: () => ++reads }), {});
  assert.deepEqual(given.map(([input]) => input), [{ amount: 1 }, { amount: 2 }]);
  await guarded.execute(undefined, {});
  assert.deepEqual(given[2][0], {});
});

test('a key and an id that are governed differently are refused', () => {
  const guard = guardOf(policy);
  const { tool } = noting(createTool, { id: 'delete_customer' });
  for (const wrap of [() => wrapTools(guard, { deleteCustomer: tool }), () => wrapTool(guard, tool, { key: 'refund' }), () => wrapStep(guard, createStep(tool), { key: 'x' })]) {
    assert.throws(wrap, { code: 'governed_differently' });
  }
  assert.equal(wrapTools(guard, { delete_customer: tool }).delete_customer.id, 'delete_customer');
});

test('both names are asked for, and the more restrictive decision counts', async () => {
  const named = guardOf(`
roles:
  support: {tools: [lookup_customer]}
rules:
  - {name: look, tool: [lookup_customer, lookupCustomer], action: allow}
`);
  const { given, tool } = noting(createTool, { id: 'lookup_customer' });
  const context = { role: 'support' };
  await wrapTools(named, { lookup_customer: tool }, { context }).lookup_customer.execute({}, {});
  assert.equal(given.length, 1);
  // The same rules look at both names, but the role has only the one.
  const { lookupCustomer } = wrapTools(named, { lookupCustomer: tool }, { context });
  const error = await rejection(lookupCustomer.execute({}, {}));
  assert.equal(error.decision.reason, 'role');
  assert.equal(given.length, 1);
});

test('a tool of two names is reviewed once', async () => {
  const rules = '  - {name: ask, tool: [pay_out, payOut], when: args.amount > 1, action: require_approval}\n  - {name: ok, tool: [pay_out, payOut], action: allow}\n';
  const guard = guardOf(`rules:\n${rules}`);
  const { given, tool } = noting(createTool, { id: 'pay_out' });
  let approval;
  const { payOut } = wrapTools(guard, { payOut: tool }, { context: { user: 'bob' }, approval: () => approval });
  const error = await rejection(payOut.execute({ amount: 5 }, {}));
  assert.ok(error instanceof ApprovalRequired);
  approval = guard.approve(error.id, 'ann').token;
  await payOut.execute({ amount: 5 }, {});
  assert.ok((await rejection(payOut.execute({ amount: 5 }, {}))) instanceof CallDenied);
  approval = undefined;
  assert.equal(given.length, 1);
  // A review of the other name alone has nobody to ask for.
  await guard.reload({ text: `rules:\n${rules}  - {name: ask_too, tool: payOut, action: require_approval}\n` });
  assert.equal((await rejection(payOut.execute({ amount: 0 }, {}))).decision.error.kind, 'two_names');
  const again = guard.approve((await rejection(payOut.execute({ amount: 5 }, {}))).id, 'ann');
  approval = again.token;
  assert.equal((await rejection(payOut.execute({ amount: 5 }, {}))).decision.error.kind, 'two_names');
  assert.equal(given.length, 1);
});

test('a policy that counts calls knows a tool by one name', async () => {
  const limited = 'rules:\n  - {name: few, tool: [a_tool, aTool], action: deny, limit: {max: 5, per: 1h}}\n';
  const { given, tool } = noting(createTool, { id: 'a_tool' });
  assert.throws(() => wrapTools(guardOf(limited), { aTool: tool }), { code: 'governed_differently' });
  // Nor does a policy that came later.
  const guard = guardOf('rules:\n  - {name: all, tool: "*", action: allow}\n');
  const { aTool } = wrapTools(guard, { aTool: tool });
  await aTool.execute({}, {});
  await guard.reload({ text: limited });
  assert.equal((await rejection(aTool.execute({}, {}))).decision.error.kind, 'two_names');
  assert.equal(given.length, 1);
});

test('an agent\'s tools are guarded, whatever hooks one call has', async () => {
  const guard = guardOf(policy);
  const { given, tool } = noting(createTool, { id: 'delete_customer' });
  const context = ({ execution }) => ({ role: execution.requestContext.get('role') ?? null });
  const agent = new Agent({ tools: wrapTools(guard, { delete_customer: tool }, { context, onRefused: ({ decision, rule }) => ({ decision, rule }) }) });
  const admin = { requestContext: new RequestContext({ role: 'admin' }), hooks: { beforeToolCall: () => undefined } };
  assert.deepEqual(await agent.call('delete_customer', { cascade: false }, admin), { done: true });
  assert.deepEqual(await agent.call('delete_customer', { cascade: true }, admin), { decision: 'deny', rule: 'no_cascade' });
  assert.deepEqual(await agent.call('delete_customer', { cascade: false }), { decision: 'deny', rule: 'no_cascade' });
  assert.equal(given.length, 1);
});

test('a step asks, before it is created or after', async () => {
  const guard = guardOf(policy);
  for (const make of [(options) => createStep(wrapStep(guard, options, { context: { user: 'bob' } })), (options) => wrapStep(guard, createStep(options), { context: { user: 'bob' } })]) {
    const { given, tool: step } = noting(make, { id: 'refund', description: 'd' });
    assert.deepEqual([step.id, step.description, step.component], ['refund', 'd', 'STEP']);
    assert.deepEqual(await runStep(step, { amount: 5 }), { done: true });
    const [params] = given[0];
    assert.deepEqual([params.inputData, params.runId, typeof params.suspend, typeof params.mastra.getAgent], [{ amount: 5 }, 'run-1', 'function', 'function']);
    assert.ok(Object.isFrozen(params.inputData));
    assert.ok((await rejection(runStep(step, { amount: 500 }))) instanceof ApprovalRequired);
    assert.ok((await rejection(runStep(step, [5]))) instanceof CallDenied);
    assert.ok((await rejection(step.execute(undefined))) instanceof CallDenied);
    assert.equal(given.length, 1);
  }
});

test('what is no tool is not wrapped', () => {
  const guard = guardOf(policy);
  for (const tool of [undefined, {}, { id: 'a' }, { id: 7, execute() {} }, { execute() {} }]) assert.throws(() => wrapTool(guard, tool), CallgateError);
  assert.throws(() => wrapTool(guard, createTool({ id: 'a', execute() {} }), { generation: 'new' }), CallgateError);
});
