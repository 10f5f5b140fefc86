/* Threads: gates and guards that are shared, machines that are not, and handles that are freed meanwhile. */
#include "checking.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 4, CALLS = 500 };

static callgate_gate gate;
static callgate_guard guard;
static callgate_machine contended;
static callgate_events events;
static atomic_int wrong, busy, met, gone;

/* Each thread has a machine of its own, of one gate. */
static void *decide(void *unused) {
    (void)unused;
    callgate_machine machine;
    if (callgate_machine_create(gate, NULL, &machine) != CALLGATE_OK) wrong++;
    for (int index = 0; index < CALLS; index++) {
        SIZED(callgate_decision, decision);
        callgate_status status = callgate_machine_decide(machine, text("{\"tool\":\"drop\"}"), NULL, &decision);
        if (status != CALLGATE_OK || !is(decision.rule_name, "never")) wrong++;
    }
    if (callgate_machine_free(machine) != CALLGATE_OK) wrong++;
    return NULL;
}

/* All threads use one machine, against the rule, until one frees it: each call is answered, or denied. */
static void *contend(void *unused) {
    (void)unused;
    for (;;) {
        SIZED(callgate_decision, decision);
        decision.effect = CALLGATE_ALLOW;
        callgate_status status = callgate_machine_decide(
            contended, text("{\"tool\":\"refund\",\"args\":{\"amount\":1}}"), NULL, &decision);
        if (status == CALLGATE_OK) {
            if (decision.effect != CALLGATE_ALLOW) wrong++;
            /* Another thread may have one by now: freeing waits for nobody, and is told so. */
            if (met++ > CALLS && callgate_machine_free(contended) == CALLGATE_OK) gone++;
        } else if (status == CALLGATE_BUSY) {
            if (decision.effect != CALLGATE_DENY) wrong++;
            busy++;
        } else {
            if (status != CALLGATE_BAD_HANDLE || decision.effect != CALLGATE_DENY) wrong++;
            return NULL;
        }
    }
}

/* One guard for all, which is reloaded and freed while calls are on their way. */
static void *check(void *number) {
    for (int index = 0; index < CALLS / 10; index++) {
        SIZED(callgate_guarded_call, call);
        SIZED(callgate_report, report);
        callgate_guard_decision decision;
        call.call = text("{\"tool\":\"drop\"}");
        call.session = text((const char *)number);
        callgate_status status = callgate_guard_check(guard, &call, &decision, &report);
        if (status == CALLGATE_OK) {
            if (report.effect != CALLGATE_DENY || callgate_guard_decision_free(decision) != CALLGATE_OK) wrong++;
            if (callgate_guard_reload(guard, gate, NULL) == CALLGATE_BAD_ARGUMENT) wrong++;
        } else if (status != CALLGATE_BAD_HANDLE || report.effect != CALLGATE_DENY) {
            wrong++;
        }
        if (index == CALLS / 20) callgate_guard_free(guard);
    }
    return NULL;
}

static void *answer(void *unused) {
    (void)unused;
    for (int index = 0; index < CALLS; index++) {
        callgate_text line;
        int32_t effect = CALLGATE_ALLOW;
        callgate_status status = callgate_events_answer(events, text("{\"tool\":\"drop\"}"), &effect, &line);
        if ((status != CALLGATE_OK && status != CALLGATE_BUSY) || effect != CALLGATE_DENY) wrong++;
    }
    return NULL;
}

static void together(void *(*body)(void *)) {
    static char *names[THREADS] = {"a", "b", "c", "d"};
    pthread_t threads[THREADS];
    for (int index = 0; index < THREADS; index++) CHECK(pthread_create(&threads[index], NULL, body, names[index]) == 0);
    for (int index = 0; index < THREADS; index++) CHECK(pthread_join(threads[index], NULL) == 0);
    CHECK(wrong == 0);
}

/* A thread with little stack compiles a policy as deep as policies may be. */
static void *compile_deep(void *unused) {
    (void)unused;
    char policy[4096];
    strcpy(policy, "rules:\n  - name: deep\n    tool: t\n    action: deny\n    when: '");
    for (int level = 0; level < 190; level++) strcat(policy, "(args.a || ");
    strcat(policy, "args.b");
    for (int level = 0; level < 190; level++) strcat(policy, ")");
    strcat(policy, "'\n");
    callgate_document document = {text("deep.yaml"), text(policy)};
    callgate_gate deep = 0;
    callgate_status status = callgate_gate_compile(&document, 1, NULL, &deep, NULL);
    if (status != CALLGATE_OK && status != CALLGATE_INVALID) wrong++;
    if (callgate_gate_free(deep) != CALLGATE_OK) wrong++;
    return NULL;
}

static void test_threads(void) {
    wrong = busy = met = gone = 0;
    gate = compiled(
        "rules:\n"
        "  - {name: never, tool: drop, action: deny}\n"
        "  - {name: few, tool: refund, when: args.amount > 5, action: deny}\n");
    together(decide);
    CHECK(callgate_machine_create(gate, NULL, &contended) == CALLGATE_OK);
    together(contend);
    CHECK(gone == 1);
    CHECK(callgate_guard_create(gate, NULL, &guard, NULL) == CALLGATE_OK);
    together(check);
    CHECK(callgate_guard_free(guard) == CALLGATE_BAD_HANDLE);
    CHECK(callgate_events_create(gate, &events, NULL) == CALLGATE_OK);
    together(answer);
    CHECK(callgate_events_free(events) == CALLGATE_OK);
    pthread_attr_t little;
    pthread_t thread;
    CHECK(pthread_attr_init(&little) == 0 && pthread_attr_setstacksize(&little, 128 * 1024) == 0);
    CHECK(pthread_create(&thread, &little, compile_deep, NULL) == 0 && pthread_join(thread, NULL) == 0 && wrong == 0);
    CHECK(callgate_gate_free(gate) == CALLGATE_OK);
}

int main(int count, char **arguments) {
    for (int round = rounds(count, arguments); round > 0; round--) test_threads();
    return finish("threads");
}
