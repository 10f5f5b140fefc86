// Nothing that a program does with a guard ends the process, or lets a call through.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { callgate, echoPolicy, example, examples, guardOf, packagePath, rejection } from './support.mjs';

const { Callgate, CallgateError } = callgate;
const policyPath = join(examples, 'policy.yaml');

/** What a program prints, in a process of its own. */
async function output(program, ...flags) {
  const text = `const { Callgate } = require(${JSON.stringify(packagePath)});\nconst policy = ${JSON.stringify(policyPath)};\n${program}`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, '-e', text], { timeout: 120_000 });
  assert.equal(stderr, '');
  return stdout;
}

test('a guard that is closed denies, however often it is closed', async () => {
  const guard = await Callgate.init({ policy: { text: `${echoPolicy}  - {name: few, tool: few, action: deny, limit: {max: 9, per: 1h}}\n` } });
  const kept = guard.check({ tool: 'echo', args: { v: 'kept' } });
  const lines = guard.events();
  const wrapped = guard.wrap(() => assert.fail('it ran'), 'echo');
  for (let times = 0; times < 3; times++) {
    guard.close();
    assert.ok(guard.isClosed);
    for (const decision of [
      guard.guardSync('echo', { v: 1 }), await guard.guard('echo', { v: 1 }), guard.decide(Buffer.from('{"tool":"echo"}')),
      guard.check({ tool: 'echo', args: {} }), guard.decide(Buffer.from('{"tool":"echo"}'), { now: 0 }),
    ]) {
      assert.deepEqual([decision.decision, decision.allowed, decision.reason, decision.error.kind], ['deny', false, 'none', 'guard_closed']);
      assert.equal(decision.line, '{"decision":"deny","reason":"none","error":{"kind":"guard_closed","detail":"the guard is closed"}}');
      assert.equal(decision.explain(), undefined);
    }
    assert.equal((await rejection(wrapped({}))).decision.error.kind, 'guard_closed');
    for (const ask of [
      () => guard.recordResult(kept, 1), () => guard.approve('a', 'ann'), () => guard.approval('a'), () => guard.session('s'), () => guard.setTime(0),
      () => guard.rules('echo'), () => guard.events(), () => guard.digest, () => guard.image,
    ]) assert.throws(ask, { code: 'guard_closed' });
    assert.equal((await rejection(guard.reload())).code, 'guard_closed');
  }
  // What was made of it, and has a life of its own, goes on.
  assert.match(lines('{"tool":"echo"}'), /"decision":"allow"/);
  assert.equal(kept.decision, 'allow');
});

test('a guard of a policy without state likewise', () => {
  const guard = Callgate.initSync({ policy: policyPath });
  const [asked, unasked] = [1, 2].map((n) => guard.guardSync('refund_payment', { amount_cents: 75000 * n }));
  assert.deepEqual(asked.approvers, ['finance-team']);
  guard.close();
  guard.close();
  assert.deepEqual([asked.decision, asked.rule, asked.approvers], ['review', 'cap_refund_amount', ['finance-team']]);
  assert.deepEqual([unasked.decision, unasked.rule], ['review', 'cap_refund_amount']);
  assert.throws(() => unasked.approvers, { code: 'guard_closed' });
  assert.throws(() => unasked.explain(), { code: 'guard_closed' });
  assert.equal(guard.guardSync('send_outreach', { recipient: 'ann@approved.invalid' }).decision, 'deny');
});

test('a guard that is closed while its policy is read again stays closed', async () => {
  const guard = await Callgate.init({ policy: policyPath });
  const reloading = guard.reload();
  guard.close();
  assert.equal((await rejection(reloading)).code, 'guard_closed');
  assert.equal(guard.guardSync('send_outreach', { recipient: 'ann@approved.invalid' }).decision, 'deny');
});

test('a value that closes the guard while it is read does not get through', () => {
  const guard = guardOf(echoPolicy);
  const decision = guard.guardSync('echo', { get v() { guard.close(); return 1; } });
  assert.deepEqual([decision.decision, decision.error.kind], ['deny', 'guard_closed']);
});

test('methods of something else are errors', () => {
  const { guardSync, decide, check } = Callgate.prototype;
  const calls = [[guardSync, ['t', {}]], [decide, [Buffer.from('{"tool":"t"}')]], [check, [{ tool: 't' }]]];
  for (const [method, args] of calls) {
    for (const receiver of [undefined, {}, Object.create(Callgate.prototype)]) assert.throws(() => Reflect.apply(method, receiver, args), TypeError);
  }
  assert.throws(() => Object.create(callgate.Decision.prototype).decision, TypeError);
});

test('the addon takes nothing for what it is not', () => {
  const addon = createRequire(import.meta.url)(join(packagePath, 'callgate.node'));
  const { gate } = addon.openGate(0, [policyPath], [], undefined, false);
  const machine = addon.createMachine(gate, new Uint8Array(40));
  const wrong = [undefined, null, 7, 'x', {}, [], () => {}, Symbol('s'), 1n, gate, machine.handle, machine.decide, new Uint8Array(3)];
  for (const [name, method] of Object.entries(addon)) {
    if (typeof method !== 'function') continue;
    for (const first of wrong) {
      for (const second of wrong) {
        if (name === 'release' && first === gate) continue;
        if (name === 'freeMachine' && first === machine.handle) continue;
        let answer;
        try {
          answer = method(first, second, second, second, second, second);
        } catch (error) {
          assert.ok(error instanceof Error);
          continue;
        }
        // Whatever it is, it is no decision that allows.
        assert.notEqual(answer?.effect, 2, name);
      }
    }
  }
  // A call that lies outside of the page is none.
  const control = new Uint32Array(10);
  const { decide, handle } = addon.createMachine(gate, new Uint8Array(control.buffer));
  const call = Buffer.from('{"tool":"send_outreach","args":{"recipient":"ann@approved.invalid"}}');
  addon.setPage(handle, call);
  for (const [start, count] of [[0, call.length + 1], [1, call.length], [2 ** 32 - 1, 2], [2, 2 ** 32 - 1]]) {
    control.set([start, count, 0, 0, 2, 1]);
    decide();
    assert.deepEqual([...control.subarray(3, 6)], [1, 0, 0]);
  }
  control.set([0, call.length, 0]);
  decide();
  assert.deepEqual([...control.subarray(3, 5)], [0, 2]);
  addon.freeMachine(handle);
  addon.freeMachine(handle);
  decide();
  assert.deepEqual([...control.subarray(3, 6)], [2, 0, 0]);
  assert.throws(() => addon.createMachine(gate, new Uint8Array(39)), Error);
});

const workerText = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Callgate } = require(workerData.packagePath);
  const guard = Callgate.initSync({ policy: workerData.policyPath });
  let reviews = 0;
  for (let n = 0; n < 2000; n++) reviews += guard.guardSync('refund_payment', { amount_cents: n * 100 }).decision === 'review' ? 1 : 0;
  // Left open, with decisions that are still there, and a policy that is being read.
  globalThis.kept = [guard, guard.check({ tool: 'refund_payment', args: { amount_cents: 1 } }), guard.events(), guard.reload()];
  parentPort.postMessage(reviews);
  if (workerData.stays) setInterval(() => guard.guardSync('refund_payment', { amount_cents: 1 }), 0);
`;

/** Runs a worker, and ends it once it has decided. */
function workerReviews(stays) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerText, { eval: true, workerData: { packagePath, policyPath, stays } });
    let reviews;
    worker.on('message', (message) => {
      reviews = message;
      if (stays) worker.terminate();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(reviews));
  });
}

test('worker threads have guards of their own, and may be ended while they decide', async () => {
  const expected = 2000 - 501;
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await Promise.all([false, true, false, true].map(workerReviews)), [expected, expected, expected, expected]);
  }
  const guard = example();
  assert.equal(guard.guardSync('refund_payment', { amount_cents: 75000 }).decision, 'review');
});

test('guards and decisions cannot be sent to another thread', () => {
  const guard = example();
  const decision = guard.guardSync('refund_payment', { amount_cents: 75000 });
  // What arrives has nothing of a decision.
  assert.equal(structuredClone(decision).allowed, undefined);
  assert.throws(() => guard.recordResult(structuredClone(decision), 1), CallgateError);
});

test('the garbage collector frees guards that nobody closes, and what is still used stays', async () => {
  const program = `
    const kept = [];
    async function main() {
      for (let round = 0; round < 200; round++) {
        const guard = Callgate.initSync({ policy });
        kept.push(guard.guardSync('refund_payment', { amount_cents: 75000 + round }));
        guard.check({ tool: 'refund_payment', args: { amount_cents: 1 } });
        if (round % 50 === 0) { global.gc(); await new Promise(setImmediate); }
      }
      global.gc();
      await new Promise(setImmediate);
      global.gc();
      console.log(kept.every((decision) => decision.approvers[0] === 'finance-team'));
      kept.length = 0;
      // There is room for 4,096 machines at once: this needs those that were freed.
      for (let round = 0; round < 60; round++) {
        for (let made = 0; made < 100; made++) Callgate.initSync({ policy: image });
        global.gc();
        await new Promise(setImmediate);
      }
      console.log('freed');
    }
    const first = Callgate.initSync({ policy });
    const image = first.image;
    first.close();
    main();
  `;
  assert.equal(await output(program, '--expose-gc'), 'true\nfreed\n');
});

test('a guard that watches is collected when nobody has it', async () => {
  const program = `
    const made = new WeakRef(Callgate.initSync({ policy, watch: { interval: 1 } }));
    let rounds = 0;
    const round = setInterval(() => {
      global.gc();
      if (made.deref() !== undefined || ++rounds < 3) return;
      clearInterval(round);
      console.log('collected');
    }, 1);
  `;
  assert.equal(await output(program, '--expose-gc'), 'collected\n');
});

test('a process may end with guards alive, in whatever way', async () => {
  const alive = `
    const guard = Callgate.initSync({ policy, watch: { interval: 1000000 } });
    const decision = guard.guardSync('refund_payment', { amount_cents: 75000 });
    const checked = guard.check({ tool: 'refund_payment', args: { amount_cents: 1 } });
    const events = guard.events();
    globalThis.kept = [guard, decision, checked, events];
    console.log(decision.decision);
  `;
  for (const end of ['', 'process.exit(0);', 'guard.reload(); process.exit(0);', 'guard.reload();', "process.on('exit', () => guard.guardSync('x', {}));", 'guard.close();']) {
    assert.equal(await output(alive + end), 'review\n', end);
  }
});
