#include "addon.h"

static void finalize_held(napi_env env, void *data, void *hint) {
    (void)env;
    (void)hint;
    held *held = data;
    held->free_handle(held->handle);
    free(held);
}

napi_value hold(napi_env env, uint64_t handle, callgate_status (*free_handle)(uint64_t)) {
    held *made = malloc(sizeof *made);
    napi_value value = NULL;
    if (made != NULL) {
        *made = (held){KIND_HELD, handle, free_handle};
        if (napi_create_external(env, made, finalize_held, NULL, &value) == napi_ok) return value;
        free(made);
    }
    free_handle(handle);
    return failure(env, "no memory for a handle");
}

void *external_data(napi_env env, napi_value value, kind kind) {
    napi_valuetype type;
    void *data = NULL;
    if (napi_typeof(env, value, &type) != napi_ok || type != napi_external) return NULL;
    if (napi_get_value_external(env, value, &data) != napi_ok || data == NULL) return NULL;
    return memcmp(data, &kind, sizeof kind) == 0 ? data : NULL;
}

uint64_t held_handle(napi_env env, napi_value value) {
    held *held = external_data(env, value, KIND_HELD);
    return held != NULL ? held->handle : 0;
}

const uint8_t *array_bytes(napi_env env, napi_value value, size_t *count) {
    static const uint8_t none[1] = {0};
    bool is_array = false;
    napi_typedarray_type type;
    void *bytes = NULL;
    *count = 0;
    if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array
        || napi_get_typedarray_info(env, value, &type, count, &bytes, NULL, NULL) != napi_ok
        || type != napi_uint8_array) {
        failure(env, "bytes are wanted as a Uint8Array");
        return NULL;
    }
    // An empty array may have no memory.
    return bytes != NULL ? bytes : none;
}

static bool copy_string(napi_env env, napi_value value, text *out) {
    size_t count = 0;
    if (napi_get_value_string_utf8(env, value, NULL, 0, &count) != napi_ok) return false;
    out->bytes = malloc(count + 1);
    if (out->bytes == NULL) return false;
    return napi_get_value_string_utf8(env, value, out->bytes, count + 1, &out->count) == napi_ok;
}

bool copy_text(napi_env env, napi_value value, text *out) {
    *out = (text){NULL, 0};
    napi_valuetype type;
    if (napi_typeof(env, value, &type) != napi_ok) return false;
    if (type == napi_undefined || type == napi_null) return true;
    if (type == napi_string) {
        if (copy_string(env, value, out)) return true;
        failure(env, "a text can't be read");
        return false;
    }
    size_t count;
    const uint8_t *bytes = array_bytes(env, value, &count);
    if (bytes == NULL) return false;
    out->bytes = malloc(count + 1);
    if (out->bytes == NULL) {
        failure(env, "no memory for a text");
        return false;
    }
    memcpy(out->bytes, bytes, count);
    out->count = count;
    return true;
}

void free_text(text *text) {
    free(text->bytes);
    text->bytes = NULL;
}

bool copy_texts(napi_env env, napi_value array, text **texts, size_t *count) {
    uint32_t length = 0;
    if (napi_get_array_length(env, array, &length) != napi_ok) {
        failure(env, "an array is wanted");
        return false;
    }
    *texts = calloc((size_t)length + 1, sizeof **texts);
    if (*texts == NULL) {
        failure(env, "no memory for texts");
        return false;
    }
    *count = length;
    for (uint32_t index = 0; index < length; index++) {
        napi_value element;
        if (napi_get_element(env, array, index, &element) != napi_ok) return false;
        if (!copy_text(env, element, &(*texts)[index])) return false;
    }
    return true;
}

void free_texts(text *texts, size_t count) {
    for (size_t index = 0; index < count; index++) free_text(&texts[index]);
    free(texts);
}

callgate_text given(const text *text) { return (callgate_text){text->bytes, text->count}; }

callgate_text *given_texts(const text *texts, size_t count) {
    callgate_text *all = calloc(count + 1, sizeof *all);
    for (size_t index = 0; all != NULL && index < count; index++) all[index] = given(&texts[index]);
    return all;
}

callgate_time read_time(napi_env env, napi_value seconds, napi_value nanoseconds) {
    callgate_time time = {0, 0, 0};
    napi_get_value_int64(env, seconds, &time.seconds);
    napi_get_value_uint32(env, nanoseconds, &time.nanoseconds);
    return time;
}

bool read_arguments(napi_env env, napi_callback_info info, size_t wanted, napi_value *values, void **data) {
    size_t count = wanted;
    if (napi_get_cb_info(env, info, &count, values, NULL, data) == napi_ok) return true;
    failure(env, "arguments can't be read");
    return false;
}

napi_value text_value(napi_env env, callgate_text text) {
    napi_value value = NULL;
    if (text.bytes == NULL) return undefined(env);
    if (napi_create_string_utf8(env, text.bytes, text.count, &value) == napi_ok) return value;
    return failure(env, "no memory for a text");
}

napi_value texts_value(napi_env env, callgate_texts texts) {
    napi_value array = NULL;
    napi_create_array_with_length(env, texts.count, &array);
    for (size_t index = 0; index < texts.count; index++) {
        napi_set_element(env, array, (uint32_t)index, text_value(env, texts.items[index]));
    }
    return array;
}

napi_value number_value(napi_env env, double number) {
    napi_value value = NULL;
    napi_create_double(env, number, &value);
    return value;
}

napi_value bool_value(napi_env env, bool is_true) {
    napi_value value = NULL;
    napi_get_boolean(env, is_true, &value);
    return value;
}

napi_value status_value(napi_env env, callgate_status status) { return number_value(env, status); }

void set(napi_env env, napi_value object, const char *name, napi_value value) {
    // After an error, which is pending then, there may be no value.
    if (object != NULL && value != NULL) napi_set_named_property(env, object, name, value);
}

void set_text(napi_env env, napi_value object, const char *name, callgate_text text) {
    set(env, object, name, text_value(env, text));
}

void set_texts(napi_env env, napi_value object, const char *name, callgate_texts texts) {
    set(env, object, name, texts_value(env, texts));
}

napi_value undefined(napi_env env) {
    napi_value value = NULL;
    napi_get_undefined(env, &value);
    return value;
}

napi_value failure(napi_env env, const char *message) {
    bool is_pending = false;
    napi_is_exception_pending(env, &is_pending);
    if (!is_pending) napi_throw_error(env, "CALLGATE_ADDON", message);
    return NULL;
}

napi_value report_value(napi_env env, const callgate_report *report) {
    napi_value object = NULL;
    napi_create_object(env, &object);
    set(env, object, "effect", number_value(env, report->effect));
    set(env, object, "reason", number_value(env, report->reason));
    set_text(env, object, "rule", report->rule);
    set_text(env, object, "message", report->message);
    set_text(env, object, "tool", report->tool);
    set_text(env, object, "line", report->line);
    set_text(env, object, "id", report->id);
    set_text(env, object, "cause", report->cause);
    set_text(env, object, "approvalError", report->approval_error);
    set_texts(env, object, "approvers", report->approvers);
    set_texts(env, object, "matched", report->matched);
    set_texts(env, object, "monitored", report->monitored);
    if (report->timeout_seconds >= 0) {
        set(env, object, "timeoutSeconds", number_value(env, (double)report->timeout_seconds));
    }
    if (report->approval_deadline >= 0) {
        set(env, object, "deadline", number_value(env, (double)(report->approval_deadline / 1000000)));
    }
    if (report->error_kind.bytes != NULL) {
        napi_value error = NULL;
        napi_create_object(env, &error);
        set_text(env, error, "kind", report->error_kind);
        set_text(env, error, "detail", report->error_detail);
        if (report->error_offset != CALLGATE_NO_OFFSET) {
            set(env, error, "offset", number_value(env, (double)report->error_offset));
        }
        set(env, object, "error", error);
    }
    return object;
}

napi_value diagnostics_value(napi_env env, const callgate_diagnostics *diagnostics) {
    napi_value array = NULL;
    napi_create_array_with_length(env, diagnostics->count, &array);
    for (size_t index = 0; index < diagnostics->count; index++) {
        const callgate_diagnostic *item = (const void *)((const char *)diagnostics->items + index * diagnostics->item_size);
        napi_value object = NULL;
        napi_create_object(env, &object);
        bool is_error = item->severity == CALLGATE_ERROR;
        set(env, object, "severity", text_value(env, (callgate_text){is_error ? "error" : "warning", is_error ? 5 : 7}));
        set_text(env, object, "message", item->message);
        set_text(env, object, "file", item->file);
        set_text(env, object, "suggestion", item->suggestion);
        set_text(env, object, "rendered", item->rendered);
        if (item->line > 0) {
            set(env, object, "line", number_value(env, item->line));
            set(env, object, "column", number_value(env, item->column));
        }
        napi_set_element(env, array, (uint32_t)index, object);
    }
    return array;
}

void export_function(napi_env env, napi_value exports, const char *name, napi_callback function) {
    napi_value value = NULL;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, function, NULL, &value) == napi_ok) {
        set(env, exports, name, value);
    }
}
