/* Calls whose values are at hand: the same decisions as on JSON, and slots that are not the call's. */
#include "checking.h"

static void test_slots(void) {
    callgate_gate gate = compiled(
        "rules:\n"
        "  - name: large\n"
        "    tool: refund\n"
        "    when: args.amount > 500 && context.role != \"admin\" && !args.urgent\n"
        "    action: require_approval\n"
        "  - name: listed\n"
        "    tool: refund\n"
        "    when: args.items.exists(i, i.price > 9)\n"
        "    action: deny\n"
        "  - name: other\n"
        "    tool: pay\n"
        "    when: args.amount > 1\n"
        "    action: deny\n");
    callgate_machine machine, second;
    CHECK(callgate_machine_create(gate, NULL, &machine) == CALLGATE_OK);
    CHECK(callgate_machine_create(gate, NULL, &second) == CALLGATE_OK);
    callgate_tool refund, again, pay, unknown, none = 0;
    CHECK(callgate_machine_resolve(machine, text("refund"), &refund) == CALLGATE_OK);
    CHECK(callgate_machine_resolve(machine, text("refund"), &again) == CALLGATE_OK && again == refund);
    CHECK(callgate_machine_resolve(machine, text("pay"), &pay) == CALLGATE_OK && pay != refund);
    CHECK(callgate_machine_resolve(machine, text("unknown"), &unknown) == CALLGATE_OK);
    CHECK(callgate_machine_resolve(machine, text("\xff"), &none) == CALLGATE_BAD_ARGUMENT && none == UINT32_MAX);
    CHECK(callgate_machine_resolve(machine, text("x"), NULL) == CALLGATE_BAD_ARGUMENT);

    callgate_texts rules, fields;
    CHECK(callgate_machine_rules(machine, refund, &rules) == CALLGATE_OK && rules.count == 2);
    CHECK(is(rules.items[0], "large") && is(rules.items[1], "listed"));
    CHECK(callgate_machine_rules(machine, unknown, &rules) == CALLGATE_OK && rules.count == 0);
    CHECK(callgate_machine_rules(machine, 99, &rules) == CALLGATE_BAD_ARGUMENT && rules.count == 0);
    CHECK(callgate_machine_fields(machine, refund, &fields) == CALLGATE_OK && fields.count >= 4);
    CHECK(callgate_machine_fields(machine, UINT32_MAX, &fields) == CALLGATE_BAD_ARGUMENT && fields.items == NULL);

    callgate_slot amount, role, urgent, items, paid, missing = 0;
    CHECK(callgate_machine_slot(machine, refund, text("args.amount"), &amount) == CALLGATE_OK);
    CHECK(callgate_machine_slot(machine, refund, text("args.urgent"), &urgent) == CALLGATE_OK);
    CHECK(callgate_machine_slot(machine, refund, text("args.items"), &items) == CALLGATE_OK);
    CHECK(callgate_machine_slot(machine, refund, text("context.role"), &role) == CALLGATE_OK);
    CHECK(callgate_machine_slot(machine, pay, text("args.amount"), &paid) == CALLGATE_OK && paid != amount);
    CHECK(callgate_machine_slot(machine, refund, text("args.nobody"), &missing) == CALLGATE_NOT_FOUND && missing == UINT32_MAX);
    CHECK(callgate_machine_slot(machine, 99, text("args.amount"), &missing) == CALLGATE_BAD_ARGUMENT);

    SIZED(callgate_decision, decision);
    CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
    CHECK(callgate_machine_set_int(machine, amount, 700) == CALLGATE_OK);
    CHECK(callgate_machine_set_bool(machine, urgent, false) == CALLGATE_OK);
    CHECK(callgate_machine_set_text(machine, role, text("support")) == CALLGATE_OK);
    CHECK(callgate_machine_set_json(machine, items, text("[{\"price\": 1}]")) == CALLGATE_OK);
    CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_REVIEW && is(decision.rule_name, "large") && decision.match_count == 1);

    /* A call is decided on once. */
    decision.effect = CALLGATE_ALLOW;
    CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_DENY && decision.reason == CALLGATE_REASON_MALFORMED);
    CHECK(callgate_machine_set_int(machine, amount, 1) == CALLGATE_BAD_ARGUMENT);

    /* A slot of another tool, or of none, gives the call up: what was to be set would be missing. */
    callgate_slot strangers[] = {paid, 99, UINT32_MAX};
    for (int index = 0; index < 3; index++) {
        CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
        CHECK(callgate_machine_set_double(machine, strangers[index], 1.5) == CALLGATE_BAD_ARGUMENT);
        CHECK(callgate_machine_set_int(machine, amount, 1) == CALLGATE_BAD_ARGUMENT);
        decision.effect = CALLGATE_ALLOW;
        CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK && decision.effect == CALLGATE_DENY);
    }
    CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
    CHECK(callgate_machine_set_text(machine, role, (callgate_text){NULL, 1}) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK && decision.effect == CALLGATE_DENY);
    CHECK(callgate_machine_begin(second, refund) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_set_null(second, amount) == CALLGATE_BAD_ARGUMENT);

    /* Deciding on JSON, or resolving, gives up what was begun. */
    CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
    CHECK(callgate_machine_decide(machine, text("{\"tool\":\"unknown\"}"), NULL, &decision) == CALLGATE_OK);
    CHECK(callgate_machine_set_null(machine, amount) == CALLGATE_BAD_ARGUMENT);
    CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
    CHECK(callgate_machine_rules(machine, pay, &rules) == CALLGATE_OK && rules.count == 1);
    CHECK(callgate_machine_set_null(machine, amount) == CALLGATE_BAD_ARGUMENT);

    /* Values that are not well formed, and numbers that are not finite. */
    const char *broken[] = {"[", "{\"a\":}", "", "1 2"};
    for (int index = 0; index < 4; index++) {
        CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
        CHECK(callgate_machine_set_json(machine, items, text(broken[index])) == CALLGATE_OK);
        CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK);
        CHECK(decision.effect == CALLGATE_DENY && decision.reason == CALLGATE_REASON_MALFORMED);
    }
    CHECK(callgate_machine_begin(machine, refund) == CALLGATE_OK);
    CHECK(callgate_machine_set_double(machine, amount, 0.0 / 0.0) == CALLGATE_OK);
    CHECK(callgate_machine_set_bool(machine, urgent, false) == CALLGATE_OK);
    CHECK(callgate_machine_set_json(machine, items, text("[]")) == CALLGATE_OK);
    CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK);
    CHECK(decision.effect == CALLGATE_REVIEW && is(decision.error_kind, "number_out_of_range"));

    /* A tool that no rule names, as often as one likes; and more of them than there is room for. */
    CHECK(callgate_machine_begin(machine, unknown) == CALLGATE_OK);
    CHECK(callgate_machine_decide_begun(machine, NULL, &decision) == CALLGATE_OK);
    CHECK(decision.reason == CALLGATE_REASON_UNGOVERNED && decision.effect == CALLGATE_DENY);
    SIZED(callgate_machine_options, options);
    options.arena_bytes = 4096;
    callgate_machine small;
    CHECK(callgate_machine_create(gate, &options, &small) == CALLGATE_OK);
    callgate_status status = CALLGATE_OK;
    for (int index = 0; index < 400 && status == CALLGATE_OK; index++) {
        char name[32];
        snprintf(name, sizeof name, "unknown-%d", index);
        status = callgate_machine_resolve(small, text(name), &none);
    }
    CHECK(status == CALLGATE_FULL && none == UINT32_MAX);
    CHECK(callgate_machine_decide(small, text("{\"tool\":\"pay\",\"args\":{\"amount\":1}}"), NULL, &decision) == CALLGATE_OK);
    CHECK(decision.reason == CALLGATE_REASON_DEFAULT);

    callgate_machine_free(small);
    callgate_machine_free(second);
    callgate_machine_free(machine);
    callgate_gate_free(gate);
}

int main(int count, char **arguments) {
    for (int round = rounds(count, arguments); round > 0; round--) test_slots();
    return finish("slots");
}
