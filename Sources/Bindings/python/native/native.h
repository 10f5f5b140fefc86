// What the parts of the extension module share. All of it is used with the interpreter's lock held.
#ifndef CALLGATE_NATIVE_H
#define CALLGATE_NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "callgate.h"

// Calls of more bytes are decided without the interpreter's lock. A decision on fewer mostly takes less than 10
// microseconds, which is what it takes to hand the lock over and to get it back.
#define CALLGATE_UNLOCKED_BYTES 262144

// ---- Values of C and Python ----

// A text that is valid as long as the object; sets an exception where the object is no str of Unicode.
bool read_text(PyObject *object, callgate_text *text);
// Likewise; None is no text.
bool read_optional_text(PyObject *object, callgate_text *text);
// New references; None where there is no text.
PyObject *text_object(callgate_text text);
PyObject *texts_object(callgate_texts texts);
// Puts a new reference into a dict and gives it up; false with an exception where it is NULL.
bool put(PyObject *dict, const char *key, PyObject *value);
// Sets the exception CallgateError(code, message).
void raise_status(callgate_status status);
bool read_time(PyObject *seconds, PyObject *nanoseconds, callgate_time *time);
void current_time(callgate_time *time);

// ---- Writing JSON ----

typedef enum { WRITTEN, NOT_PLAIN, TOO_LARGE, TOO_DEEP, NO_UNICODE, NOT_FINITE, TOO_LONG_INT, NO_MEMORY } write_result;

// Writes a call; args and context are NULL or None where there are none. Runs no Python code, so that what is written is
// the values of one moment. *bytes is a new bytes object where it is WRITTEN.
write_result write_call(PyObject *tool, PyObject *args, PyObject *context, PyObject **bytes);
PyObject *module_write_call(PyObject *module, PyObject *const *values, Py_ssize_t count);
PyObject *module_write_value(PyObject *module, PyObject *value);

// ---- Policies and their machines ----

#define IDLE_MACHINES 8

typedef struct {
    PyObject_HEAD
    callgate_gate gate;
    bool is_stateful;
    // Machines that nobody is using. Others are with calls that are decided without the interpreter's lock.
    callgate_machine idle[IDLE_MACHINES];
    int idle_count;
    // By their numbers, NULL where they have not been seen.
    PyObject **rule_names;
    uint32_t rule_name_count;
} Engine;

extern PyTypeObject *engine_type;
bool add_engine(PyObject *module);
PyObject *module_open(PyObject *module, PyObject *values);
// A decision on the bytes of a call; now is NULL for the system's time.
PyObject *engine_decide(Engine *engine, PyObject *bytes, const callgate_time *now);
// The texts of a decision as a dict, and JSON that explains it.
PyObject *engine_report(Engine *engine, PyObject *bytes, const callgate_time *time);
PyObject *engine_explain(Engine *engine, PyObject *bytes, const callgate_time *time);
PyObject *report_object(const callgate_report *report);

// ---- Decisions ----

typedef struct {
    PyObject_HEAD
    // NULL for a denial that no machine made.
    Engine *engine;
    PyObject *call;
    callgate_time time;
    int effect;
    int reason;
    PyObject *rule;
    // NULL until it is asked for.
    PyObject *report;
    // 0 unless a guard made it.
    callgate_guard_decision handle;
    unsigned process;
} Decision;

extern PyTypeObject *decision_type;
bool add_decision(PyObject *module);
Decision *new_decision(void);
PyObject *module_refused(PyObject *module, PyObject *report);

// ---- Guards, and what is kept from call to call ----

bool add_runtime(PyObject *module);
bool add_events(PyObject *module);
bool add_guard(PyObject *module);

// Grows in a process that was forked: handles of guards that it has from its parent are not freed there, since a
// thread that it does not have may hold their locks.
extern unsigned process_number;

#endif
