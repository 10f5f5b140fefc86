#include "addon.h"

// createEvents(gate): a handle, or a status.
static napi_value create_events(napi_env env, napi_callback_info info) {
    napi_value value;
    callgate_events events = 0;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    callgate_status status = callgate_events_create(held_handle(env, value), &events, NULL);
    return status == CALLGATE_OK ? hold(env, events, callgate_events_free) : status_value(env, status);
}

// answerEvent(events, bytes): the answer's line, or a status.
static napi_value answer_event(napi_env env, napi_callback_info info) {
    napi_value values[2];
    callgate_text line;
    size_t count = 0;
    if (!read_arguments(env, info, 2, values, NULL)) return NULL;
    const uint8_t *bytes = array_bytes(env, values[1], &count);
    if (bytes == NULL) return NULL;
    callgate_status status = callgate_events_answer(
        held_handle(env, values[0]), (callgate_text){(const char *)bytes, count}, NULL, &line);
    return status == CALLGATE_OK ? text_value(env, line) : status_value(env, status);
}

void export_events(napi_env env, napi_value exports) {
    export_function(env, exports, "createEvents", create_events);
    export_function(env, exports, "answerEvent", answer_event);
}
