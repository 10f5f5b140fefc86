#include "addon.h"

// What a gate is made of, copied, so that another thread can do it.
typedef struct request {
    enum { FROM_PATHS, FROM_DOCUMENTS, FROM_IMAGE } source;
    // Paths; or a name and a text for each document; or one image.
    text *texts;
    size_t text_count;
    // Names and texts.
    text *tools;
    size_t tool_count;
    text public_key;
    callgate_status status;
    callgate_gate gate;
    callgate_diagnostics diagnostics;
    napi_deferred deferred;
    napi_async_work work;
} request;

static void free_request(request *request) {
    free_texts(request->texts, request->text_count);
    free_texts(request->tools, request->tool_count);
    free_text(&request->public_key);
    callgate_memory_free(request->diagnostics.memory);
    callgate_gate_free(request->gate);
    free(request);
}

// Names and texts, alternating, as documents. NULL without memory.
static callgate_document *documents_of(const text *texts, size_t count) {
    callgate_document *documents = calloc(count / 2 + 1, sizeof *documents);
    for (size_t index = 0; documents != NULL && index < count / 2; index++) {
        documents[index] = (callgate_document){given(&texts[2 * index]), given(&texts[2 * index + 1])};
    }
    return documents;
}

static callgate_status open_paths(request *request, const callgate_gate_options *options) {
    callgate_text *paths = given_texts(request->texts, request->text_count);
    if (paths == NULL) return CALLGATE_FULL;
    callgate_status status
        = callgate_gate_open(paths, request->text_count, options, &request->gate, &request->diagnostics);
    free(paths);
    return status;
}

static callgate_status make_gate(request *request, const callgate_gate_options *options) {
    if (request->source == FROM_PATHS) return open_paths(request, options);
    if (request->source == FROM_IMAGE) {
        return callgate_gate_load(given(&request->texts[0]), options, &request->gate, &request->diagnostics);
    }
    callgate_document *documents = documents_of(request->texts, request->text_count);
    if (documents == NULL) return CALLGATE_FULL;
    callgate_status status = callgate_gate_compile(
        documents, request->text_count / 2, options, &request->gate, &request->diagnostics);
    free(documents);
    return status;
}

// Touches nothing of JavaScript: it may run on another thread.
static void run_request(napi_env env, void *data) {
    (void)env;
    request *request = data;
    callgate_gate_options options = {.size = sizeof options};
    callgate_document *tools = documents_of(request->tools, request->tool_count);
    request->diagnostics.size = sizeof request->diagnostics;
    request->status = CALLGATE_FULL;
    if (tools == NULL) return;
    options.tools = tools;
    options.tool_count = request->tool_count / 2;
    options.public_key = (const uint8_t *)request->public_key.bytes;
    request->status = make_gate(request, &options);
    free(tools);
}

// {status, gate, stateful, diagnostics}; the gate is the value's from here on.
static napi_value request_result(napi_env env, request *request) {
    napi_value object = NULL;
    bool is_stateful = true;
    if (napi_create_object(env, &object) != napi_ok) return NULL;
    set(env, object, "status", status_value(env, request->status));
    set(env, object, "diagnostics", diagnostics_value(env, &request->diagnostics));
    if (request->status != CALLGATE_OK) return object;
    callgate_gate_is_stateful(request->gate, &is_stateful);
    set(env, object, "stateful", bool_value(env, is_stateful));
    set(env, object, "gate", hold(env, request->gate, callgate_gate_free));
    request->gate = 0;
    return object;
}

static void finish_request(napi_env env, napi_status work_status, void *data) {
    request *request = data;
    // The environment is ending: nobody waits.
    if (work_status != napi_cancelled) {
        napi_value result = request_result(env, request);
        if (result != NULL) napi_resolve_deferred(env, request->deferred, result);
    }
    napi_delete_async_work(env, request->work);
    free_request(request);
}

static bool read_request(napi_env env, napi_value *values, request *request) {
    int32_t source = -1;
    napi_get_value_int32(env, values[0], &source);
    request->source = source;
    if (!copy_texts(env, values[1], &request->texts, &request->text_count)) return false;
    if (!copy_texts(env, values[2], &request->tools, &request->tool_count)) return false;
    if (!copy_text(env, values[3], &request->public_key)) return false;
    bool is_key = request->public_key.bytes == NULL || request->public_key.count == 32;
    bool is_image = source != FROM_IMAGE || request->text_count == 1;
    if (source >= FROM_PATHS && source <= FROM_IMAGE && is_key && is_image) return true;
    failure(env, "no such request");
    return false;
}

static napi_value start_request(napi_env env, request *request) {
    napi_value promise = NULL, name = NULL;
    napi_create_string_utf8(env, "callgate", NAPI_AUTO_LENGTH, &name);
    bool is_made = napi_create_promise(env, &request->deferred, &promise) == napi_ok
        && napi_create_async_work(env, NULL, name, run_request, finish_request, request, &request->work) == napi_ok;
    if (is_made && napi_queue_async_work(env, request->work) == napi_ok) return promise;
    if (request->work != NULL) napi_delete_async_work(env, request->work);
    free_request(request);
    return failure(env, "no memory for a promise");
}

// openGate(source, texts, tools, publicKey, isAsync): {status, gate, stateful, diagnostics}, or a promise of it.
static napi_value open_gate(napi_env env, napi_callback_info info) {
    napi_value values[5];
    bool is_async = false;
    request *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(env, "no memory for a request");
    if (!read_arguments(env, info, 5, values, NULL) || !read_request(env, values, made)) {
        free_request(made);
        return NULL;
    }
    napi_get_value_bool(env, values[4], &is_async);
    if (is_async) return start_request(env, made);
    run_request(env, made);
    napi_value result = request_result(env, made);
    free_request(made);
    return result;
}

// image(gate): a copy of its bytes, or a status.
static napi_value image(napi_env env, napi_callback_info info) {
    napi_value value, copy = NULL;
    callgate_text bytes;
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    callgate_status status = callgate_gate_image(held_handle(env, value), &bytes);
    if (status != CALLGATE_OK) return status_value(env, status);
    napi_create_buffer_copy(env, bytes.count, bytes.bytes, NULL, &copy);
    return copy;
}

// digest(gate): 32 bytes, or a status.
static napi_value digest(napi_env env, napi_callback_info info) {
    napi_value value, copy = NULL;
    uint8_t bytes[32];
    if (!read_arguments(env, info, 1, &value, NULL)) return NULL;
    callgate_status status = callgate_gate_digest(held_handle(env, value), bytes);
    if (status != CALLGATE_OK) return status_value(env, status);
    napi_create_buffer_copy(env, sizeof bytes, bytes, NULL, &copy);
    return copy;
}

void export_gates(napi_env env, napi_value exports) {
    export_function(env, exports, "openGate", open_gate);
    export_function(env, exports, "image", image);
    export_function(env, exports, "digest", digest);
}
