import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { callgate, example, examples, folder, guardOf, packagePath, project, rejection } from './support.mjs';

const { Callgate, CallgateError, Decision, PolicyError } = callgate;

test('what a decision says', async () => {
  const guard = example();
  const args = { amount_cents: 75000 };
  const decision = await guard.guard('refund_payment', args, { user_role: 'support', org_id: 'org_12' });
  assert.ok(decision instanceof Decision);
  assert.equal(decision.decision, 'review');
  assert.equal(decision.allowed, false);
  assert.equal(decision.reason, 'rule');
  assert.equal(decision.rule, 'cap_refund_amount');
  assert.deepEqual(decision.approvers, ['finance-team']);
  assert.equal(decision.timeoutSeconds, 3600);
  assert.deepEqual(decision.matched, ['cap_refund_amount']);
  assert.equal(decision.tool, 'refund_payment');
  assert.equal(decision.error, undefined);
  const explanation = decision.explain();
  assert.equal(explanation.decision, 'review');
  assert.match(JSON.stringify(explanation), /args\.amount_cents/);
  assert.equal(JSON.stringify(decision), decision.line);

  const denied = guard.guardSync('send_outreach', { recipient: 'ann@example.com' });
  assert.equal(denied.decision, 'deny');
  assert.equal(denied.message, 'Outreach restricted to allowlisted domains');
  const allowed = guard.guardSync('send_outreach', { recipient: 'ann@approved.invalid' });
  assert.equal(allowed.decision, 'allow');
  assert.equal(allowed.reason, 'default');
  assert.equal(allowed.rule, undefined);
  assert.equal(allowed.message, undefined);
});

test('decisions keep what they were made of, whatever is decided after', () => {
  const guard = guardOf('rules:\n  - {name: r, tool: t, when: "args.n >= 0", action: deny, message: "{args.n} {args.pad}"}\n');
  const decisions = [];
  // More than a page of calls.
  for (let n = 0; n < 2000; n++) decisions.push(guard.guardSync('t', { n, pad: 'x'.repeat(n % 300) }));
  decisions.forEach((decision, n) => assert.equal(decision.message, `${n} ${'x'.repeat(n % 300)}`));
});

test('the time of a decision is kept with it', () => {
  const guard = guardOf('rules:\n  - {name: r, tool: t, action: allow, message: "{string(now)}"}\n');
  const bytes = Buffer.from('{"tool":"t"}');
  assert.equal(guard.decide(bytes, { now: new Date('2026-01-02T03:04:05.006Z') }).message, '2026-01-02T03:04:05.006Z');
  assert.equal(guard.decide(bytes, { now: -1500 }).message, '1969-12-31T23:59:58.5Z');
  for (const now of [new Date(NaN), 'today', Infinity, null]) assert.throws(() => guard.decide(bytes, { now }), CallgateError);
  const before = Date.now();
  const decided = guard.decide(bytes);
  const after = Date.now();
  // The system's clock, as of its last tick.
  const said = Date.parse(decided.message);
  assert.ok(said >= before - 100 && said <= after + 1, `${before} ${said} ${after}`);
  assert.equal(decided.message, guardTexts(decided));
});

function guardTexts(decision) {
  return JSON.parse(decision.line).message;
}

test('bytes may be in any kind of memory, and change after', () => {
  const guard = example();
  const text = '{"tool":"refund_payment","args":{"amount_cents":75000}}';
  const shared = new Uint8Array(new SharedArrayBuffer(text.length));
  shared.set(Buffer.from(text));
  for (const bytes of [Buffer.from(text), new Uint8Array(Buffer.from(text)), shared, Buffer.from(`x${text}`).subarray(1)]) {
    const decision = guard.decide(bytes);
    bytes.fill(0x20);
    assert.equal(decision.decision, 'review');
    assert.deepEqual(decision.approvers, ['finance-team']);
  }
  assert.equal(guard.decide(Buffer.alloc(0)).error.kind, 'invalid_json');
  for (const bytes of [text, undefined, [1], new Uint16Array(2), new ArrayBuffer(2), { length: 2 }]) {
    assert.equal(guard.decide(bytes).decision, 'deny');
    assert.equal(guard.decide(bytes).error.kind, 'unsupported_value');
    assert.equal(guard.check({ call: bytes ?? null }).decision, 'deny');
  }
});

test('policies are files, folders, images and texts', async () => {
  const text = readFileSync(join(examples, 'policy.yaml'), 'utf8');
  const path = folder();
  writeFileSync(join(path, 'a.yaml'), text);
  const whole = await Callgate.init({ policy: join(path, 'a.yaml') });
  const { image, digest } = whole;
  writeFileSync(join(path, 'policy.cgb'), image);
  const name = join(path, 'a.yaml');
  for (const policy of [path, [name], image, join(path, 'policy.cgb'), { name, text }, [{ name, text: Buffer.from(text) }]]) {
    const guard = await Callgate.init({ policy });
    assert.equal(guard.guardSync('refund_payment', { amount_cents: 1e6 }).decision, 'review');
    assert.equal(guard.digest.length, 32);
    if (policy !== image) assert.deepEqual(guard.digest, digest);
    guard.close();
  }
  whole.close();
});

test('what is wrong with a policy is said, and no guard is made', async () => {
  const bad = 'rules:\n  - name: a\n    tool: t\n    when: args.n === 1\n    action: deny\n';
  const error = await rejection(Callgate.init({ policy: { name: 'bad.yaml', text: bad } }));
  assert.ok(error instanceof PolicyError && error instanceof CallgateError && error instanceof Error);
  assert.equal(error.code, 'invalid_policy');
  assert.equal(error.diagnostics.length, 1);
  const { file, line, column, severity, suggestion } = error.diagnostics[0];
  assert.deepEqual([file, line, column, severity, suggestion], ['bad.yaml', 4, 18, 'error', '==']);
  assert.match(error.message, /bad\.yaml:4:18: error: /);
  assert.throws(() => Callgate.initSync({ policy: { text: bad } }), PolicyError);
  assert.throws(() => Callgate.initSync({ policy: '/nowhere/policy.yaml' }), PolicyError);
  assert.throws(() => Callgate.initSync({ policy: Buffer.from('no image') }), PolicyError);
  const tools = { name: 'tools.json', text: readFileSync(join(examples, 'tools.json')) };
  const misspelled = { text: 'rules:\n  - {name: a, tool: refund_payment, when: "args.amount_cent > 1", action: deny}\n' };
  assert.throws(() => Callgate.initSync({ policy: misspelled, tools }), PolicyError);
  Callgate.initSync({ policy: misspelled }).close();
});

test('options that are none are refused', async () => {
  const policy = { text: 'rules:\n  - {name: a, tool: t, action: allow}\n' };
  const wrong = [
    undefined, {}, { policy: '' }, { policy: [] }, { policy: 7 }, { policy: ['a', 7] }, { policy: { text: 7 } }, { policy, clock: 'sun' },
    { policy, limits: { session: 1 } }, { policy, limits: { sessions: 0 } }, { policy, limits: { sessions: 1.5 } }, { policy, publicKey: 'x' },
    { policy, publicKey: new Uint8Array(31) }, { policy, onReload: 1 }, { policy, watch: true }, { policy: examples, watch: { interval: 0 } },
  ];
  for (const options of wrong) await assert.rejects(Callgate.init(options), undefined, JSON.stringify(options));
  assert.throws(() => new Callgate(), CallgateError);
  // A policy that is no image has no signature.
  await assert.rejects(Callgate.init({ policy, publicKey: new Uint8Array(32) }), PolicyError);
});

const tool = join(project, '.build/release/callgate');
const missing = existsSync(tool) ? false : 'the tool is not built in release, as `make test` does before';

test('only what a key has signed is loaded, where one is asked for', { skip: missing }, async () => {
  const path = folder();
  const run = (...args) => execFileSync(tool, args, { cwd: path, stdio: ['ignore', 'ignore', 'pipe'] });
  run('keygen', 'release');
  run('keygen', 'other');
  run('compile', join(examples, 'policy.yaml'), '-o', 'signed.cgb', '--sign', 'release.key');
  run('compile', join(examples, 'policy.yaml'), '-o', 'unsigned.cgb');
  const key = (name) => Buffer.from(readFileSync(join(path, name), 'utf8').trim().split(' ')[1], 'hex');
  const publicKey = key('release.pub');
  const guard = await Callgate.init({ policy: join(path, 'signed.cgb'), publicKey });
  assert.equal(guard.guardSync('refund_payment', { amount_cents: 1e6 }).decision, 'review');
  // Another policy is held to the key as well.
  await assert.rejects(guard.reload(join(path, 'unsigned.cgb')), PolicyError);
  await assert.rejects(guard.reload({ text: 'rules:\n  - {name: all, tool: "*", action: allow}\n' }), PolicyError);
  assert.equal(guard.guardSync('refund_payment', { amount_cents: 1e6 }).decision, 'review');
  guard.close();
  await assert.rejects(Callgate.init({ policy: join(path, 'unsigned.cgb'), publicKey }), PolicyError);
  await assert.rejects(Callgate.init({ policy: join(path, 'signed.cgb'), publicKey: key('other.pub') }), PolicyError);
  (await Callgate.init({ policy: readFileSync(join(path, 'signed.cgb')), publicKey })).close();
});

test('rules of a tool', () => {
  assert.deepEqual(example().rules('delete_customer'), ['protect_production_deletes', 'prevent_cascade_deletes']);
  assert.deepEqual(example().rules('nothing'), []);
  assert.throws(() => example().rules(1), CallgateError);
});

test('the package is the same by import and by require, and declares what it has', () => {
  const required = createRequire(import.meta.url)(packagePath);
  const names = Object.keys(callgate).filter((name) => name !== 'default').sort();
  assert.deepEqual(Object.keys(required).sort(), names);
  for (const name of names) assert.equal(required[name], callgate[name]);
  const declarations = readFileSync(join(packagePath, 'index.d.ts'), 'utf8');
  for (const name of names) assert.match(declarations, new RegExp(`export (declare )?(class|function|const) ${name}\\b`), name);
  const methods = Object.getOwnPropertyNames(Callgate.prototype).filter((name) => name !== 'constructor');
  for (const name of [...methods, ...Object.getOwnPropertyNames(Decision.prototype)]) {
    if (name !== 'constructor') assert.match(declarations, new RegExp(`\\b${name}\\b`), name);
  }
  assert.equal(callgate.version, createRequire(import.meta.url)(join(packagePath, 'package.json')).version);
});
