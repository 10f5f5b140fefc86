/* Gates, machines and decisions: what is right, and what is wrong in each way that a caller can get it wrong. */
#include "checking.h"

static void test_versions(void) {
    CHECK(strcmp(callgate_version(), CALLGATE_VERSION) == 0);
    CHECK(callgate_abi() == CALLGATE_ABI);
    for (int status = CALLGATE_OK; status <= CALLGATE_REFUSED; status++)
        CHECK(strcmp(callgate_status_text(status), callgate_status_text(99)) != 0);
    CHECK(strcmp(callgate_effect_name(CALLGATE_DENY), "deny") == 0);
    CHECK(strcmp(callgate_effect_name(CALLGATE_ALLOW), "allow") == 0);
    CHECK(callgate_effect_name(3) == NULL && callgate_effect_name(-1) == NULL);
    CHECK(strcmp(callgate_reason_name(CALLGATE_REASON_RECORDS), "records") == 0);
    CHECK(callgate_reason_name(CALLGATE_REASON_NONE) == NULL && callgate_reason_name(14) == NULL);
}

static void test_policies(void) {
    callgate_gate gate = 77;
    SIZED(callgate_diagnostics, problems);
    callgate_document wrong = {text("a.yaml"), text("rules:\n  - name: a\n    tool: t\n    when: args.n === 1\n    action: deny\n")};
    CHECK(callgate_gate_compile(&wrong, 1, NULL, &gate, &problems) == CALLGATE_INVALID && gate == 0);
    CHECK(problems.count == 1 && problems.item_size == sizeof(callgate_diagnostic) && problems.memory != 0);
    CHECK(problems.items[0].severity == CALLGATE_ERROR && problems.items[0].line == 4 && problems.items[0].column == 18);
    CHECK(is(problems.items[0].file, "a.yaml") && is(problems.items[0].suggestion, "=="));
    CHECK(has(problems.items[0].rendered, "a.yaml:4:18: error: ") && has(problems.items[0].source_line, "when: args.n"));
    CHECK(callgate_memory_free(problems.memory) == CALLGATE_OK);
    CHECK(callgate_memory_free(problems.memory) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_memory_free(0) == CALLGATE_OK);

    callgate_document two[] = {
        {text("a.yaml"), text("rules:\n  - name: a\n    tool: t\n    action: allow\n")},
        {text("b.yaml"), text("rules:\n  - name: b\n    tool: u\n    action: allow\n")}};
    CHECK(callgate_gate_compile(two, 2, NULL, &gate, NULL) == CALLGATE_OK && gate != 0);
    uint8_t digest[32] = {0}, none[32] = {0};
    CHECK(callgate_gate_digest(gate, digest) == CALLGATE_OK && memcmp(digest, none, 32) != 0);
    bool is_stateful = true;
    CHECK(callgate_gate_is_stateful(gate, &is_stateful) == CALLGATE_OK && !is_stateful);
    callgate_text image;
    CHECK(callgate_gate_image(gate, &image) == CALLGATE_OK && image.count > 100);

    callgate_gate copy = 0;
    CHECK(callgate_gate_load(image, NULL, &copy, NULL) == CALLGATE_OK && copy != gate);
    CHECK(callgate_gate_free(copy) == CALLGATE_OK);
    char *broken = malloc(image.count);
    memcpy(broken, image.bytes, image.count);
    broken[image.count / 2] ^= 1;
    SIZED(callgate_diagnostics, refused);
    CHECK(callgate_gate_load((callgate_text){broken, image.count}, NULL, &copy, &refused) == CALLGATE_INVALID);
    CHECK(copy == 0 && refused.count == 1 && refused.items[0].line == 0 && refused.items[0].file.bytes == NULL);
    callgate_memory_free(refused.memory);
    free(broken);
    uint8_t key[32] = {9};
    SIZED(callgate_gate_options, signed_only);
    signed_only.public_key = key;
    CHECK(callgate_gate_load(image, &signed_only, &copy, NULL) == CALLGATE_INVALID && copy == 0);
    CHECK(callgate_gate_compile(two, 2, &signed_only, &copy, NULL) == CALLGATE_INVALID && copy == 0);

    /* An image beside other documents, files that are not there, and calls that are wrong. */
    callgate_document mixed[] = {two[0], {text("b.cgb"), image}};
    CHECK(callgate_gate_compile(mixed, 2, NULL, &copy, NULL) == CALLGATE_INVALID);
    callgate_text nowhere = text("/nowhere/policy.yaml");
    SIZED(callgate_diagnostics, missing);
    CHECK(callgate_gate_open(&nowhere, 1, NULL, &copy, &missing) == CALLGATE_INVALID && copy == 0);
    CHECK(missing.count == 1 && is(missing.items[0].file, "/nowhere/policy.yaml"));
    callgate_memory_free(missing.memory);
    callgate_text standard_input = text("-");
    CHECK(callgate_gate_open(&standard_input, 1, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_gate_open(NULL, 1, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_gate_compile(two, 0, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_gate_compile(two, 1, NULL, NULL, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_gate_compile(NULL, 1, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_gate_compile(two, SIZE_MAX, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    callgate_document lost = {text("a"), {NULL, 5}};
    CHECK(callgate_gate_compile(&lost, 1, NULL, &copy, NULL) == CALLGATE_BAD_ARGUMENT);
    callgate_gate_options sizeless = {0};
    CHECK(callgate_gate_compile(two, 2, &sizeless, &copy, NULL) == CALLGATE_BAD_SIZE && copy == 0);
    callgate_diagnostics short_one = {.size = sizeof short_one - 1};
    CHECK(callgate_gate_compile(two, 2, NULL, &copy, &short_one) == CALLGATE_BAD_SIZE && copy == 0);

    callgate_machine machine;
    CHECK(callgate_machine_create(gate, NULL, &machine) == CALLGATE_OK);
    CHECK(callgate_gate_free(machine) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_gate_free(gate) == CALLGATE_OK);
    CHECK(callgate_gate_free(gate) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_gate_image(gate, &image) == CALLGATE_BAD_HANDLE && image.bytes == NULL);
    CHECK(callgate_gate_digest(gate, digest) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_gate_is_stateful(gate, &is_stateful) == CALLGATE_BAD_HANDLE && is_stateful);
    CHECK(callgate_gate_is_stateful(gate, NULL) == CALLGATE_BAD_ARGUMENT);
    /* The machine keeps what it needs of its gate. */
    SIZED(callgate_decision, decision);
    CHECK(callgate_machine_decide(machine, text("{\"tool\":\"t\"}"), NULL, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_ALLOW);
    CHECK(callgate_machine_free(machine) == CALLGATE_OK);
    CHECK(callgate_machine_create(gate, NULL, &machine) == CALLGATE_BAD_HANDLE && machine == 0);
}

static void test_decisions(void) {
    callgate_gate gate = compiled(POLICY);
    callgate_machine machine = 0;
    CHECK(callgate_machine_create(gate, NULL, &machine) == CALLGATE_OK);
    callgate_text call = text("{\"tool\":\"refund\",\"args\":{\"amount\":700}}");
    callgate_time now = {.seconds = 1700000000};
    SIZED(callgate_decision, decision);
    CHECK(callgate_machine_decide(machine, call, &now, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_REVIEW && decision.reason == CALLGATE_REASON_RULE && decision.rule == 0);
    CHECK(is(decision.rule_name, "large") && decision.error_kind.bytes == NULL);
    CHECK(decision.error_offset == CALLGATE_NO_OFFSET && decision.match_count == 2);
    SIZED(callgate_match, match);
    CHECK(callgate_machine_match(machine, 1, &match) == CALLGATE_OK);
    CHECK(is(match.rule_name, "looks") && match.is_monitored && !match.is_failure && match.rule == 1);
    CHECK(callgate_machine_match(machine, 2, &match) == CALLGATE_NOT_FOUND && match.rule_name.bytes == NULL);

    SIZED(callgate_report, report);
    CHECK(callgate_machine_report(machine, call, &now, &report) == CALLGATE_OK);
    CHECK(is(report.message, "a refund of 700") && report.timeout_seconds == 60 && is(report.tool, "refund"));
    CHECK(report.approvers.count == 2 && is(report.approvers.items[1], "bob"));
    CHECK(report.matched.count == 1 && report.monitored.count == 1 && report.id.bytes == NULL);
    CHECK(report.approval_deadline == -1 && has(report.line, "\"message\":\"a refund of 700\""));
    CHECK(callgate_machine_match(machine, 0, &match) == CALLGATE_NOT_FOUND);

    callgate_text line, json;
    CHECK(callgate_machine_line(machine, call, &now, NULL, &line) == CALLGATE_OK);
    CHECK(has(line, "{\"decision\":\"review\",\"reason\":\"rule\",\"rule\":\"large\""));
    CHECK(callgate_machine_explain(machine, call, &now, &decision, &json) == CALLGATE_OK);
    CHECK(has(json, "\"why\":\"review, because `large` matched\"") && decision.effect == CALLGATE_REVIEW);

    /* Errors of conditions count, and calls that are not well formed are denied. */
    CHECK(callgate_machine_decide(machine, text("{\"tool\":\"refund\"}"), &now, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_REVIEW && decision.reason == CALLGATE_REASON_ERROR);
    CHECK(is(decision.error_kind, "no_such_overload"));
    const char *broken[] = {"", "[]", "{\"tool\":1}", "{\"tool\":\"refund\"", "{\"tool\":\"\xff\"}", "nonsense"};
    for (size_t index = 0; index < sizeof broken / sizeof *broken; index++) {
        decision.effect = CALLGATE_ALLOW;
        CHECK(callgate_machine_decide(machine, text(broken[index]), NULL, &decision) == CALLGATE_OK);
        CHECK(decision.effect == CALLGATE_DENY && decision.reason == CALLGATE_REASON_MALFORMED);
        CHECK(decision.error_kind.bytes != NULL && decision.error_offset != CALLGATE_NO_OFFSET);
    }
    CHECK(callgate_machine_decide(machine, text(NULL), NULL, &decision) == CALLGATE_OK);
    CHECK(decision.reason == CALLGATE_REASON_MALFORMED);

    /* Whatever is wrong with the question, the answer denies. */
    struct { callgate_decision decision; char more[64]; } larger;
    memset(&larger, 0x55, sizeof larger);
    larger.decision.size = sizeof larger;
    CHECK(callgate_machine_decide(machine, call, &now, &larger.decision) == CALLGATE_OK);
    CHECK(larger.decision.effect == CALLGATE_REVIEW && larger.decision.size == sizeof larger);
    CHECK(larger.more[0] == 0 && larger.more[63] == 0);
    callgate_decision wrong = {.size = sizeof wrong - 1, .effect = CALLGATE_ALLOW};
    CHECK(callgate_machine_decide(machine, call, &now, &wrong) == CALLGATE_BAD_SIZE && wrong.effect == CALLGATE_DENY);
    wrong = (callgate_decision){.size = 1 << 20, .effect = CALLGATE_ALLOW};
    CHECK(callgate_machine_decide(machine, call, &now, &wrong) == CALLGATE_BAD_SIZE && wrong.effect == CALLGATE_DENY);
    CHECK(callgate_machine_decide(machine, call, &now, NULL) == CALLGATE_BAD_ARGUMENT);
    decision.effect = CALLGATE_ALLOW;
    CHECK(callgate_machine_decide(machine, (callgate_text){NULL, 3}, &now, &decision) == CALLGATE_BAD_ARGUMENT);
    CHECK(decision.effect == CALLGATE_DENY && decision.reason == CALLGATE_REASON_NONE);
    callgate_time never[] = {{.nanoseconds = 1000000000}, {.seconds = INT64_MAX}, {.seconds = INT64_MIN}};
    for (int index = 0; index < 3; index++) {
        decision.effect = CALLGATE_ALLOW;
        CHECK(callgate_machine_decide(machine, call, &never[index], &decision) == CALLGATE_BAD_ARGUMENT);
        CHECK(decision.effect == CALLGATE_DENY);
    }
    CHECK(callgate_machine_line(machine, call, &now, NULL, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_report(machine, call, &now, NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_explain(machine, call, &now, NULL, NULL) == CALLGATE_BAD_ARGUMENT);

    uint64_t strangers[] = {0, 1, gate, UINT64_MAX, machine + 1, machine + (1 << 12), machine ^ (1ull << 60)};
    for (size_t index = 0; index < sizeof strangers / sizeof *strangers; index++) {
        decision.effect = CALLGATE_ALLOW;
        CHECK(callgate_machine_decide(strangers[index], call, &now, &decision) == CALLGATE_BAD_HANDLE);
        CHECK(decision.effect == CALLGATE_DENY);
    }
    CHECK(callgate_machine_free(machine) == CALLGATE_OK);
    CHECK(callgate_machine_free(machine) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_machine_free(0) == CALLGATE_OK);
    decision.effect = CALLGATE_ALLOW;
    CHECK(callgate_machine_decide(machine, call, &now, &decision) == CALLGATE_BAD_HANDLE && decision.effect == CALLGATE_DENY);
    /* Another machine may get its place, but not its handle. */
    callgate_machine second = 0;
    CHECK(callgate_machine_create(gate, NULL, &second) == CALLGATE_OK && second != machine);
    CHECK(callgate_machine_decide(machine, call, &now, &decision) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_machine_decide(second, call, &now, &decision) == CALLGATE_OK);
    CHECK(callgate_machine_free(second) == CALLGATE_OK);

    SIZED(callgate_machine_options, options);
    options.call_bytes = 20;
    CHECK(callgate_machine_create(gate, &options, &machine) == CALLGATE_OK);
    CHECK(callgate_machine_decide(machine, call, &now, &decision) == CALLGATE_OK && is(decision.error_kind, "call_too_large"));
    CHECK(callgate_machine_free(machine) == CALLGATE_OK);
    uint64_t room[][3] = {{(1ull << 30) + 1, 0, 0}, {0, (1ull << 40) + 1, 0}, {0, 0, 4095}, {0, 0, (1ull << 30) + 1}};
    for (int index = 0; index < 4; index++) {
        SIZED(callgate_machine_options, beyond);
        beyond.call_bytes = room[index][0];
        beyond.fuel = room[index][1];
        beyond.arena_bytes = room[index][2];
        CHECK(callgate_machine_create(gate, &beyond, &machine) == CALLGATE_BAD_ARGUMENT && machine == 0);
    }
    CHECK(callgate_gate_free(gate) == CALLGATE_OK);
}

static void test_joining(void) {
    callgate_gate gate = compiled(POLICY);
    callgate_machine machine;
    CHECK(callgate_machine_create(gate, NULL, &machine) == CALLGATE_OK);
    callgate_text call;
    SIZED(callgate_decision, decision);
    CHECK(callgate_machine_join(machine, text("refund"), text("{\"amount\":700}"), text("{\"role\":\"x\"}"), &call) == CALLGATE_OK);
    CHECK(is(call, "{\"tool\":\"refund\",\"args\":{\"amount\":700},\"context\":{\"role\":\"x\"}}"));
    CHECK(callgate_machine_join(machine, text("a\"\n\\"), text(NULL), text(NULL), &call) == CALLGATE_OK);
    CHECK(is(call, "{\"tool\":\"a\\u0022\\u000a\\u005c\",\"args\":{},\"context\":{}}"));
    /* Pieces that would be well formed together, but are no objects. */
    const char *pieces[][2] = {
        {"{\"amount\":1", "{}}"}, {"{},\"more\":1", "{}"}, {"{\"amount\":1},\"context\":{\"role\":\"admin\"}", "{}"},
        {"{}", "{},\"tool\":\"other\""}, {"{}", ""}, {"[]", "{}"}, {"null", "{}"}, {"{}}", "{}"}, {"{\"amount\":\"", "\"}"}};
    for (size_t index = 0; index < sizeof pieces / sizeof *pieces; index++) {
        CHECK(callgate_machine_join(machine, text("refund"), text(pieces[index][0]), text(pieces[index][1]), &call) == CALLGATE_OK);
        decision.effect = CALLGATE_ALLOW;
        CHECK(callgate_machine_decide(machine, call, NULL, &decision) == CALLGATE_OK);
        CHECK(decision.effect == CALLGATE_DENY && decision.reason == CALLGATE_REASON_MALFORMED);
    }
    CHECK(callgate_machine_join(machine, text("\xff"), text(NULL), text(NULL), &call) == CALLGATE_OK);
    CHECK(callgate_machine_decide(machine, call, NULL, &decision) == CALLGATE_OK && is(decision.error_kind, "invalid_utf8"));
    CHECK(callgate_machine_join(machine, text("t"), text(NULL), text(NULL), NULL) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_join(0, text("t"), text(NULL), text(NULL), &call) == CALLGATE_BAD_HANDLE && call.bytes == NULL);
    size_t many = 100000;
    char *large = malloc(many + 3);
    memset(large, ' ', many + 2);
    large[0] = '{';
    large[many + 1] = '}';
    large[many + 2] = 0;
    CHECK(callgate_machine_join(machine, text("drop"), text(large), text(NULL), &call) == CALLGATE_OK && call.count > many);
    CHECK(callgate_machine_decide(machine, call, NULL, &decision) == CALLGATE_OK && is(decision.rule_name, "never"));
    free(large);
    callgate_machine_free(machine);
    callgate_gate_free(gate);
}

/* As many machines as there may be at once, and one more. */
static void test_room(void) {
    enum { ROOM = 4096 };
    callgate_gate gate = compiled(POLICY);
    static callgate_machine machines[ROOM];
    callgate_machine beyond = 5;
    SIZED(callgate_machine_options, options);
    options.call_bytes = 64;
    options.arena_bytes = 4096;
    int made = 0;
    while (made < ROOM && callgate_machine_create(gate, &options, &machines[made]) == CALLGATE_OK) made++;
    CHECK(made == ROOM);
    CHECK(callgate_machine_create(gate, &options, &beyond) == CALLGATE_FULL && beyond == 0);
    SIZED(callgate_decision, decision);
    CHECK(callgate_machine_decide(machines[ROOM - 1], text("{\"tool\":\"drop\"}"), NULL, &decision) == CALLGATE_OK);
    CHECK(is(decision.rule_name, "never"));
    CHECK(callgate_machine_free(machines[17]) == CALLGATE_OK);
    CHECK(callgate_machine_create(gate, &options, &beyond) == CALLGATE_OK && beyond != machines[17]);
    machines[17] = beyond;
    int freed = 0;
    while (freed < ROOM && callgate_machine_free(machines[freed]) == CALLGATE_OK) freed++;
    CHECK(freed == ROOM && callgate_gate_free(gate) == CALLGATE_OK);
}

int main(int count, char **arguments) {
    for (int round = rounds(count, arguments); round > 0; round--) {
        test_versions();
        test_policies();
        test_decisions();
        test_joining();
        test_room();
    }
    return finish("decisions");
}
