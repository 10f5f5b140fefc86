/* Guards: sessions, results, approvals, reloading, and events. */
#include "checking.h"

#define GUARDED                                                                 \
    "tools:\n"                                                                  \
    "  fetch: {result: untrusted, labels: [web]}\n"                             \
    "approvals: {requester: context.user}\n"                                    \
    "rules:\n"                                                                  \
    "  - {name: ok, tool: \"*\", action: allow}\n"                              \
    "  - {name: large, tool: pay, when: args.amount > 100, action: require_approval, approvers: [finance]}\n" \
    "  - {name: tainted, tool: send, when: session.trust == \"untrusted\", action: deny}\n" \
    "results:\n"                                                                \
    "  - {name: keys, tool: \"*\", when: 'result.contains(\"KEY\")', block: true}\n"

/* What makes a policy one that only a guard can decide by. */
static void test_stateful(void) {
    static const char *const rules[] = {
        "    action: deny\n    limit: {max: 1, per: 1h}\n", "    when: session.calls(\"u\") > 1\n    action: deny\n",
        "    action: deny\nresults:\n  - {name: r, tool: t, when: 'result == 1', block: true}\n",
        "    action: deny\ntools:\n  t: {result: untrusted}\n", "    action: deny\ntools:\n  t: {labels: [private]}\n",
        "    action: deny\nflow: {lethal_trifecta: deny}\ntools:\n  t: {sends: external}\n"};
    for (size_t index = 0; index < sizeof rules / sizeof *rules; index++) {
        char policy[512];
        callgate_gate gate;
        bool is_stateful = false;
        snprintf(policy, sizeof policy, "rules:\n  - name: a\n    tool: t\n%s", rules[index]);
        callgate_document document = {text("a.yaml"), text(policy)};
        CHECK(callgate_gate_compile(&document, 1, NULL, &gate, NULL) == CALLGATE_OK);
        CHECK(callgate_gate_is_stateful(gate, &is_stateful) == CALLGATE_OK && is_stateful);
        CHECK(callgate_gate_free(gate) == CALLGATE_OK);
    }
}

static callgate_guarded_call asked(const char *call, const char *id, const char *session, const char *token) {
    SIZED(callgate_guarded_call, asked);
    asked.call = text(call);
    asked.id = text(id);
    asked.session = text(session);
    asked.token = text(token);
    return asked;
}

static void test_sessions(callgate_guard guard) {
    SIZED(callgate_report, report);
    SIZED(callgate_judgement, judgement);
    SIZED(callgate_session, session);
    callgate_guard_decision fetched = 0, sent = 0;
    callgate_memory memory = 0;
    CHECK(callgate_guard_session(guard, text("s1"), &session, &memory) == CALLGATE_NOT_FOUND && memory == 0);
    callgate_guarded_call fetch = asked("{\"tool\":\"fetch\"}", "c1", "s1", NULL);
    CHECK(callgate_guard_check(guard, &fetch, &fetched, &report) == CALLGATE_OK && report.effect == CALLGATE_ALLOW);
    CHECK(is(report.id, "c1") && has(report.line, "{\"id\":\"c1\",\"decision\":\"allow\""));
    CHECK(callgate_guard_record(guard, fetched, text("\"page\""), &judgement, &memory) == CALLGATE_OK);
    CHECK(judgement.passes && !judgement.is_trusted && judgement.has_session && !judgement.session_is_trusted);
    CHECK(judgement.labels.count == 1 && is(judgement.labels.items[0], "web"));
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);
    CHECK(callgate_guard_record(guard, fetched, text("\"a KEY\""), &judgement, &memory) == CALLGATE_OK);
    CHECK(!judgement.passes && judgement.rules.count == 2 && is(judgement.rules.items[1], "keys"));
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);
    CHECK(callgate_guard_record(guard, fetched, text("no JSON"), &judgement, &memory) == CALLGATE_OK && !judgement.passes);
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);
    CHECK(callgate_guard_session(guard, text("s1"), &session, &memory) == CALLGATE_OK);
    CHECK(!session.is_trusted && session.labels.count == 1);
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);

    callgate_guarded_call send = asked("{\"tool\":\"send\"}", "c2", "s1", NULL);
    CHECK(callgate_guard_check(guard, &send, &sent, &report) == CALLGATE_OK);
    CHECK(report.effect == CALLGATE_DENY && report.reason == CALLGATE_REASON_TRUST && is(report.cause, "c1"));
    judgement.passes = true;
    CHECK(callgate_guard_record(guard, sent, text("1"), &judgement, &memory) == CALLGATE_REFUSED);
    CHECK(!judgement.passes && memory == 0);
    CHECK(callgate_guard_decision_free(sent) == CALLGATE_OK);
    CHECK(callgate_guard_decision_free(sent) == CALLGATE_BAD_HANDLE && callgate_guard_decision_free(0) == CALLGATE_OK);
    judgement.passes = true;
    CHECK(callgate_guard_record(guard, sent, text("1"), &judgement, &memory) == CALLGATE_BAD_HANDLE && !judgement.passes);
    CHECK(callgate_guard_record(guard, fetched, text("1"), NULL, &memory) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_guard_record(guard, fetched, text("1"), &judgement, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_guard_decision_free(fetched) == CALLGATE_OK);
}

static void test_approvals(callgate_guard guard) {
    SIZED(callgate_report, report);
    SIZED(callgate_approval, approval);
    SIZED(callgate_approver, approver);
    const char *call = "{\"tool\":\"pay\",\"args\":{\"amount\":500},\"context\":{\"user\":\"bob\"}}";
    callgate_guard_decision decision = 0;
    callgate_memory memory = 0;
    callgate_guarded_call pay = asked(call, "p1", "s", NULL);
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_OK && report.effect == CALLGATE_REVIEW);
    CHECK(report.approval_deadline > 0 && report.approvers.count == 1 && is(report.approvers.items[0], "finance"));
    CHECK(callgate_guard_decision_free(decision) == CALLGATE_OK);
    CHECK(callgate_guard_approval(guard, text("p1"), &approval, &memory) == CALLGATE_OK);
    CHECK(is(approval.state, "pending") && is(approval.tool, "pay") && approval.token.bytes == NULL);
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);
    CHECK(callgate_guard_approval(guard, text("p9"), &approval, &memory) == CALLGATE_NOT_FOUND && memory == 0);

    approver.id = text("eve");
    CHECK(callgate_guard_approve(guard, text("p1"), &approver, &approval, &memory) == CALLGATE_REFUSED);
    CHECK(is(approval.error, "not_listed") && approval.error_detail.count > 0 && approval.token.bytes == NULL);
    CHECK(callgate_memory_free(memory) == CALLGATE_OK);
    callgate_text group = text("finance");
    approver.id = text("ann");
    approver.groups = (callgate_texts){&group, 1};
    CHECK(callgate_guard_approve(guard, text("p1"), &approver, &approval, &memory) == CALLGATE_OK);
    CHECK(is(approval.state, "approved") && approval.approvers.count == 1 && approval.error.bytes == NULL);
    pay.id = text("p2");
    pay.token = approval.token;
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_OK);
    CHECK(report.effect == CALLGATE_ALLOW && report.reason == CALLGATE_REASON_APPROVAL);
    CHECK(callgate_guard_decision_free(decision) == CALLGATE_OK);
    pay.id = text("p3");
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_OK);
    CHECK(report.effect == CALLGATE_DENY && is(report.approval_error, "used"));
    CHECK(callgate_guard_decision_free(decision) == CALLGATE_OK && callgate_memory_free(memory) == CALLGATE_OK);

    pay = asked(call, "p4", "s", NULL);
    CHECK(callgate_guard_check(guard, &pay, &decision, NULL) == CALLGATE_BAD_ARGUMENT && decision == 0);
    CHECK(callgate_guard_check(guard, &pay, NULL, &report) == CALLGATE_BAD_ARGUMENT && report.effect == CALLGATE_DENY);
    CHECK(callgate_guard_check(guard, NULL, &decision, &report) == CALLGATE_BAD_ARGUMENT);
    pay.session = (callgate_text){"", 0};
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_BAD_ARGUMENT);
    pay = asked(call, "\xff", "s", NULL);
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_BAD_ARGUMENT);
    pay = asked(call, "p5", "s", NULL);
    pay.size = 4;
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_BAD_SIZE && report.effect == CALLGATE_DENY);
    pay = asked(call, "p6", "s", NULL);
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_OK);
    CHECK(callgate_guard_decision_free(decision) == CALLGATE_OK);
    CHECK(callgate_guard_reject(guard, text("p6"), NULL, &approval, &memory) == CALLGATE_BAD_ARGUMENT && memory == 0);
    CHECK(callgate_guard_reject(guard, text("p6"), &approver, &approval, &memory) == CALLGATE_OK);
    CHECK(is(approval.state, "rejected") && callgate_memory_free(memory) == CALLGATE_OK);
    CHECK(callgate_guard_revoke(guard, text("p6"), &approval, &memory) == CALLGATE_REFUSED);
    CHECK(is(approval.error, "rejected") && callgate_memory_free(memory) == CALLGATE_OK);
    approver.groups = (callgate_texts){NULL, 3};
    CHECK(callgate_guard_approve(guard, text("p6"), &approver, &approval, &memory) == CALLGATE_BAD_ARGUMENT);
}

static void test_guards(void) {
    callgate_gate gate = compiled(GUARDED), other = compiled("rules:\n  - {name: closed, tool: pay, action: deny}\n");
    callgate_guard guard = 0, refused = 5;
    SIZED(callgate_guard_options, options);
    options.clock = CALLGATE_CLOCK_MANUAL;
    CHECK(callgate_guard_create(gate, &options, &guard, NULL) == CALLGATE_OK);
    callgate_time now = {.seconds = 1800000000};
    CHECK(callgate_guard_set_time(guard, &now) == CALLGATE_OK);
    now.seconds = -1;
    CHECK(callgate_guard_set_time(guard, &now) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_guard_set_time(guard, NULL) == CALLGATE_BAD_ARGUMENT);
    options.clock = 2;
    CHECK(callgate_guard_create(gate, &options, &refused, NULL) == CALLGATE_BAD_ARGUMENT && refused == 0);
    options.clock = CALLGATE_CLOCK_SYSTEM;
    options.sessions = UINT64_MAX;
    CHECK(callgate_guard_create(gate, &options, &refused, NULL) == CALLGATE_BAD_ARGUMENT && refused == 0);
    CHECK(callgate_guard_create(guard, NULL, &refused, NULL) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_guard_create(gate, NULL, NULL, NULL) == CALLGATE_BAD_ARGUMENT);
    test_sessions(guard);
    test_approvals(guard);

    CHECK(callgate_guard_reload(guard, guard, NULL) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_guard_reload(guard, other, NULL) == CALLGATE_OK);
    CHECK(callgate_gate_free(other) == CALLGATE_OK);
    callgate_guarded_call pay = asked("{\"tool\":\"pay\"}", NULL, NULL, NULL);
    callgate_guard_decision decision = 0;
    SIZED(callgate_report, report);
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_OK);
    CHECK(is(report.rule, "closed") && report.id.count > 0 && !has(report.line, "\"id\""));
    /* A decision outlives its guard. */
    CHECK(callgate_guard_free(guard) == CALLGATE_OK && callgate_guard_free(guard) == CALLGATE_BAD_HANDLE);
    CHECK(is(report.rule, "closed") && callgate_guard_decision_free(decision) == CALLGATE_OK);
    report.effect = CALLGATE_ALLOW;
    CHECK(callgate_guard_check(guard, &pay, &decision, &report) == CALLGATE_BAD_HANDLE);
    CHECK(report.effect == CALLGATE_DENY && decision == 0);

    callgate_events events;
    callgate_text line;
    int32_t effect;
    CHECK(callgate_events_create(gate, &events, NULL) == CALLGATE_OK);
    CHECK(callgate_events_answer(events, text("{\"id\":\"a\",\"at\":\"2026-01-01T00:00:00Z\",\"session\":\"s\",\"tool\":\"fetch\"}"), &effect, &line) == CALLGATE_OK);
    CHECK(effect == CALLGATE_ALLOW && has(line, "{\"id\":\"a\",\"decision\":\"allow\""));
    CHECK(callgate_events_answer(events, text("{\"result_of\":\"a\",\"result\":1}"), NULL, &line) == CALLGATE_OK);
    CHECK(has(line, "\"verdict\":"));
    CHECK(callgate_events_answer(events, text("nonsense"), &effect, &line) == CALLGATE_OK && effect == CALLGATE_DENY);
    CHECK(callgate_events_answer(events, text("{}"), &effect, NULL) == CALLGATE_BAD_ARGUMENT && effect == CALLGATE_DENY);
    CHECK(callgate_events_free(events) == CALLGATE_OK && callgate_events_free(events) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_events_answer(events, text("{}"), &effect, &line) == CALLGATE_BAD_HANDLE && line.bytes == NULL);
    callgate_gate_free(gate);
}

int main(int count, char **arguments) {
    for (int round = rounds(count, arguments); round > 0; round--) {
        test_stateful();
        test_guards();
    }
    return finish("guards");
}
