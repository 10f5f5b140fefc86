// An option whose name nobody knows may be a session that is misspelled: passed over, it would lift limits and trust.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStep, createTool } from './mastra-fixtures.mjs';
import { callgate, echoPolicy, examples, guardOf, packagePath } from './support.mjs';

const { Callgate, CallgateError, mastraHooks, wrapStep, wrapTool, wrapTools } = callgate;
const guard = guardOf(echoPolicy);
const bytes = Buffer.from('{"tool":"echo"}');
const policy = { text: echoPolicy };
const tool = createTool({ id: 'echo', execute: async () => 'done' });
const step = createStep({ id: 'echo', execute: async () => 'done' });

/** Everything that takes options, and the names that index.d.ts has for them. */
const takers = [
  { what: 'init', declared: ['GuardOptions'], take: (options) => Callgate.init({ policy, ...options }) },
  { what: 'initSync', declared: ['GuardOptions'], take: (options) => Callgate.initSync({ policy, ...options }) },
  { what: 'limits', declared: ['limits'], take: (limits) => Callgate.initSync({ policy, limits }) },
  { what: 'watch', declared: ['watch'], take: (watch) => Callgate.initSync({ policy: join(examples, 'policy.yaml'), watch }) },
  { what: 'a document', declared: ['PolicyDocument'], take: (options) => Callgate.initSync({ policy: { ...policy, ...options } }) },
  { what: 'guard', declared: ['CallOptions'], take: (options) => guard.guard('echo', {}, {}, options) },
  { what: 'check', declared: ['CallOptions', 'CheckedCall'], take: (options) => guard.check({ tool: 'echo', ...options }) },
  { what: 'decide', declared: ['decide'], take: (options) => guard.decide(bytes, options) },
  { what: 'an approver', declared: ['Approver'], take: (options) => guard.approve('a', { id: 'ann', ...options }) },
  { what: 'wrap', declared: ['WrapOptions'], take: (options) => guard.wrap(() => {}, 'echo', options) },
  { what: 'wrapTool', declared: ['WrapOptions', 'ToolsOptions', 'ToolOptions'], take: (options) => wrapTool(guard, tool, options) },
  { what: 'wrapTools', declared: ['WrapOptions', 'ToolsOptions'], take: (options) => wrapTools(guard, { echo: tool }, options) },
  { what: 'wrapStep', declared: ['WrapOptions', 'StepOptions'], take: (options) => wrapStep(guard, step, options) },
  { what: 'mastraHooks', declared: ['WrapOptions', 'HookOptions'], except: ['onRefused'], take: (options) => mastraHooks(guard, options) },
];

/** What taking options throws. */
async function refusal(take, options) {
  try {
    await take(options);
  } catch (error) {
    return error;
  }
  return undefined;
}

test('an option that there is none of is refused, wherever options are taken', async () => {
  for (const { what, take } of takers) {
    const error = await refusal(take, { zzzzzzzzzz: undefined });
    assert.ok(error instanceof TypeError, what);
    assert.equal(error.code, 'invalid_option');
    assert.match(error.message, new RegExp(`^${what} has no option "zzzzzzzzzz": there are `));
  }
});

test('what is misspelled is told from what is meant', async () => {
  const misspelled = [
    ['check', 'sesion', 'session'], ['check', 'Session', 'session'], ['check', 'session_id', 'session'], ['check', 'sessoin', 'session'],
    ['check', 'aprovals', 'approval'], ['check', 'contxt', 'context'], ['check', 'arg', 'args'], ['guard', 'sesion', 'session'], ['wrap', 'on_refused', 'onRefused'],
    ['wrapTool', 'sessions', 'session'], ['wrapTools', 'generations', 'generation'], ['wrapStep', 'parents', 'parent'], ['mastraHooks', 'outputs', 'output'],
    ['init', 'public_key', 'publicKey'], ['limits', 'limit_keys', 'limitKeys'], ['watch', 'intervall', 'interval'], ['decide', 'Now', 'now'],
    ['an approver', 'group', 'groups'], ['a document', 'nmae', 'name'],
  ];
  for (const [what, name, meant] of misspelled) {
    const { take } = takers.find((one) => one.what === what);
    const error = await refusal(take, { [name]: 's1' });
    assert.ok(error instanceof TypeError, name);
    assert.equal(error.message, `${what} has no option "${name}": did you mean ${meant}?`);
  }
});

test('names that are inherited count as well', async () => {
  assert.throws(() => guard.check(Object.create({ sesion: 's1' }, { tool: { value: 'echo' } })), TypeError);
  const stateful = guardOf(`tools: {echo: {result: untrusted}}\n${echoPolicy}`);
  class Asked {
    constructor(session) {
      Object.defineProperty(this, 'session', { value: session });
    }
  }
  // What `check` takes, others take: nothing is lost on the way.
  assert.ok(stateful.check(Object.assign(new Asked('s1'), { tool: 'echo' })).allowed);
  assert.notEqual(stateful.session('s1'), undefined);
  assert.ok((await stateful.guard('echo', {}, {}, new Asked('s2'))).allowed);
  assert.notEqual(stateful.session('s2'), undefined);
});

test('tools of a list get the options of the list, inherited ones too', async () => {
  const stateful = guardOf(`tools: {echo: {result: untrusted}}\n${echoPolicy}`);
  const wrapped = wrapTools(stateful, { echo: tool }, Object.create({ session: 's3' }));
  await wrapped.echo.execute({}, {});
  assert.equal(stateful.session('s3').trusted, false);
});

test('options that are no object are refused, and nothing is let through', async () => {
  for (const wrong of ['s1', 7, true, null, ['session'], new Date(0), new Map(), () => {}]) {
    assert.deepEqual([guard.check(wrong).decision, guard.check(wrong).error.kind], ['deny', 'invalid_option']);
    const decision = await guard.guard('echo', {}, {}, wrong);
    assert.deepEqual([decision.decision, decision.reason, decision.error.kind], ['deny', 'none', 'invalid_option']);
    assert.throws(() => guard.decide(bytes, wrong), { code: 'invalid_option' });
    for (const take of [(options) => guard.wrap(() => {}, 'echo', options), (options) => wrapTool(guard, tool, options), (options) => mastraHooks(guard, options)]) {
      assert.throws(() => take(wrong), CallgateError);
    }
  }
  assert.equal(guard.check().error.kind, 'invalid_option');
});

test('guardSync has no options', () => {
  assert.throws(() => guard.guardSync('echo', {}, {}, { session: 's1' }), TypeError);
  assert.ok(guard.guardSync('echo', {}, {}, undefined).allowed);
});

test('an option that throws when it is read denies', () => {
  const fault = new Error('mine');
  for (const name of ['tool', 'args', 'context', 'call', 'session', 'id']) {
    const asked = Object.defineProperty({ tool: 'echo' }, name, { enumerable: true, get() { throw fault; } });
    assert.equal(guard.check(asked).decision, 'deny', name);
    assert.equal(guard.check(asked).thrown, fault);
  }
});

/** The names of the members of a piece of TypeScript that begins with a brace. */
function members(text) {
  let depth = 0;
  let end = 0;
  do {
    if ('{(['.includes(text[end])) depth++;
    if ('})]'.includes(text[end])) depth--;
    end++;
  } while (depth > 0);
  const body = text.slice(1, end - 1).replaceAll(/\/\*\*.*?\*\//gs, '');
  const own = body.replaceAll(/\{[^{}]*\}|\([^()]*\)/g, '');
  return [...own.matchAll(/(?:^|[;,{\n])\s*(\w+)\??:/g)].map((match) => match[1]);
}

/** The names of options in index.d.ts: of an interface, a type, or the one option of that name. */
function declaredNames(declarations, name) {
  const place = declarations.search(new RegExp(`^export (interface|type) ${name}\\b|^  ${name}(\\?:|\\()`, 'm'));
  assert.notEqual(place, -1, name);
  const rest = declarations.slice(place);
  const whole = rest.startsWith('export interface') ? rest : rest.slice(0, rest.search(/;\n/));
  if (whole.startsWith('export interface')) return members(whole.slice(whole.indexOf('{')));
  // Of a type, each alternative.
  return [...whole.matchAll(/\{/g)].flatMap((match) => members(whole.slice(match.index)));
}

test('index.d.ts declares the options that there are, and no others', async () => {
  const declarations = readFileSync(join(packagePath, 'index.d.ts'), 'utf8');
  for (const { what, declared, except = [], take } of takers) {
    const known = (await refusal(take, { zzzzzzzzzz: 1 })).message.split('there are ')[1].split(', ');
    const names = new Set(declared.flatMap((name) => declaredNames(declarations, name)));
    except.forEach((name) => assert.ok(names.delete(name)));
    assert.deepEqual([...names].sort(), known.sort(), what);
  }
});
