// Writes calls as JSON in one walk that runs no Python code: types are exact, so no method of a subclass is asked, and no
// other thread comes in between.
#include "native.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// spec/limits.md: bytes of a call, and levels of nesting, the call itself included.
#define MAX_BYTES ((size_t)1 << 20)
#define MAX_DEPTH 128

// One buffer for all calls: nothing is written while another call is.
static char *buffer;
static size_t capacity;
static size_t at;

static write_result grow(size_t more) {
    if (more > MAX_BYTES || at + more > MAX_BYTES) return TOO_LARGE;
    size_t wanted = capacity < 4096 ? 4096 : capacity;
    while (wanted < at + more) wanted *= 2;
    char *grown = realloc(buffer, wanted);
    if (grown == NULL) return NO_MEMORY;
    buffer = grown;
    capacity = wanted;
    return WRITTEN;
}

static inline write_result need(size_t more) {
    return capacity - at >= more && at + more <= MAX_BYTES ? WRITTEN : grow(more);
}

static inline write_result write_bytes(const char *bytes, size_t count) {
    write_result result = need(count);
    if (result != WRITTEN) return result;
    memcpy(buffer + at, bytes, count);
    at += count;
    return WRITTEN;
}

static inline write_result write_byte(char byte) {
    return write_bytes(&byte, 1);
}

static inline bool is_escaped(unsigned char byte) {
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static write_result write_escaped(unsigned char byte) {
    static const char digits[] = "0123456789abcdef";
    static const char letters[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
    const char *found = byte != 0 ? strchr(letters, byte) : NULL;
    if (found != NULL) return write_bytes((char[]){'\\', names[found - letters]}, 2);
    return write_bytes((char[]){'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]}, 6);
}

static write_result write_string(PyObject *string) {
    Py_ssize_t count = 0;
    const char *text = PyUnicode_AsUTF8AndSize(string, &count);
    if (text == NULL) {
        bool is_no_unicode = PyErr_ExceptionMatches(PyExc_UnicodeEncodeError);
        PyErr_Clear();
        return is_no_unicode ? NO_UNICODE : NO_MEMORY;
    }
    write_result result = need((size_t)count + 2);
    if (result != WRITTEN) return result;
    buffer[at++] = '"';
    size_t start = 0;
    for (size_t index = 0; index < (size_t)count; index++) {
        if (!is_escaped((unsigned char)text[index])) continue;
        result = write_bytes(text + start, index - start);
        if (result == WRITTEN) result = write_escaped((unsigned char)text[index]);
        if (result != WRITTEN) return result;
        start = index + 1;
    }
    result = write_bytes(text + start, (size_t)count - start);
    return result == WRITTEN ? write_byte('"') : result;
}

static write_result write_int(PyObject *number) {
    int overflow = 0;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    if (overflow != 0) return TOO_LONG_INT;
    char digits[20];
    char *end = digits + sizeof digits, *start = end;
    unsigned long long rest = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
    do *--start = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) *--start = '-';
    return write_bytes(start, (size_t)(end - start));
}

// As repr() does: the shortest digits that give the same number again, with a point or an exponent.
static write_result write_float(PyObject *number) {
    double value = PyFloat_AsDouble(number);
    if (!isfinite(value)) return NOT_FINITE;
    char *text = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (text == NULL) {
        PyErr_Clear();
        return NO_MEMORY;
    }
    write_result result = write_bytes(text, strlen(text));
    PyMem_Free(text);
    return result;
}

static write_result write_value(PyObject *value, int depth);

static write_result write_dict(PyObject *dict, int depth) {
    if (depth > MAX_DEPTH) return TOO_DEEP;
    Py_ssize_t position = 0;
    PyObject *key = NULL, *value = NULL;
    write_result result = write_byte('{');
    for (bool is_first = true; result == WRITTEN && PyDict_Next(dict, &position, &key, &value); is_first = false) {
        if (!PyUnicode_CheckExact(key)) return NOT_PLAIN;
        if (!is_first) result = write_byte(',');
        if (result == WRITTEN) result = write_string(key);
        if (result == WRITTEN) result = write_byte(':');
        if (result == WRITTEN) result = write_value(value, depth);
    }
    return result == WRITTEN ? write_byte('}') : result;
}

static write_result write_list(PyObject *list, int depth) {
    if (depth > MAX_DEPTH) return TOO_DEEP;
    bool is_list = PyList_CheckExact(list);
    Py_ssize_t count = is_list ? PyList_Size(list) : PyTuple_Size(list);
    write_result result = write_byte('[');
    for (Py_ssize_t index = 0; result == WRITTEN && index < count; index++) {
        if (index > 0) result = write_byte(',');
        PyObject *item = is_list ? PyList_GetItem(list, index) : PyTuple_GetItem(list, index);
        if (result == WRITTEN) result = write_value(item, depth);
    }
    return result == WRITTEN ? write_byte(']') : result;
}

// depth is that of what the value lies in.
static write_result write_value(PyObject *value, int depth) {
    if (PyUnicode_CheckExact(value)) return write_string(value);
    if (PyLong_CheckExact(value)) return write_int(value);
    if (value == Py_None) return write_bytes("null", 4);
    if (value == Py_True) return write_bytes("true", 4);
    if (value == Py_False) return write_bytes("false", 5);
    if (PyFloat_CheckExact(value)) return write_float(value);
    if (PyDict_CheckExact(value)) return write_dict(value, depth + 1);
    if (PyList_CheckExact(value) || PyTuple_CheckExact(value)) return write_list(value, depth + 1);
    return NOT_PLAIN;
}

static write_result write_member(const char *name, PyObject *object) {
    if (object == NULL || object == Py_None) return WRITTEN;
    if (!PyDict_CheckExact(object)) return NOT_PLAIN;
    write_result result = write_bytes(name, strlen(name));
    return result == WRITTEN ? write_dict(object, 2) : result;
}

write_result write_call(PyObject *tool, PyObject *args, PyObject *context, PyObject **bytes) {
    at = 0;
    if (!PyUnicode_CheckExact(tool)) return NOT_PLAIN;
    write_result result = write_bytes("{\"tool\":", 8);
    if (result == WRITTEN) result = write_string(tool);
    if (result == WRITTEN) result = write_member(",\"args\":", args);
    if (result == WRITTEN) result = write_member(",\"context\":", context);
    if (result == WRITTEN) result = write_byte('}');
    if (result != WRITTEN) return result;
    *bytes = PyBytes_FromStringAndSize(buffer, (Py_ssize_t)at);
    if (*bytes != NULL) return WRITTEN;
    PyErr_Clear();
    return NO_MEMORY;
}

static PyObject *failure(write_result result) {
    static const char *const names[] = {
        [NOT_PLAIN] = "unsupported_value", [TOO_LARGE] = "call_too_large", [TOO_DEEP] = "nesting_too_deep",
        [NO_UNICODE] = "lone_surrogate", [NOT_FINITE] = "unsupported_value", [TOO_LONG_INT] = "unsupported_value",
    };
    return result == NO_MEMORY ? PyErr_NoMemory() : PyUnicode_FromString(names[result]);
}

// write_call(tool, args, context): bytes, or a str that names what is wrong.
PyObject *module_write_call(PyObject *module, PyObject *const *values, Py_ssize_t count) {
    (void)module;
    if (count != 3) {
        PyErr_SetString(PyExc_TypeError, "a tool, arguments and context are needed");
        return NULL;
    }
    PyObject *bytes = NULL;
    write_result result = write_call(values[0], values[1], values[2], &bytes);
    return result == WRITTEN ? bytes : failure(result);
}

// write_value(value): likewise, of any value.
PyObject *module_write_value(PyObject *module, PyObject *value) {
    (void)module;
    at = 0;
    write_result result = write_value(value, 0);
    return result == WRITTEN ? PyBytes_FromStringAndSize(buffer, (Py_ssize_t)at) : failure(result);
}
