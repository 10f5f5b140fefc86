import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, createTool } from './mastra-fixtures.mjs';
import { callgate, guardOf, rejection } from './support.mjs';

const { ResultBlocked, mastraHooks } = callgate;

/** Blocks each part of an error that has the word KEY. */
function guardOfErrors() {
  const parts = ['error', 'name', 'stack', 'detail', 'stderr'];
  const holds = [...parts.map((part) => `(has(result.${part}) ? result.${part}.contains("KEY") : false)`),
    '(has(result.cause) && has(result.cause.error) ? result.cause.error.contains("KEY") : false)'].join(' || ');
  return guardOf(`
tools: {fetch: {result: untrusted}}
rules:
  - {name: all, tool: fetch, action: allow}
results:
  - {name: keys, tool: fetch, when: '${holds}', block: true}
`);
}

/** What two kinds of tools, one that throws and one that is rejected, come to: the same, and noted alike. */
async function comesTo(makeThrown) {
  const errors = [];
  for (const [session, body] of [['sync', (thrown) => { throw thrown; }], ['async', async (thrown) => { await null; throw thrown; }]]) {
    const guard = guardOfErrors();
    const thrown = makeThrown();
    const error = await rejection(guard.wrap(() => body(thrown), 'fetch', { session })({}));
    assert.equal(guard.session(session).trusted, false);
    errors.push({ thrown, error });
  }
  assert.equal(errors[0].error.name, errors[1].error.name);
  assert.equal(errors[0].error.message, errors[1].error.message);
  return errors[0];
}

const getter = (key, get, of = new Error('failed')) => Object.defineProperty(of, key, { get, enumerable: true });
const fault = () => { throw new Error('KEY of a getter'); };

test('whatever part of an error is blocked, it stays back', async () => {
  const blocked = [
    () => new Error('the KEY'), () => 'the KEY', () => ({ detail: 'KEY' }), () => ({ deep: { down: ['KEY'] } }), () => Object.assign(Object.create(null), { a: 'KEY' }),
    () => Object.assign(new Error('failed'), { stderr: 'KEY' }), () => Object.assign(new Error('failed'), { name: 'KEY' }),
    () => Object.assign(new Error('failed'), { message: { is: 'KEY' } }), () => Object.assign(new Error('failed'), { stack: 'Error: failed\n    at KEY' }),
    () => new Error('failed', { cause: new Error('KEY') }),
    () => getter('message', () => 'KEY'), () => new (class extends Error { get message() { return 'KEY'; } })(),
  ];
  for (const make of blocked) assert.ok((await comesTo(make)).error instanceof ResultBlocked, String(make));
});

test('an error that can\'t be read, or is too large, is blocked and noted like such a result', async () => {
  const unreadable = [
    () => getter('message', fault), () => getter('name', fault), () => getter('stack', fault), () => getter('detail', fault),
    () => getter('message', fault, new Error('inner', { cause: 1 })), () => new Error('failed', { cause: getter('message', fault) }),
    () => new Proxy({}, { ownKeys: fault }), () => new Proxy({}, { getPrototypeOf: fault }), () => new Proxy({}, { get: fault }),
    () => new Error('\ud800'), () => Object.assign(new Error('failed'), { body: 'x'.repeat(1 << 20) }), () => 'x'.repeat(1 << 20),
    () => Object.assign(new Error('failed'), { one: 'x'.repeat(600_000), two: 'x'.repeat(600_000) }),
    () => Object.assign(new Error('failed'), { nested: getter('a', fault, {}) }),
  ];
  for (const make of unreadable) {
    const { error } = await comesTo(make);
    assert.ok(error instanceof ResultBlocked, String(make));
    assert.equal(error.cause, undefined);
  }
});

test('what an error says later is not what the agent reads', async () => {
  let reads = 0;
  const changing = await comesTo(() => { reads = 0; return getter('message', () => (reads++ === 0 ? 'fine' : 'KEY')); });
  assert.deepEqual([changing.error.message, changing.error.name], ['fine', 'Error']);
  const later = await comesTo(() => new Error('fine'));
  later.thrown.message = 'KEY';
  assert.equal(later.error.message, 'fine');
  const nested = { count: 1 };
  const { error } = await comesTo(() => Object.assign(new Error('failed'), { nested }));
  nested.count = 2;
  assert.deepEqual(error.nested, { count: 1 });
});

test('an error that passes has its name, its message, its stack, its fields and its cause', async () => {
  const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER' });
  const make = () => Object.assign(new RangeError('outer', { cause }), { code: 'E_OUTER', at: [1, { line: 2 }], big: 2n ** 60n });
  const { thrown, error } = await comesTo(make);
  assert.ok(error instanceof Error);
  assert.equal(String(error), 'RangeError: outer');
  assert.equal(error.stack, thrown.stack);
  assert.deepEqual({ ...error }, { code: 'E_OUTER', at: [1, { line: 2 }], big: 2n ** 60n });
  const { stack, ...rest } = error.cause;
  assert.deepEqual(rest, { error: 'inner', name: 'TypeError', code: 'E_INNER' });
  assert.ok(cause.stack.endsWith(stack));
  assert.deepEqual((await comesTo(() => new Error('failed', { cause: { a: [1] } }))).error.cause, { a: [1] });
});

test('of an error, nothing passes that was not judged', async () => {
  class Fault extends Error {
    name = 'Fault';
    get hidden() { return 'KEY'; }
    toString() { return 'KEY'; }
  }
  const make = () => Object.defineProperties(Object.assign(new Fault('failed', { cause: new Map([['a', 'KEY']]) }), {
    [Symbol('s')]: 'KEY', date: new Date(0), run: () => 'KEY', error: 'KEY', lone: '\ud800', missing: undefined, '\ud800': 'KEY',
    stack: 'Fault: KEY\nCaused by: KEY\n    at here',
  }), { secret: { value: 'KEY' }, ['__proto__']: { value: { KEY: 'KEY' }, enumerable: true } });
  const { error } = await comesTo(make);
  assert.equal(Object.getPrototypeOf(error), Error.prototype);
  assert.deepEqual(Reflect.ownKeys(error).sort(), ['message', 'name', 'stack']);
  assert.equal(String(error), 'Fault: failed');
  assert.equal(error.stack, 'Fault: failed\n    at here');
});

test('what is thrown and is no error becomes one', async () => {
  const texts = [[undefined, 'undefined'], [null, 'null'], [7, '7'], ['text', 'text'], [Symbol('s'), 'Symbol(s)'], [{ a: 1 }, '{"a":1}'], [new Map(), '{}'],
    [Object.assign(Object.create(null), { a: [1] }), '{"a":[1]}'], [{ message: 'said', code: 7 }, 'said'], [new Error(), '']];
  for (const [thrown, text] of texts) {
    const { error } = await comesTo(() => thrown);
    assert.ok(error instanceof Error);
    assert.equal(error.message, text);
  }
  assert.equal((await comesTo(() => ({ message: 'said', code: 7 }))).error.code, 7);
});

test('causes are read to a depth of eight', async () => {
  const circle = new Error('circle');
  circle.cause = circle;
  const { error } = await comesTo(() => circle);
  let depth = 1;
  for (let one = error.cause; one !== undefined; one = one.cause) depth += 1;
  assert.equal(depth, 8);
});

test('what is given piece by piece can\'t be judged', async () => {
  for (const body of [function* pieces() { throw new Error('KEY'); }, async function* pieces() { throw new Error('KEY'); }]) {
    const guard = guardOfErrors();
    assert.ok((await rejection(guard.wrap(body, 'fetch', { session: 's' })({}))) instanceof ResultBlocked);
    assert.equal(guard.session('s').trusted, false);
  }
});

test('hooks throw over an error that has more than what was judged', async () => {
  const failing = async (thrown) => {
    const guard = guardOfErrors();
    const tools = { fetch: createTool({ id: 'fetch', execute: async () => { throw thrown; } }) };
    const error = await rejection(new Agent({ tools, hooks: mastraHooks(guard, { tools, session: 's' }) }).call('fetch', {}));
    assert.equal(guard.session('s').trusted, false);
    return error;
  };
  for (const thrown of [new Error('fine'), Object.assign(new TypeError('fine'), { code: 'E_FINE', errno: -2 })]) assert.equal(await failing(thrown), thrown);
  for (const thrown of [new Error('KEY'), Object.assign(new Error('failed'), { stderr: 'KEY' }), { detail: 'KEY' }, getter('message', fault)]) {
    assert.ok((await failing(thrown)) instanceof ResultBlocked);
  }
  let reads = 0;
  const more = [
    getter('message', () => (reads++ === 0 ? 'fine' : 'KEY'), new Error('fine')), new Proxy(new Error('fine'), {}), new (class extends Error {})('fine'),
    Object.assign(new Error('fine'), { when: new Date(0) }), Object.assign(new Error('fine'), { nested: {} }), Object.assign(new Error('fine'), { error: 'KEY' }),
    Object.assign(new Error('fine'), { [Symbol('s')]: 'KEY' }), Object.defineProperty(new Error('fine'), 'secret', { value: 'KEY' }),
    Object.assign(new Error('fine'), { name: 'Other' }), new Error('fine', { cause: new Error('inner') }),
    Object.assign(new Error('fine'), { stack: 'Error: fine\nCaused by: KEY\n    at here' }),
  ];
  for (const thrown of more) {
    const error = await failing(thrown);
    assert.notEqual(error, thrown);
    assert.equal(error.message, 'fine');
  }
});

test('a policy that judges nothing lets errors be what they are', async () => {
  const thrown = getter('message', fault);
  const guard = guardOf('rules:\n  - {name: all, tool: fetch, action: allow}\n');
  assert.equal(await rejection(guard.wrap(() => { throw thrown; }, 'fetch')({})), thrown);
});
