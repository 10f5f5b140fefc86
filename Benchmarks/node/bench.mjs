// What a decision costs in Node, beside JSON.stringify of the same arguments, on the example's calls.
//
//     node bench.mjs PACKAGE EXAMPLES TOOL [--json]
//
// PACKAGE is what `make node` has built, TOOL the callgate tool, whose `bench` gives the time in Swift on the same
// bytes. Each time is the least of many short rounds, which take turns. A ratio is the median of the rounds' own: what
// else the machine does slows a round's two parts alike.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const rounds = 1500;
const repeats = 10;

const [packagePath, examples, tool] = process.argv.slice(2);

const { Callgate } = await import(pathToFileURL(join(resolve(packagePath), 'index.mjs')));
const addon = createRequire(import.meta.url)(join(resolve(packagePath), 'callgate.node'));
const guard = await Callgate.init({ policy: join(examples, 'policy.yaml') });

/** The example's calls that a program could make: those whose arguments are an object, in which no key is twice. */
function readCalls() {
  const calls = [];
  for (const line of readFileSync(join(examples, 'calls.jsonl'), 'utf8').split('\n')) {
    let call;
    try {
      call = JSON.parse(line);
    } catch {
      continue;
    }
    const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
    if (typeof call.tool !== 'string' || !isObject(call.args) || (call.context !== undefined && !isObject(call.context))) continue;
    const { tool, args, context } = call;
    const bytes = Buffer.from(JSON.stringify({ tool, args, context }));
    const same = guard.decide(bytes).line === guard.guardSync(tool, args, context).line;
    if (!same) throw new Error(`two decisions on ${bytes}`);
    calls.push({ tool, args, context, bytes });
  }
  return calls;
}

const calls = readCalls();
let kept = 0;
const measured = {
  stringify: ({ args, context }) => {
    kept += JSON.stringify(args).length + (context === undefined ? 0 : JSON.stringify(context).length);
  },
  stringifyArgs: ({ args }) => {
    kept += JSON.stringify(args).length;
  },
  guardSync: ({ tool, args, context }) => {
    kept += guard.guardSync(tool, args, context).allowed ? 1 : 0;
  },
  decideBytes: ({ bytes }) => {
    kept += guard.decide(bytes).allowed ? 1 : 0;
  },
  emptyCall: () => {
    addon.nothing();
  },
};

const best = Object.fromEntries(Object.keys(measured).map((name) => [name, Infinity]));
const ratios = Object.fromEntries(Object.keys(measured).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  let stringify;
  for (const [name, run] of Object.entries(measured)) {
    const begin = process.hrtime.bigint();
    for (let repeat = 0; repeat < repeats; repeat++) for (let index = 0; index < calls.length; index++) run(calls[index]);
    const nanoseconds = Number(process.hrtime.bigint() - begin) / repeats / calls.length;
    best[name] = Math.min(best[name], nanoseconds);
    stringify ??= nanoseconds;
    ratios[name].push(nanoseconds / stringify);
  }
}

/** Nanoseconds that a decision on the same bytes takes in Swift: the least mean of some runs. */
function swiftNanoseconds() {
  const folder = mkdtempSync(join(tmpdir(), 'callgate-bench-'));
  try {
    const requests = join(folder, 'calls.jsonl');
    writeFileSync(requests, calls.map(({ bytes }) => `${bytes}\n`).join(''));
    const run = () => execFileSync(tool, ['bench', '--policy', join(examples, 'policy.yaml'), '--requests', requests, '--seconds', '0.3', '--json']);
    return Math.min(...Array.from({ length: 5 }, () => JSON.parse(run()).ns.mean));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ratio = Object.fromEntries(Object.entries(ratios).map(([name, each]) => [name, each.sort((a, b) => a - b)[each.length >> 1]]));
const swift = swiftNanoseconds();
const result = {
  node: process.version,
  calls: calls.length,
  nanoseconds: { ...Object.fromEntries(Object.entries(best).map(([name, value]) => [name, Math.round(value)])), swift: Math.round(swift) },
  'guardSync / stringify': Number(ratio.guardSync.toFixed(2)),
  'decideBytes - swift': Math.round(best.decideBytes - swift),
};
if (!Number.isFinite(kept)) throw new Error('nothing was measured');

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(result));
} else {
  const labels = {
    stringify: 'JSON.stringify of args and of context',
    stringifyArgs: 'JSON.stringify of args alone',
    guardSync: 'guardSync(tool, args, context)',
    decideBytes: 'decide(bytes)',
    emptyCall: 'an empty call of an addon',
  };
  console.log(`${calls.length} calls of the example, Node ${process.version}; nanoseconds for each, and times as long as JSON.stringify`);
  for (const [name, label] of Object.entries(labels)) {
    console.log(`${label.padEnd(40)} ${best[name].toFixed(0).padStart(6)} ${ratio[name].toFixed(2).padStart(6)} x`);
  }
  console.log(`${'a decision in Swift'.padEnd(40)} ${swift.toFixed(0).padStart(6)}`);
  console.log(`decide(bytes) takes ${result['decideBytes - swift']} ns more than Swift`);
}
guard.close();
