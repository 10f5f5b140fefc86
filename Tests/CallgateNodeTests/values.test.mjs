// What each kind of value of JavaScript comes to; the table of spec/embedding.md, line by line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { callgate, echoPolicy, guardOf, rejection } from './support.mjs';

const { snapshot } = callgate;

/** As the policy sees a value: the text of `args.v`, or the kind of the error that denies. */
function seen(guard, v) {
  const decision = guard.guardSync('echo', { v });
  if (decision.decision === 'allow') return decision.message;
  assert.equal(decision.reason, 'malformed');
  assert.match(decision.error.detail, /^args\.v/);
  return decision.error.kind;
}

/** What a wrapped tool gets, or the kind of the error for which it does not run. */
async function got(guard, v) {
  let arrived;
  const tool = guard.wrap((args) => {
    arrived = args;
    return 'done';
  }, 'echo');
  try {
    await tool({ v });
    return arrived.v;
  } catch (error) {
    assert.equal(arrived, undefined);
    assert.equal(error.name, 'CallDenied');
    return error.decision.error.kind;
  }
}

const carried = [
  [0, '<0>'], [1, '<1>'], [-1, '<-1>'], [7, '<7>'], [10, '<10>'], [99, '<99>'], [100, '<100>'], [2 ** 30, '<1073741824>'],
  [2 ** 31 - 1, '<2147483647>'], [2 ** 31, '<2147483648>'], [-(2 ** 31), '<-2147483648>'],
  [0.5, '<0.5>'], [-2.25, '<-2.25>'], [1e-7, '<1e-07>'], [5e-324, '<5e-324>'], [1.7976931348623157e308, '<1.7976931348623157e+308>'],
  [-0, '<-0>'], [2 ** 53 - 1, '<9007199254740991>'],
  // Each int is the one that the number is, not the shortest text that comes to it.
  [2 ** 53, '<9007199254740992>'], [-(2 ** 53), '<-9007199254740992>'], [2 ** 60, '<1152921504606846976>'],
  [2 ** 63 - 1024, '<9223372036854774784>'], [-(2 ** 63), '<-9223372036854775808>'],
  // Past 64 bits a number is a double, as it is in JavaScript.
  [2 ** 63, '<9.223372036854776e+18>'], [1e21, '<1e+21>'],
  [5n, '<5>'], [-(2n ** 63n), '<-9223372036854775808>'], [2n ** 63n - 1n, '<9223372036854775807>'], [2n ** 53n + 1n, '<9007199254740993>'],
  [true, '<true>'], [false, '<false>'], [null, '<null>'],
  ['', '<>'], ['plain', '<plain>'], ['a"b\\c\n\t\b\f\r\u0000\u001f\u007f', '<a"b\\c\n\t\b\f\r\u0000\u001f\u007f>'],
  ['é\u07ff\u0800\uffff', '<é\u07ff\u0800\uffff>'], ['\u{1f600}\u{10ffff}', '<\u{1f600}\u{10ffff}>'],
  ['long '.repeat(50), `<${'long '.repeat(50)}>`], ['"\u{1f600}é\\'.repeat(40), `<${'"\u{1f600}é\\'.repeat(40)}>`],
  [[], '<[]>'], [[1, 'a', null], '<[1,"a",null]>'], [{}, '<{}>'], [{ a: { b: [true] } }, '<{"a":{"b":[true]}}>'],
  [{ '': 1, 'é': 2, '"': 3, 7: 4 }, '<{"7":4,"":1,"é":2,"\\"":3}>'], [Object.assign(Object.create(null), { a: 1 }), '<{"a":1}>'],
  [runInNewContext('({a: [1]})'), '<{"a":[1]}>'], [{ toString: 'x', constructor: 'y' }, '<{"toString":"x","constructor":"y"}>'],
];

test('what JSON carries is seen as it is, and the tool gets the same', async () => {
  const guard = guardOf(echoPolicy);
  for (const [value, text] of carried) {
    assert.equal(seen(guard, value), text);
    const arrived = await got(guard, value);
    assert.ok(Object.is(arrived, value) || typeof value === 'object', `${text}`);
    if (typeof value === 'object' && value !== null) {
      assert.ok(Object.isFrozen(arrived));
      assert.equal(JSON.stringify(arrived), JSON.stringify(value));
    }
  }
});

class Mine {
  a = 1;
}
const circle = {};
circle.self = circle;
const sparse = [1, , 3];
const extended = Object.assign([1], { extra: 2 });

const refused = [
  [undefined, 'unsupported_value'], [NaN, 'unsupported_value'], [Infinity, 'unsupported_value'], [-Infinity, 'unsupported_value'],
  [2n ** 63n, 'unsupported_value'], [-(2n ** 63n) - 1n, 'unsupported_value'], [Symbol('s'), 'unsupported_value'],
  [() => 1, 'unsupported_value'], [class {}, 'unsupported_value'],
  [new Date(0), 'unsupported_value'], [new Map([['a', 1]]), 'unsupported_value'], [new Set([1]), 'unsupported_value'],
  [/x/, 'unsupported_value'], [new Error('e'), 'unsupported_value'], [Promise.resolve(1), 'unsupported_value'],
  [new Uint8Array(2), 'unsupported_value'], [new Float64Array(1), 'unsupported_value'], [Buffer.from('a'), 'unsupported_value'],
  [new ArrayBuffer(1), 'unsupported_value'], [new Number(1), 'unsupported_value'], [new String('a'), 'unsupported_value'],
  [new Mine(), 'unsupported_value'], [Object.create({ inherited: 1 }), 'unsupported_value'], [new (class extends Array {})(), 'unsupported_value'],
  [sparse, 'unsupported_value'], [new Array(3), 'unsupported_value'], [new Array(2 ** 32 - 1), 'call_too_large'], [extended, 'unsupported_value'], [[undefined], 'unsupported_value'],
  [JSON.parse('{"__proto__": {"a": 1}}'), 'unsupported_value'], [{ ['__proto__']: null }, 'unsupported_value'],
  [Object.defineProperty({}, 'hidden', { value: 1 }), 'unsupported_value'],
  [{ toJSON: () => ({ a: 2 }) }, 'unsupported_value'], [{ a: { b: undefined } }, 'unsupported_value'],
  ['\ud800', 'lone_surrogate'], ['\udc00\ud800', 'lone_surrogate'], [`${'x'.repeat(100)}\ud83d`, 'lone_surrogate'],
  [{ '\ud800': 1 }, 'lone_surrogate'],
  [circle, 'nesting_too_deep'], ['x'.repeat(1 << 20), 'call_too_large'],
];

test('what JSON can\'t carry is denied, and the tool does not run', async () => {
  const guard = guardOf(echoPolicy);
  for (const [value, kind] of refused) {
    const name = typeof value === 'string' ? value.slice(0, 20) : Object.prototype.toString.call(value);
    assert.equal(seen(guard, value), kind, name);
    assert.equal(await got(guard, value), kind, name);
  }
});

test('keys that are symbols are not looked for by guardSync, and refused by all else', async () => {
  const guard = guardOf(echoPolicy);
  const value = { a: 1, [Symbol('s')]: 2 };
  assert.equal(seen(guard, value), '<{"a":1}>');
  assert.equal(await got(guard, value), 'unsupported_value');
  for (const [args, context, name] of [[{ v: value }, {}, 'args.v'], [{}, value, 'context']]) {
    const decisions = [await guard.guard('echo', args, context), await guard.guard('echo', args, context, {}), guard.check({ tool: 'echo', args, context })];
    for (const { decision, error } of decisions) {
      assert.deepEqual([decision, error.kind], ['deny', 'unsupported_value']);
      assert.ok(error.detail.startsWith(`${name}: keys that are symbols`), error.detail);
    }
  }
});

test('arguments and context are objects', async () => {
  const guard = guardOf(echoPolicy);
  for (const value of [null, 1, 'a', true, [], [{}], () => {}, 1n, Symbol('s')]) {
    assert.equal(guard.guardSync('echo', value).error.kind, 'invalid_args');
    assert.equal(guard.guardSync('echo', {}, value).error.kind, 'invalid_context');
    assert.equal(guard.check({ tool: 'echo', args: value }).error.kind, 'invalid_args');
    assert.equal((await guard.guard('echo', value)).error.kind, 'invalid_args');
  }
  for (const value of [new Date(), new Map(), new Mine(), new Uint8Array(1)]) {
    assert.equal(guard.guardSync('echo', value).error.kind, 'unsupported_value');
  }
  for (const tool of [undefined, null, 1, {}, ['echo'], Symbol('s'), new String('echo')]) {
    assert.equal(guard.guardSync(tool, {}).error.kind, 'invalid_tool');
  }
  assert.equal(guard.guardSync('ec\ud800ho', {}).error.kind, 'lone_surrogate');
  // Both at once would be two calls.
  assert.equal(guard.check({ call: Buffer.from('{"tool":"echo"}'), tool: 'other' }).error.kind, 'invalid_option');
  // What is left out is left out; what is there, if only as undefined in an object, is not.
  assert.equal(guard.guardSync('echo').decision, 'allow');
  assert.equal(guard.guardSync('echo', undefined, undefined).decision, 'allow');
});

function nested(levels) {
  let value = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

test('limits of a call: at, under and over', () => {
  const guard = guardOf('rules:\n  - {name: echo, tool: echo, action: allow}\n');
  // The call, its arguments and the value.
  for (const levels of [125, 126]) assert.equal(guard.guardSync('echo', { v: nested(levels) }).decision, 'allow');
  assert.equal(guard.guardSync('echo', { v: nested(127) }).error.kind, 'nesting_too_deep');
  const around = Buffer.byteLength('{"tool":"echo","args":{"v":""}}');
  const room = 2 ** 20 - around;
  for (const letter of ['x', '"', '\u0001', 'é', '\u{1f600}', '\u0800']) {
    const width = Buffer.byteLength(JSON.stringify(letter)) - 2;
    const fitting = letter.repeat(Math.floor(room / width)) + 'y'.repeat(room % width);
    for (const v of [fitting.slice(0, -1), fitting]) {
      if (v.isWellFormed?.() === false) continue;
      assert.equal(guard.guardSync('echo', { v }).decision, 'allow', `${width}`);
    }
    assert.equal(guard.guardSync('echo', { v: `${fitting}y` }).error.kind, 'call_too_large', `${width}`);
    assert.equal(guard.guardSync('echo', { v: fitting, w: 1 }).error.kind, 'call_too_large');
  }
  // Between a page and the limit, in each way that a value can be large.
  for (const v of ['z'.repeat(100_000), Array(30_000).fill(7), Array(20_000).fill({}), Object.fromEntries([...Array(9000).keys()].map((key) => [`k${key}`, key]))]) {
    assert.equal(guard.guardSync('echo', { v }).decision, 'allow');
  }
  for (const v of [Array(600_000).fill(7), Array(200_000).fill({ a: 1 }), Array(300_000).fill('abc')]) {
    assert.equal(guard.guardSync('echo', { v }).error.kind, 'call_too_large');
  }
  assert.equal(guard.guardSync('x'.repeat(2 ** 20), {}).error.kind, 'call_too_large');
  assert.equal(guard.guardSync('echo', { v: 1 }).decision, 'allow');
});

test('what is reached on many ways is as large as all of them', async () => {
  const guard = guardOf(echoPolicy);
  let value = 'x';
  for (let level = 0; level < 40; level++) value = [value, value];
  assert.equal(seen(guard, value), 'call_too_large');
  assert.throws(() => snapshot(value), { code: 'call_too_large' });
});

test('an error says where', () => {
  const guard = guardOf(echoPolicy);
  const detail = (args) => guard.guardSync('echo', args).error.detail;
  assert.equal(detail({ to: [{ 'a b': NaN }] }), 'args.to[0]["a b"]: NaN can\'t be carried by JSON');
  assert.equal(detail({ when: new Date() }), 'args.when: a Date can\'t be carried by JSON');
  assert.match(guard.guardSync('echo', {}, { a: () => {} }).error.detail, /^context\.a: a function/);
  assert.ok(detail(circle).length < 400);
  assert.ok(detail({ ['k'.repeat(1000)]: NaN }).length < 400);
});

test('a getter, or a Proxy, is read once: what is decided on is what the tool gets', async () => {
  const guard = guardOf('rules:\n  - {name: small, tool: pay, when: "args.amount <= 10", action: allow}\n');
  let reads = 0;
  const turning = () => (reads++ === 0 ? 10 : 1_000_000);
  const proxy = new Proxy({ amount: 0 }, { get: (target, key) => (key === 'amount' ? turning() : Reflect.get(target, key)) });
  const getter = { get amount() { return turning(); } };
  for (const args of [getter, proxy]) {
    reads = 0;
    let paid;
    await guard.wrap(({ amount }) => { paid = amount; }, 'pay')(args);
    assert.equal(paid, 10);
    // Asked the other way round, the larger one counts.
    reads = 1;
    const error = await rejection(guard.wrap(() => assert.fail('it ran'), 'pay')(args));
    assert.equal(error.name, 'CallDenied');
  }
});

test('arguments that change while a guard is asked are those that were decided on', async () => {
  const guard = guardOf('rules:\n  - {name: small, tool: pay, when: "args.amounts.all(a, a <= 10)", action: allow}\n');
  const args = { amounts: [10] };
  let paid;
  const promise = guard.wrap(({ amounts }) => { paid = amounts[0]; }, 'pay', { context: async () => ({}) })(args);
  args.amounts[0] = 1_000_000;
  await promise;
  assert.equal(paid, 10);
});

test('what throws when it is read denies', () => {
  const guard = guardOf(echoPolicy);
  const fault = new Error('mine');
  const throwing = [
    { get v() { throw fault; } },
    new Proxy({}, { ownKeys() { throw fault; } }), new Proxy({}, { getPrototypeOf() { throw fault; } }),
    { v: new Proxy([], { get() { throw fault; } }) },
  ];
  for (const args of throwing) {
    const decision = guard.guardSync('echo', args);
    assert.equal(decision.decision, 'deny');
    assert.equal(decision.error.kind, 'unreadable_value');
    assert.equal(decision.thrown, fault);
  }
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(guard.guardSync('echo', proxy).decision, 'deny');
  assert.equal(guard.guardSync('echo', { v: 'well' }).message, '<well>');
});

test('prototypes that were tampered with don\'t change what is seen', () => {
  const guard = guardOf(echoPolicy);
  const toJSON = () => 'changed';
  for (const prototype of [Object.prototype, Array.prototype, String.prototype, Number.prototype, BigInt.prototype]) {
    Object.defineProperty(prototype, 'toJSON', { value: toJSON, configurable: true });
    try {
      assert.equal(seen(guard, [{ a: 'x' }, 1]), '<[{"a":"x"},1]>');
      assert.equal(seen(guard, 5n), '<5>');
    } finally {
      delete prototype.toJSON;
    }
  }
  Object.prototype.polluted = 1;
  try {
    // Whoever reads the arguments would see it.
    assert.equal(seen(guard, { a: 1 }), 'unsupported_value');
  } finally {
    delete Object.prototype.polluted;
  }
  assert.equal(seen(guard, { a: 1 }), '<{"a":1}>');
});

test('a value that asks for a decision while it is read gets a denial, and the first one its decision', () => {
  const guard = guardOf(echoPolicy);
  let inner;
  const args = { v: 'outer', get w() { inner = [guard.guardSync('echo', { v: 'inner' }), guard.decide(Buffer.from('{"tool":"echo"}'))]; return 1; } };
  const outer = guard.guardSync('echo', args);
  assert.equal(outer.message, '<outer>');
  for (const decision of inner) assert.deepEqual([decision.decision, decision.reason, decision.error.kind], ['deny', 'none', 'guard_busy']);
});

test('bytes are decided as they are: keys twice, and __proto__', () => {
  const guard = guardOf('rules:\n  - {name: r, tool: t, when: "args.a == 1", action: allow}\n');
  const decide = (text) => guard.decide(Buffer.from(text));
  const twice = decide('{"tool":"t","args":{"a":1,"a":2}}');
  assert.equal(twice.decision, 'deny');
  assert.equal(decide('{"tool":"t","args":{"b":1,"b":2,"a":1}}').decision, 'allow');
  assert.equal(decide('{"tool":"t","args":{"__proto__":{"a":1}}}').decision, 'deny');
  assert.equal(decide('{"tool":"t","args":{"a":1,"__proto__":{}}}').decision, 'allow');
  assert.equal(decide('{"tool":"t","tool":"t","args":{"a":1}}').error.kind, 'duplicate_key');
});

test('more keys and tools than are kept ready are written as well', () => {
  const guard = guardOf('rules:\n  - {name: r, tool: "*", action: allow, message: "{args.v}"}\n');
  for (let n = 0; n < 3000; n++) {
    const decision = guard.guardSync(`tool ${n}`, { [`key "${n}" é`]: n, v: `${n}` });
    assert.equal(decision.message, `${n}`);
    assert.equal(decision.tool, `tool ${n}`);
  }
});
