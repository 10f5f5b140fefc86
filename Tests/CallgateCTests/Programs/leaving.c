/* Leaves with a guard and a machine alive, in one of three ways; the last with a thread in the middle of deciding. */
#include "checking.h"

#include <pthread.h>
#include <stdatomic.h>

static callgate_machine machine;
static atomic_int decided;

static _Noreturn void *decide(void *unused) {
    (void)unused;
    for (;;) {
        SIZED(callgate_decision, decision);
        callgate_machine_decide(machine, text("{\"tool\":\"refund\",\"args\":{\"amount\":1}}"), NULL, &decision);
        decided++;
    }
}

int main(int count, char **arguments) {
    callgate_gate gate = compiled(POLICY);
    callgate_guard guard;
    callgate_guard_create(gate, NULL, &guard, NULL);
    callgate_machine_create(gate, NULL, &machine);
    SIZED(callgate_guarded_call, call);
    SIZED(callgate_report, report);
    callgate_guard_decision decision;
    call.call = text("{\"tool\":\"refund\",\"args\":{\"amount\":700}}");
    if (callgate_guard_check(guard, &call, &decision, &report) != CALLGATE_OK || failures > 0) return 2;
    puts("leaving");
    if (count > 1 && strcmp(arguments[1], "exit") == 0) exit(0);
    if (count > 1 && strcmp(arguments[1], "thread") == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, decide, NULL) != 0) return 3;
        while (decided < 100) {}
    }
    return 0;
}
