// The vectors of spec/vectors come out the same in Node, byte for byte.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { callgate, vectors } from './support.mjs';

const { Callgate } = callgate;

function files(folder = '') {
  return readdirSync(join(vectors, folder)).filter((name) => name.endsWith('.json')).sort().map((name) => join(folder, name));
}

function callBytes({ call, call_hex: hex, call_pieces: pieces }) {
  if (call !== undefined) return Buffer.from(call);
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  return Buffer.from(pieces.map(({ text, times = 1 }) => text.repeat(times)).join(''));
}

const read = (name) => JSON.parse(readFileSync(join(vectors, name), 'utf8'));
const document = (name, lines) => ({ name, text: lines.join('\n') });

test('there are vectors', () => {
  assert.ok(files().length > 25);
  assert.ok(files('guard').length >= 7);
});

/** What a program would pass for a call; undefined where no object comes to the same bytes. */
function objectOf(bytes) {
  try {
    const text = bytes.toString('utf8');
    const { tool, args, context } = JSON.parse(text);
    return JSON.stringify({ tool, args, context }) === text && Buffer.from(text).equals(bytes) ? { tool, args, context } : undefined;
  } catch {
    // No JSON, or nested deeper than the runtime follows.
    return undefined;
  }
}

let asObjects = 0;
for (const name of files()) {
  test(`calls: ${name}`, () => {
    const { policy, now, cases } = read(name);
    const guard = Callgate.initSync({ policy: document(name.replace(/\.json$/, ''), policy) });
    for (const vector of cases) {
      const bytes = callBytes(vector);
      const decision = guard.decide(bytes, { now: new Date(now) });
      assert.equal(decision.line, vector.line, vector.name);
      const expected = JSON.parse(vector.line);
      assert.equal(decision.decision, expected.decision, vector.name);
      assert.equal(decision.reason, expected.reason, vector.name);
      assert.equal(decision.rule, expected.rule, vector.name);
      assert.equal(decision.message, expected.message, vector.name);
      assert.deepEqual(decision.approvers, expected.approvers ?? [], vector.name);
      assert.deepEqual(decision.matched, expected.matched ?? [], vector.name);
      // `now` is another one here, and a guard keeps what a machine refuses.
      const call = objectOf(bytes);
      if (call === undefined || guard.isStateful || policy.some((line) => line.includes('now'))) continue;
      const written = guard.guardSync(call.tool, call.args, call.context);
      if (!changesByParsing(call)) assert.equal(comparable(written.line), comparable(vector.line), vector.name);
      asObjects++;
    }
    guard.close();
  });
}

/** A line without what README.md of the vectors leaves open, and without the byte: a value has none. */
function comparable(line) {
  const { error, ...rest } = JSON.parse(line);
  return JSON.stringify(error === undefined ? rest : { ...rest, kind: error.kind });
}

/** Whether a value is a number that JavaScript had to round when it parsed it. */
function changesByParsing(value) {
  if (typeof value === 'number') return Math.abs(value) >= 2 ** 53;
  return typeof value === 'object' && value !== null && Object.values(value).some(changesByParsing);
}

test('calls as objects', () => assert.ok(asObjects > 300, `${asObjects}`));

for (const name of files('guard')) {
  test(`events: ${name}`, () => {
    const { policy, events } = read(name);
    const guard = Callgate.initSync({ policy: document('policy.yaml', [...policy, '']) });
    const answer = guard.events();
    for (const { event, line } of events) assert.equal(answer(event), line, event);
    guard.close();
  });
}
