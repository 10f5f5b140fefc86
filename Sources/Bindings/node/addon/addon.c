#include "addon.h"

// release(handle): frees it now. A handle that was released before stays so.
static napi_value release_handle(napi_env env, napi_callback_info info) {
    napi_value value;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    held *held = external_data(env, value, KIND_HELD);
    if (held == NULL) return failure(env, "no handle");
    callgate_status status = held->free_handle(held->handle);
    if (status == CALLGATE_OK) held->handle = 0;
    return status_value(env, status);
}

static napi_value status_text(napi_env env, napi_callback_info info) {
    napi_value value;
    int32_t status = 0;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    napi_get_value_int32(env, value, &status);
    const char *text = callgate_status_text(status);
    return text_value(env, (callgate_text){text, strlen(text)});
}

// An empty call, to measure what calling an addon costs.
static napi_value nothing(napi_env env, napi_callback_info info) {
    (void)env;
    (void)info;
    return NULL;
}

NAPI_MODULE_INIT() {
    export_function(env, exports, "release", release_handle);
    export_function(env, exports, "statusText", status_text);
    export_function(env, exports, "nothing", nothing);
    export_gates(env, exports);
    export_machines(env, exports);
    export_guards(env, exports);
    export_events(env, exports);
    const char *version = callgate_version();
    set(env, exports, "version", text_value(env, (callgate_text){version, strlen(version)}));
    return exports;
}
