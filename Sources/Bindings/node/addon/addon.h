// What the parts of the addon share: handles that the garbage collector frees, texts, and errors.
#ifndef CALLGATE_ADDON_H
#define CALLGATE_ADDON_H

#define NAPI_VERSION 8
#include <node_api.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "callgate.h"

// Most arguments that one of the functions takes.
#define MAX_ARGUMENTS 8

// What an external value of the addon is. Each one's memory begins with it.
typedef enum kind { KIND_HELD = 0x63670001, KIND_MACHINE = 0x63670002 } kind;

// The memory of an external value of a kind; NULL of anything else.
void *external_data(napi_env env, napi_value value, kind kind);

// A handle of the library in a JavaScript value. It is freed once: by `release`, by the garbage collector, or when
// the environment ends, whichever comes first.
typedef struct held {
    kind kind;
    uint64_t handle;
    callgate_status (*free_handle)(uint64_t);
} held;

napi_value hold(napi_env env, uint64_t handle, callgate_status (*free_handle)(uint64_t));

// The handle of a value that `hold` has made; 0, which the library refuses, of anything else and after `release`.
uint64_t held_handle(napi_env env, napi_value value);

// Memory for a text of JavaScript, in UTF-8. A text that is undefined or null has no bytes.
typedef struct text {
    char *bytes;
    size_t count;
} text;

// Whether a string, or the bytes of a Uint8Array, could be copied; else a JavaScript error is pending.
bool copy_text(napi_env env, napi_value value, text *out);
void free_text(text *text);
callgate_text given(const text *text);

// The texts of an array, copied; false with an error pending. Those that could be copied are to be freed either way.
bool copy_texts(napi_env env, napi_value array, text **texts, size_t *count);
void free_texts(text *texts, size_t count);
// Memory to be freed; NULL without any.
callgate_text *given_texts(const text *texts, size_t count);

// Bytes of a Uint8Array, where they are; NULL, with a JavaScript error pending, of anything else.
const uint8_t *array_bytes(napi_env env, napi_value value, size_t *count);

// Reads the arguments of a call. Those that are left out are undefined.
bool read_arguments(napi_env env, napi_callback_info info, size_t wanted, napi_value *values, void **data);

// Seconds and nanoseconds since 1970; 0 for what is no number.
callgate_time read_time(napi_env env, napi_value seconds, napi_value nanoseconds);

// Values to give back. A text without bytes is undefined.
napi_value text_value(napi_env env, callgate_text text);
napi_value texts_value(napi_env env, callgate_texts texts);
napi_value number_value(napi_env env, double value);
napi_value bool_value(napi_env env, bool value);
napi_value status_value(napi_env env, callgate_status status);
void set(napi_env env, napi_value object, const char *name, napi_value value);
void set_text(napi_env env, napi_value object, const char *name, callgate_text text);
void set_texts(napi_env env, napi_value object, const char *name, callgate_texts texts);
napi_value undefined(napi_env env);
napi_value failure(napi_env env, const char *message);
napi_value report_value(napi_env env, const callgate_report *report);
napi_value diagnostics_value(napi_env env, const callgate_diagnostics *diagnostics);

// Adds a function to the addon's exports.
void export_function(napi_env env, napi_value exports, const char *name, napi_callback function);

void export_gates(napi_env env, napi_value exports);
void export_machines(napi_env env, napi_value exports);
void export_guards(napi_env env, napi_value exports);
void export_events(napi_env env, napi_value exports);

#endif
