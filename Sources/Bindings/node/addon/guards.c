#include "addon.h"

static uint64_t room(napi_env env, napi_value value) {
    int64_t number = 0;
    // What is no number, and undefined, is the default.
    napi_get_value_int64(env, value, &number);
    return number > 0 ? (uint64_t)number : 0;
}

// createGuard(gate, hasManualClock, sessions, limitKeys, approvals): {status, guard, diagnostics}.
static napi_value create_guard(napi_env env, napi_callback_info info) {
    napi_value values[5], object = NULL;
    bool is_manual = false;
    callgate_guard guard = 0;
    callgate_diagnostics diagnostics = {.size = sizeof diagnostics};
    callgate_guard_options options = {.size = sizeof options};
    if (!read_arguments(env, info, 5, values, NULL)) return NULL;
    napi_get_value_bool(env, values[1], &is_manual);
    options.clock = is_manual ? CALLGATE_CLOCK_MANUAL : CALLGATE_CLOCK_SYSTEM;
    options.sessions = room(env, values[2]);
    options.limit_keys = room(env, values[3]);
    options.approvals = room(env, values[4]);
    callgate_status status = callgate_guard_create(held_handle(env, values[0]), &options, &guard, &diagnostics);
    napi_create_object(env, &object);
    set(env, object, "status", status_value(env, status));
    set(env, object, "diagnostics", diagnostics_value(env, &diagnostics));
    if (status == CALLGATE_OK) set(env, object, "guard", hold(env, guard, callgate_guard_free));
    callgate_memory_free(diagnostics.memory);
    return object;
}

// reloadGuard(guard, gate): {status, diagnostics}.
static napi_value reload_guard(napi_env env, napi_callback_info info) {
    napi_value values[2], object = NULL;
    callgate_diagnostics diagnostics = {.size = sizeof diagnostics};
    if (!read_arguments(env, info, 2, values, NULL)) return NULL;
    callgate_status status = callgate_guard_reload(held_handle(env, values[0]), held_handle(env, values[1]), &diagnostics);
    napi_create_object(env, &object);
    set(env, object, "status", status_value(env, status));
    set(env, object, "diagnostics", diagnostics_value(env, &diagnostics));
    callgate_memory_free(diagnostics.memory);
    return object;
}

// setTime(guard, seconds, nanoseconds): a status.
static napi_value set_time(napi_env env, napi_callback_info info) {
    napi_value values[3];
    if (!read_arguments(env, info, 3, values, NULL)) return NULL;
    callgate_time time = read_time(env, values[1], values[2]);
    return status_value(env, callgate_guard_set_time(held_handle(env, values[0]), &time));
}

// check(guard, bytes, id, session, parent, token): a report, or a status. A call that is allowed has a `handle` too, for
// its result.
static napi_value check(napi_env env, napi_callback_info info) {
    napi_value values[6], object = NULL;
    text texts[4] = {{NULL, 0}};
    bool are_read = true;
    callgate_guarded_call call = {.size = sizeof call};
    callgate_report report = {.size = sizeof report};
    callgate_guard_decision decision = 0;
    if (!read_arguments(env, info, 6, values, NULL)) return NULL;
    call.call.bytes = (const char *)array_bytes(env, values[1], &call.call.count);
    if (call.call.bytes == NULL) return NULL;
    for (int index = 0; index < 4 && are_read; index++) are_read = copy_text(env, values[2 + index], &texts[index]);
    call.id = given(&texts[0]);
    call.session = given(&texts[1]);
    call.parent = given(&texts[2]);
    call.token = given(&texts[3]);
    if (are_read) {
        callgate_status status = callgate_guard_check(held_handle(env, values[0]), &call, &decision, &report);
        if (status == CALLGATE_OK) {
            object = report_value(env, &report);
            if (report.effect == CALLGATE_ALLOW) {
                set(env, object, "handle", hold(env, decision, callgate_guard_decision_free));
            } else {
                callgate_guard_decision_free(decision);
            }
        } else {
            object = status_value(env, status);
        }
    }
    for (int index = 0; index < 4; index++) free_text(&texts[index]);
    return object;
}

// record(guard, decision, bytes): what the result comes to, or a status.
static napi_value record(napi_env env, napi_callback_info info) {
    napi_value values[3], object = NULL;
    size_t count = 0;
    callgate_memory memory = 0;
    callgate_judgement judgement = {.size = sizeof judgement};
    if (!read_arguments(env, info, 3, values, NULL)) return NULL;
    const uint8_t *bytes = array_bytes(env, values[2], &count);
    if (bytes == NULL) return NULL;
    callgate_status status = callgate_guard_record(
        held_handle(env, values[0]), held_handle(env, values[1]), (callgate_text){(const char *)bytes, count},
        &judgement, &memory);
    if (status != CALLGATE_OK) return status_value(env, status);
    napi_create_object(env, &object);
    set(env, object, "passes", bool_value(env, judgement.passes));
    set(env, object, "trusted", bool_value(env, judgement.is_trusted));
    set_texts(env, object, "labels", judgement.labels);
    set_texts(env, object, "rules", judgement.rules);
    if (judgement.has_session) {
        napi_value session = NULL;
        napi_create_object(env, &session);
        set(env, session, "trusted", bool_value(env, judgement.session_is_trusted));
        set_texts(env, session, "labels", judgement.session_labels);
        set(env, object, "session", session);
    }
    callgate_memory_free(memory);
    return object;
}

static napi_value approval_value(napi_env env, callgate_status status, const callgate_approval *approval) {
    napi_value object = NULL;
    napi_create_object(env, &object);
    set(env, object, "status", status_value(env, status));
    set_text(env, object, "id", approval->id);
    set_text(env, object, "state", approval->state);
    set_text(env, object, "token", approval->token);
    set_text(env, object, "tool", approval->tool);
    set_text(env, object, "session", approval->session);
    set_texts(env, object, "approvers", approval->approvers);
    set(env, object, "deadline", number_value(env, (double)(approval->deadline / 1000000)));
    set_text(env, object, "error", approval->error);
    set_text(env, object, "detail", approval->error_detail);
    return object;
}

enum { ANSWER_APPROVE, ANSWER_REJECT, ANSWER_REVOKE, ANSWER_LOOK };

static callgate_status answer_as(
    int32_t kind, callgate_guard guard, callgate_text id, const callgate_approver *approver,
    callgate_approval *approval, callgate_memory *memory) {
    switch (kind) {
    case ANSWER_APPROVE: return callgate_guard_approve(guard, id, approver, approval, memory);
    case ANSWER_REJECT: return callgate_guard_reject(guard, id, approver, approval, memory);
    case ANSWER_REVOKE: return callgate_guard_revoke(guard, id, approval, memory);
    case ANSWER_LOOK: return callgate_guard_approval(guard, id, approval, memory);
    default: return CALLGATE_BAD_ARGUMENT;
    }
}

// answer(guard, kind, id, approver, groups): an approval with its status. groups is an array.
static napi_value answer(napi_env env, napi_callback_info info) {
    napi_value values[5], object = NULL;
    int32_t kind = -1;
    size_t count = 0;
    text id = {NULL, 0}, who = {NULL, 0}, *groups = NULL;
    callgate_memory memory = 0;
    callgate_approval approval = {.size = sizeof approval};
    callgate_approver approver = {.size = sizeof approver};
    if (!read_arguments(env, info, 5, values, NULL)) return NULL;
    napi_get_value_int32(env, values[1], &kind);
    bool are_read = copy_text(env, values[2], &id) && copy_text(env, values[3], &who)
        && copy_texts(env, values[4], &groups, &count);
    callgate_text *given_groups = given_texts(groups, count);
    if (are_read && given_groups != NULL) {
        approver.id = given(&who);
        approver.groups = (callgate_texts){given_groups, count};
        callgate_status status = answer_as(kind, held_handle(env, values[0]), given(&id), &approver, &approval, &memory);
        object = approval_value(env, status, &approval);
        callgate_memory_free(memory);
    }
    free(given_groups);
    free_texts(groups, count);
    free_text(&id);
    free_text(&who);
    return object != NULL ? object : failure(env, "an approval can't be answered");
}

// session(guard, id): {trusted, labels}, or a status.
static napi_value session(napi_env env, napi_callback_info info) {
    napi_value values[2], object = NULL;
    text id;
    callgate_memory memory = 0;
    callgate_session found = {.size = sizeof found};
    if (!read_arguments(env, info, 2, values, NULL) || !copy_text(env, values[1], &id)) return NULL;
    callgate_status status = callgate_guard_session(held_handle(env, values[0]), given(&id), &found, &memory);
    free_text(&id);
    if (status != CALLGATE_OK) return status_value(env, status);
    napi_create_object(env, &object);
    set(env, object, "trusted", bool_value(env, found.is_trusted));
    set_texts(env, object, "labels", found.labels);
    callgate_memory_free(memory);
    return object;
}

void export_guards(napi_env env, napi_value exports) {
    export_function(env, exports, "createGuard", create_guard);
    export_function(env, exports, "reloadGuard", reload_guard);
    export_function(env, exports, "setTime", set_time);
    export_function(env, exports, "check", check);
    export_function(env, exports, "record", record);
    export_function(env, exports, "answer", answer);
    export_function(env, exports, "session", session);
}
