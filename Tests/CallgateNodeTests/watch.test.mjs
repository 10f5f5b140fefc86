import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { callgate, folder, packagePath } from './support.mjs';

const { Callgate, PolicyError } = callgate;
const text = (action) => `rules:\n  - {name: ${action}, tool: t, action: ${action}}\n`;
const interval = 5;

/** Reloads of a guard, to be waited for one by one. */
function reloads() {
  const events = [];
  const waiting = [];
  // A guard's timer does not keep the process, and so would not keep this test.
  const timer = setInterval(() => {}, 1_000_000);
  after(() => clearInterval(timer));
  return {
    onReload: (event) => (waiting.length > 0 ? waiting.shift()(event) : events.push(event)),
    next: () => (events.length > 0 ? Promise.resolve(events.shift()) : new Promise((resolve) => { waiting.push(resolve); })),
  };
}

/** The next reload that comes to what is wanted: one in between may have met half of a change. */
async function nextSuch(log, isWanted) {
  for (;;) {
    const event = await log.next();
    if (isWanted(event)) return event;
  }
}

test('a policy that changes is read again; a bad one keeps the old one', async () => {
  const path = join(folder(), 'policy.yaml');
  writeFileSync(path, text('deny'));
  const log = reloads();
  const guard = await Callgate.init({ policy: path, watch: { interval }, onReload: log.onReload });
  assert.equal(guard.guardSync('t').decision, 'deny');

  // Renamed over, as it should be.
  writeFileSync(`${path}.new`, text('allow'));
  renameSync(`${path}.new`, path);
  const changed = await nextSuch(log, (event) => event.error === undefined);
  assert.deepEqual(changed.digest, guard.digest);
  assert.equal(guard.guardSync('t').decision, 'allow');

  writeFileSync(path, 'rules: 7\n');
  const bad = await nextSuch(log, (event) => event.error?.diagnostics?.some(({ line }) => line === 1));
  assert.ok(bad.error instanceof PolicyError);
  assert.equal(guard.guardSync('t').decision, 'allow');
  assert.deepEqual(changed.digest, guard.digest);

  rmSync(path);
  await nextSuch(log, (event) => event.error !== undefined);
  assert.equal(guard.guardSync('t').decision, 'allow');

  writeFileSync(path, text('deny'));
  await nextSuch(log, (event) => event.error === undefined);
  assert.equal(guard.guardSync('t').decision, 'deny');
  guard.close();
});

test('files come and go in a folder', async () => {
  const path = join(folder(), 'policies');
  mkdirSync(path);
  writeFileSync(join(path, 'a.yaml'), text('allow'));
  const log = reloads();
  const guard = Callgate.initSync({ policy: path, watch: { interval }, onReload: log.onReload });
  writeFileSync(join(path, 'b.yaml.new'), text('deny'));
  renameSync(join(path, 'b.yaml.new'), join(path, 'b.yaml'));
  await nextSuch(log, () => guard.guardSync('t').decision === 'deny');
  rmSync(join(path, 'b.yaml'));
  await nextSuch(log, () => guard.guardSync('t').decision === 'allow');
  guard.close();
});

test('another policy is watched in place of the one before', async () => {
  const path = folder();
  const [first, second] = ['first.yaml', 'second.yaml'].map((name) => join(path, name));
  writeFileSync(first, text('allow'));
  writeFileSync(second, text('allow'));
  const log = reloads();
  const guard = await Callgate.init({ policy: first, watch: { interval }, onReload: log.onReload });
  await guard.reload(second);
  writeFileSync(`${second}.new`, text('deny'));
  renameSync(`${second}.new`, second);
  await nextSuch(log, () => guard.guardSync('t').decision === 'deny');
  // A policy without files is not watched, and the guard stays.
  await guard.reload({ text: text('allow') });
  assert.equal(guard.guardSync('t').decision, 'allow');
  guard.close();
});

test('a file that changes while it is read is read again', async () => {
  const path = join(folder(), 'policy.yaml');
  writeFileSync(path, text('allow'));
  const log = reloads();
  const made = Callgate.init({ policy: path, watch: { interval }, onReload: log.onReload });
  writeFileSync(`${path}.new`, text('deny'));
  renameSync(`${path}.new`, path);
  const guard = await made;
  // Whichever of the two was read.
  await nextSuch(log, () => guard.guardSync('t').decision === 'deny');
  guard.close();
});

test('a callback that throws, and a reload that nobody is told of, are warnings', async () => {
  const path = join(folder(), 'policy.yaml');
  writeFileSync(path, text('deny'));
  const warnings = reloads();
  process.on('warning', warnings.onReload);
  const throwing = await Callgate.init({ policy: path, watch: { interval }, onReload: () => { throw new Error('from a callback'); } });
  writeFileSync(path, text('allow'));
  await nextSuch(warnings, (warning) => warning.message === 'from a callback');
  assert.equal(throwing.guardSync('t').decision, 'allow');
  throwing.close();

  const silent = await Callgate.init({ policy: path, watch: { interval } });
  writeFileSync(path, 'rules: 7\n');
  await nextSuch(warnings, (warning) => warning instanceof PolicyError);
  assert.equal(silent.guardSync('t').decision, 'allow');
  silent.close();
  process.off('warning', warnings.onReload);
});

test('a process ends though a guard watches', async () => {
  const path = join(folder(), 'policy.yaml');
  writeFileSync(path, text('allow'));
  const program = `
    const { Callgate } = require(${JSON.stringify(packagePath)});
    Callgate.init({ policy: ${JSON.stringify(path)}, watch: { interval: 1000000 } }).then((guard) => console.log(guard.guardSync('t').decision));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 60_000 });
  assert.equal(stdout, 'allow\n');
});
