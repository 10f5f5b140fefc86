#include "addon.h"

#include <time.h>

#ifdef CLOCK_REALTIME_COARSE
#define TICK_CLOCK CLOCK_REALTIME_COARSE
#else
#define TICK_CLOCK CLOCK_REALTIME
#endif

// What JavaScript writes before a decision and reads after it: in memory that both see. A
// decision is then one call without arguments and without a value.
typedef struct control {
    // The call's place in the page.
    uint32_t start, count;
    // 1 where the time below is given; else it is the system's, and set.
    uint32_t has_time;
    callgate_status status;
    int32_t effect, reason;
    uint32_t rule;
    uint32_t nanoseconds;
    double seconds;
} control;

// A machine, and the memory that its calls lie in. Two JavaScript values have it: a handle, and the function that
// decides; it lives as long as one of them.
typedef struct machine {
    kind kind;
    callgate_machine handle;
    uint8_t *page;
    size_t page_count;
    control *control;
    napi_ref page_ref, control_ref;
    callgate_text rule_name;
    int owners;
} machine;

// What a machine takes, about: the garbage collector does not see it, and would be in no hurry.
#define MACHINE_BYTES (1 << 16)

static void tell_memory(napi_env env, int64_t change) {
    int64_t whole;
    napi_adjust_external_memory(env, change, &whole);
}

static void drop_reference(napi_env env, napi_ref *reference) {
    if (*reference != NULL) napi_delete_reference(env, *reference);
    *reference = NULL;
}

static void disown(napi_env env, void *data, void *hint) {
    (void)hint;
    machine *machine = data;
    if (--machine->owners > 0) return;
    callgate_machine_free(machine->handle);
    tell_memory(env, -MACHINE_BYTES);
    drop_reference(env, &machine->page_ref);
    drop_reference(env, &machine->control_ref);
    free(machine);
}

static machine *find_machine(napi_env env, napi_value value) {
    machine *machine = external_data(env, value, KIND_MACHINE);
    if (machine == NULL) failure(env, "no machine");
    return machine;
}

// The system's time as of its last tick, some milliseconds ago at most: to ask the hardware's clock would take as long
// as a tenth of a decision.
static bool current_time(callgate_time *time) {
    struct timespec now;
    if (clock_gettime(TICK_CLOCK, &now) != 0) return false;
    *time = (callgate_time){.seconds = now.tv_sec, .nanoseconds = (uint32_t)now.tv_nsec};
    return true;
}

// The hot path: no arguments are read, and nothing is made.
static napi_value decide(napi_env env, napi_callback_info info) {
    void *data = NULL;
    if (napi_get_cb_info(env, info, NULL, NULL, NULL, &data) != napi_ok) return failure(env, "no machine");
    machine *machine = data;
    control *control = machine->control;
    callgate_decision decision = {.size = sizeof decision};
    callgate_time time = {.seconds = (int64_t)control->seconds, .nanoseconds = control->nanoseconds};
    callgate_status status = CALLGATE_BAD_ARGUMENT;
    size_t start = control->start, count = control->count;
    bool is_inside = start <= machine->page_count && count <= machine->page_count - start;
    if (is_inside && (control->has_time != 0 || current_time(&time))) {
        callgate_text call = {(const char *)machine->page + start, count};
        status = callgate_machine_decide(machine->handle, call, &time, &decision);
    }
    control->status = status;
    control->effect = status == CALLGATE_OK ? decision.effect : CALLGATE_DENY;
    control->reason = status == CALLGATE_OK ? decision.reason : CALLGATE_REASON_NONE;
    control->rule = status == CALLGATE_OK ? decision.rule : CALLGATE_NO_RULE;
    control->seconds = (double)time.seconds;
    control->nanoseconds = time.nanoseconds;
    machine->rule_name = decision.rule_name;
    return NULL;
}

// Takes the memory of a typed array for as long as the machine has it.
static uint8_t *take_array(napi_env env, napi_value value, size_t *count, napi_ref *reference) {
    const uint8_t *bytes = array_bytes(env, value, count);
    if (bytes == NULL) return NULL;
    napi_ref taken = NULL;
    if (napi_create_reference(env, value, 1, &taken) != napi_ok) {
        failure(env, "no memory for a reference");
        return NULL;
    }
    drop_reference(env, reference);
    *reference = taken;
    return (uint8_t *)bytes;
}

// setPage(machine, page): calls lie in the page from here on.
static napi_value set_page(napi_env env, napi_callback_info info) {
    napi_value values[2];
    if (!read_arguments(env, info, 2, values, NULL)) return NULL;
    machine *machine = find_machine(env, values[0]);
    size_t count = 0;
    uint8_t *page = machine != NULL ? take_array(env, values[1], &count, &machine->page_ref) : NULL;
    if (page == NULL) return NULL;
    machine->page = page;
    machine->page_count = count;
    return undefined(env);
}

static napi_value machine_object(napi_env env, machine *machine) {
    napi_value object = NULL, handle = NULL, function = NULL;
    if (napi_create_object(env, &object) != napi_ok) return NULL;
    if (napi_create_external(env, machine, disown, NULL, &handle) != napi_ok) return NULL;
    machine->owners++;
    if (napi_create_function(env, "decide", NAPI_AUTO_LENGTH, decide, machine, &function) != napi_ok) return NULL;
    if (napi_add_finalizer(env, function, machine, disown, NULL, NULL) != napi_ok) return NULL;
    machine->owners++;
    set(env, object, "handle", handle);
    set(env, object, "decide", function);
    return object;
}

// createMachine(gate, control): {handle, decide}, or a status. control is a Uint8Array of at least 40 bytes.
static napi_value create_machine(napi_env env, napi_callback_info info) {
    napi_value values[2];
    if (!read_arguments(env, info, 2, values, NULL)) return NULL;
    machine *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(env, "no memory for a machine");
    made->kind = KIND_MACHINE;
    tell_memory(env, MACHINE_BYTES);
    size_t count = 0;
    made->control = (control *)take_array(env, values[1], &count, &made->control_ref);
    if (made->control != NULL && count < sizeof(control)) failure(env, "control is too small");
    bool is_pending = false;
    napi_is_exception_pending(env, &is_pending);
    callgate_status status = CALLGATE_BAD_ARGUMENT;
    napi_value object = NULL;
    if (!is_pending) {
        status = callgate_machine_create(held_handle(env, values[0]), NULL, &made->handle);
        if (status == CALLGATE_OK) object = machine_object(env, made);
    }
    if (made->owners == 0) {
        made->owners = 1;
        disown(env, made, NULL);
    }
    if (is_pending) return NULL;
    if (status != CALLGATE_OK) return status_value(env, status);
    return object != NULL ? object : failure(env, "no memory for a machine");
}

// freeMachine(machine): its calls deny from here on.
static napi_value free_machine(napi_env env, napi_callback_info info) {
    napi_value value;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    machine *machine = find_machine(env, value);
    if (machine == NULL) return NULL;
    callgate_status status = callgate_machine_free(machine->handle);
    if (status == CALLGATE_OK) machine->handle = 0;
    machine->rule_name = (callgate_text){NULL, 0};
    return status_value(env, status);
}

// lastRule(machine): the name of the rule that decided last.
static napi_value last_rule(napi_env env, napi_callback_info info) {
    napi_value value;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    machine *machine = find_machine(env, value);
    return machine != NULL ? text_value(env, machine->rule_name) : NULL;
}

// The machine, the call and the time of a question about a call: (machine, bytes, seconds, nanoseconds).
static machine *read_question(napi_env env, napi_callback_info info, callgate_text *call, callgate_time *time) {
    napi_value values[4];
    if (!read_arguments(env, info, 4, values, NULL)) return NULL;
    machine *machine = find_machine(env, values[0]);
    const uint8_t *bytes = machine != NULL ? array_bytes(env, values[1], &call->count) : NULL;
    if (bytes == NULL) return NULL;
    call->bytes = (const char *)bytes;
    *time = read_time(env, values[2], values[3]);
    return machine;
}

static napi_value report(napi_env env, napi_callback_info info) {
    callgate_text call;
    callgate_time time;
    machine *machine = read_question(env, info, &call, &time);
    if (machine == NULL) return NULL;
    callgate_report report = {.size = sizeof report};
    callgate_status status = callgate_machine_report(machine->handle, call, &time, &report);
    return status == CALLGATE_OK ? report_value(env, &report) : status_value(env, status);
}

static napi_value explain(napi_env env, napi_callback_info info) {
    callgate_text call, json;
    callgate_time time;
    machine *machine = read_question(env, info, &call, &time);
    if (machine == NULL) return NULL;
    callgate_status status = callgate_machine_explain(machine->handle, call, &time, NULL, &json);
    return status == CALLGATE_OK ? text_value(env, json) : status_value(env, status);
}

// rules(machine, tool): the names of the rules that look at a tool, or a status.
static napi_value rules(napi_env env, napi_callback_info info) {
    napi_value values[2];
    text tool;
    if (!read_arguments(env, info, 2, values, NULL)) return NULL;
    machine *machine = find_machine(env, values[0]);
    if (machine == NULL || !copy_text(env, values[1], &tool)) return NULL;
    callgate_tool number = 0;
    callgate_texts names = {NULL, 0};
    callgate_status status = callgate_machine_resolve(machine->handle, given(&tool), &number);
    if (status == CALLGATE_OK) status = callgate_machine_rules(machine->handle, number, &names);
    free_text(&tool);
    return status == CALLGATE_OK ? texts_value(env, names) : status_value(env, status);
}

void export_machines(napi_env env, napi_value exports) {
    export_function(env, exports, "createMachine", create_machine);
    export_function(env, exports, "freeMachine", free_machine);
    export_function(env, exports, "setPage", set_page);
    export_function(env, exports, "lastRule", last_rule);
    export_function(env, exports, "report", report);
    export_function(env, exports, "explain", explain);
    export_function(env, exports, "rules", rules);
}
