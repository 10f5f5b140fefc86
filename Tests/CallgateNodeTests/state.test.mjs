// What holds over time: sessions, results, limits, approvals, and other policies for the same guard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callgate, guardOf, rejection } from './support.mjs';

const { ApprovalRequired, CallDenied, CallgateError, PolicyError, ResultBlocked } = callgate;

const policy = `
tools:
  fetch: {result: untrusted, labels: [web]}
approvals: {requester: context.user}
rules:
  - {name: ok, tool: "*", action: allow}
  - {name: large, tool: pay, when: args.amount > 100, action: require_approval, approvers: [finance]}
  - {name: tainted, tool: send, when: session.trust == "untrusted", action: deny}
  - {name: often, tool: ping, action: deny, limit: {max: 2, per: 1h}}
results:
  - {name: keys, tool: "*", when: 'result.contains("KEY")', block: true}
`;
// Where no rule looks at sessions, calls need none.
const sessionless = policy.replace(/.*tainted.*\n/, '');

test('sessions remember what they have read', () => {
  const guard = guardOf(policy);
  assert.ok(guard.isStateful);
  assert.equal(guard.check({ tool: 'send', args: {}, session: 's1' }).decision, 'allow');
  const fetched = guard.check({ tool: 'fetch', args: {}, session: 's1', id: 'c1' });
  assert.equal(fetched.id, 'c1');
  assert.match(fetched.line, /^\{"id":"c1","decision":"allow"/);
  assert.deepEqual(guard.recordResult(fetched, 'page'), {
    passes: true, trusted: false, labels: ['web'], rules: ['tool fetch: result'], session: { trusted: false, labels: ['web'] },
  });
  const sent = guard.check({ tool: 'send', args: {}, session: 's1' });
  assert.deepEqual([sent.decision, sent.reason, sent.rule, sent.cause], ['deny', 'trust', 'tainted', 'c1']);
  assert.equal(guard.check({ tool: 'send', session: 's2', parent: 's1' }).decision, 'deny');
  assert.equal(guard.check({ tool: 'send', session: 's3' }).decision, 'allow');
  assert.deepEqual(guard.session('s1'), { trusted: false, labels: ['web'] });
  assert.equal(guard.session('none'), undefined);
  assert.equal(guard.recordResult(fetched, 'a KEY').passes, false);
  // What can't be judged is blocked.
  assert.equal(guard.recordResult(fetched, () => {}).passes, false);
  assert.equal(guard.recordResult(fetched, NaN).passes, false);
  assert.equal(guard.recordResult(fetched, undefined).rules.includes('keys'), true, 'null has no `contains`');
  assert.throws(() => guard.recordResult(sent, 'x'), { code: 'call_denied' });
  for (const decision of [undefined, {}, { allowed: true }, guardOf('rules:\n  - {name: a, tool: a, action: allow}\n').guardSync('a')]) {
    assert.throws(() => guard.recordResult(decision, 'x'), CallgateError);
  }
});

test('a call without its session is denied where rules look at what sessions have read', async () => {
  const guard = guardOf(policy);
  for (const decision of [guard.guardSync('ping'), await guard.guard('ping'), guard.check({ tool: 'ping' }), guard.decide(Buffer.from('{"tool":"ping"}'))]) {
    assert.deepEqual([decision.decision, decision.reason, decision.error.kind], ['deny', 'session', 'no_session']);
  }
  assert.ok((await rejection(guard.wrap(() => {}, 'ping')({}))) instanceof CallDenied);
  assert.equal((await guard.guard('ping', {}, {}, { session: 's' })).decision, 'allow');
});

test('limits count what was let through, by guardSync as well', () => {
  const guard = guardOf(sessionless, { clock: 'manual' });
  assert.equal(guard.guardSync('ping').decision, 'allow');
  assert.equal(guard.decide(Buffer.from('{"tool":"ping"}')).decision, 'allow');
  const third = guard.guardSync('ping');
  assert.deepEqual([third.decision, third.reason, third.rule], ['deny', 'limit', 'often']);
  guard.setTime(3_599_999);
  assert.equal(guard.guardSync('ping').decision, 'deny');
  guard.setTime(new Date(3_600_000));
  assert.equal(guard.guardSync('ping').decision, 'allow');
  for (const now of [undefined, NaN, 'x', -1, 1e16]) assert.throws(() => guard.setTime(now), CallgateError);
  assert.throws(() => guardOf(sessionless).setTime(5), CallgateError);
});

test('an approval lets exactly one call through', async () => {
  const guard = guardOf(sessionless);
  const call = { tool: 'pay', args: { amount: 500 }, context: { user: 'bob' } };
  const waiting = guard.check({ ...call, id: 'p1' });
  assert.equal(waiting.decision, 'review');
  assert.ok(waiting.deadline > new Date());
  assert.equal(guard.approval('p1').state, 'pending');
  assert.equal(guard.approval('p2'), undefined);
  assert.throws(() => guard.approve('p1', 'eve'), { code: 'approval_not_listed' });
  assert.throws(() => guard.approve('p1', { id: 'bob', groups: ['finance'] }), { code: 'approval_own_call' });
  assert.throws(() => guard.approve('p2', 'ann'), { code: 'approval_unknown' });
  for (const by of [undefined, '', 7, { id: 'ann', groups: 'finance' }, { id: '\ud800' }]) assert.throws(() => guard.approve('p1', by), CallgateError);
  const approval = guard.approve('p1', { id: 'ann', groups: ['finance'] });
  assert.deepEqual([approval.state, approval.approvers, approval.tool], ['approved', ['ann'], 'pay']);
  assert.equal(guard.check({ ...call, args: { amount: 501 }, approval: approval.token }).approvalError, 'other_call');
  const passed = guard.check({ ...call, approval: approval.token });
  assert.deepEqual([passed.decision, passed.reason], ['allow', 'approval']);
  assert.equal(guard.check({ ...call, approval: approval.token }).decision, 'deny');
  assert.equal(guard.approval('p1').state, 'used');

  guard.check({ ...call, id: 'p3' });
  assert.equal(guard.reject('p3', { id: 'ann', groups: ['finance'] }).state, 'rejected');
  guard.check({ ...call, id: 'p4' });
  assert.equal(guard.revoke('p4').state, 'revoked');
});

test('where nothing was asked yet, there is nothing', () => {
  const ask = (question) => question(guardOf(policy));
  assert.equal(ask((guard) => guard.approval('a')), undefined);
  assert.equal(ask((guard) => guard.session('s')), undefined);
  for (const answer of ['approve', 'reject', 'revoke']) assert.throws(() => ask((guard) => guard[answer]('a', 'ann')), { code: 'approval_unknown' });
});

test('a wrapped tool waits for its approval, and runs with it', async () => {
  const guard = guardOf(sessionless);
  let token;
  let paid = 0;
  const pay = guard.wrap(({ amount }) => { paid += amount; return 'paid'; }, 'pay', { context: { user: 'bob' }, approval: () => token });
  const error = await rejection(pay({ amount: 500 }));
  assert.ok(error instanceof ApprovalRequired);
  assert.deepEqual(error.approvers, ['finance']);
  assert.equal(paid, 0);
  ({ token } = guard.approve(error.id, { id: 'ann', groups: ['finance'] }));
  assert.equal(await pay({ amount: 500 }), 'paid');
  assert.equal(paid, 500);
  assert.ok((await rejection(pay({ amount: 500 }))) instanceof CallDenied);
  assert.equal(paid, 500);
});

test('where no approval can be opened, the call is denied', async () => {
  const guard = guardOf(sessionless);
  const error = await rejection(guard.wrap(() => {}, 'pay')({ amount: 500 }));
  assert.ok(error instanceof CallDenied);
  assert.equal(error.decision.approvalError, 'unknown_requester');
});

test('what a wrapped tool gives back is judged, and what was judged is given', async () => {
  const guard = guardOf(policy);
  const wrapped = (result) => guard.wrap(() => result, 'fetch', { session: 's' })({});
  assert.equal(await wrapped('page'), 'page');
  const error = await rejection(wrapped('the KEY'));
  assert.ok(error instanceof ResultBlocked);
  assert.deepEqual(error.judgement.rules, ['tool fetch: result', 'keys']);
  for (const result of [new Date(), () => {}, { a: undefined }, NaN]) assert.ok((await rejection(wrapped(result))) instanceof ResultBlocked);
  // Another value, when it is read again.
  let reads = 0;
  const open = guardOf('tools:\n  t: {result: trusted}\nrules:\n  - {name: a, tool: t, action: allow}\nresults:\n  - {name: keys, tool: t, when: \'result.text.contains("KEY")\', block: true}\n');
  const result = { get text() { return reads++ === 0 ? 'page' : 'the KEY'; } };
  const given = await open.wrap(() => result, 't')({});
  assert.deepEqual(given, { text: 'page' });
  assert.ok(Object.isFrozen(given));
});

test('names are texts', () => {
  const guard = guardOf(policy);
  for (const wrong of ['', 7, {}, '\ud800', 'a\udfff']) {
    for (const key of ['session', 'parent', 'id', 'approval']) {
      const decision = guard.check({ tool: 'ping', args: {}, [key]: wrong });
      assert.deepEqual([decision.decision, decision.reason], ['deny', 'none']);
    }
    assert.throws(() => guard.session(wrong), CallgateError);
  }
});

test('rooms are limited', () => {
  const guard = guardOf(policy, { limits: { sessions: 1 } });
  assert.equal(guard.check({ tool: 'ping', session: 'a' }).decision, 'allow');
  const full = guard.check({ tool: 'send', session: 'b' });
  assert.deepEqual([full.decision, full.reason], ['deny', 'session']);
});

test('another policy decides from then on, and what is kept stays', async () => {
  const guard = guardOf(sessionless);
  const before = guard.guardSync('ping');
  guard.guardSync('ping');
  const old = guard.digest;
  const report = await guard.reload({ text: `${sessionless}  - {name: more, tool: "*", when: 'result == 1', block: true}\n` });
  assert.notDeepEqual(report.digest, old);
  assert.deepEqual(guard.digest, report.digest);
  assert.equal(guard.guardSync('ping').reason, 'limit');
  // Decisions that were made by the old one can still be asked.
  assert.equal(before.tool, 'ping');

  const error = await rejection(guard.reload({ text: 'rules: 7\n' }));
  assert.ok(error instanceof PolicyError);
  assert.deepEqual(guard.digest, report.digest);
  assert.equal(guard.guardSync('ping').reason, 'limit');

  await guard.reload({ text: 'rules:\n  - {name: none, tool: "*", action: deny}\n' });
  assert.equal(guard.isStateful, false);
  assert.equal(guard.guardSync('send').rule, 'none');
  // Reloads come one after the other: the last one counts.
  const texts = ['allow', 'deny', 'allow'].map((action) => ({ text: `rules:\n  - {name: ${action}, tool: t, action: ${action}}\n` }));
  await Promise.all(texts.map((text) => guard.reload(text)));
  assert.equal(guard.guardSync('t').decision, 'allow');
});
