#include "native.h"

#include <time.h>

// The system's time as of its last tick, some milliseconds ago at most: to ask the hardware's clock would take as long
// as a tenth of a decision.
#ifdef CLOCK_REALTIME_COARSE
#define TICK_CLOCK CLOCK_REALTIME_COARSE
#else
#define TICK_CLOCK CLOCK_REALTIME
#endif

bool read_text(PyObject *object, callgate_text *text) {
    *text = (callgate_text){0};
    if (!PyUnicode_CheckExact(object)) {
        PyErr_SetString(PyExc_TypeError, "a str is needed");
        return false;
    }
    Py_ssize_t count = 0;
    text->bytes = PyUnicode_AsUTF8AndSize(object, &count);
    text->count = (size_t)count;
    return text->bytes != NULL;
}

bool read_optional_text(PyObject *object, callgate_text *text) {
    *text = (callgate_text){0};
    return object == Py_None || read_text(object, text);
}

PyObject *text_object(callgate_text text) {
    if (text.bytes == NULL) Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(text.bytes, (Py_ssize_t)text.count, "replace");
}

PyObject *texts_object(callgate_texts texts) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)texts.count);
    for (size_t index = 0; tuple != NULL && index < texts.count; index++) {
        PyObject *item = text_object(texts.items[index]);
        if (item == NULL) Py_CLEAR(tuple);
        else PyTuple_SetItem(tuple, (Py_ssize_t)index, item);
    }
    return tuple;
}

bool put(PyObject *dict, const char *key, PyObject *value) {
    if (value == NULL) return false;
    int failed = PyDict_SetItemString(dict, key, value);
    Py_DECREF(value);
    return failed == 0;
}

void raise_status(callgate_status status) {
    PyObject *module = PyImport_ImportModule("callgate._errors");
    PyObject *error = module != NULL ? PyObject_GetAttrString(module, "CallgateError") : NULL;
    const char *code = status == CALLGATE_BAD_ARGUMENT ? "invalid_option" : status == CALLGATE_FULL ? "guard_full" : "guard_failed";
    PyObject *made = error != NULL ? PyObject_CallFunction(error, "ss", code, callgate_status_text(status)) : NULL;
    if (made != NULL) PyErr_SetObject(error, made);
    Py_XDECREF(made);
    Py_XDECREF(error);
    Py_XDECREF(module);
}

bool read_time(PyObject *seconds, PyObject *nanoseconds, callgate_time *time) {
    long long whole = PyLong_AsLongLong(seconds);
    unsigned long part = PyErr_Occurred() == NULL ? PyLong_AsUnsignedLong(nanoseconds) : 0;
    if (PyErr_Occurred() != NULL) return false;
    if (part > 999999999) {
        PyErr_SetString(PyExc_ValueError, "a second has a thousand million nanoseconds");
        return false;
    }
    *time = (callgate_time){.seconds = whole, .nanoseconds = (uint32_t)part};
    return true;
}

void current_time(callgate_time *time) {
    struct timespec now = {0};
    clock_gettime(TICK_CLOCK, &now);
    *time = (callgate_time){.seconds = now.tv_sec, .nanoseconds = (uint32_t)now.tv_nsec};
}
