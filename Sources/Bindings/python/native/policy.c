// Compiling and loading policies.
#include "native.h"

// What a policy is made of: texts that stay as long as the sequence does.
typedef struct {
    callgate_document *documents;
    callgate_text *paths;
    size_t count;
} sources;

static bool read_bytes(PyObject *object, callgate_text *text) {
    char *bytes = NULL;
    Py_ssize_t count = 0;
    if (PyBytes_AsStringAndSize(object, &bytes, &count) != 0) return false;
    *text = (callgate_text){bytes, (size_t)count};
    return true;
}

// A tuple of paths, or of pairs of a name and bytes.
static bool read_sources(PyObject *tuple, sources *read) {
    *read = (sources){0};
    read->count = (size_t)PyTuple_Size(tuple);
    if (PyErr_Occurred() != NULL) return false;
    read->documents = PyMem_Calloc(read->count + 1, sizeof *read->documents);
    read->paths = PyMem_Calloc(read->count + 1, sizeof *read->paths);
    if (read->documents == NULL || read->paths == NULL) {
        PyErr_NoMemory();
        return false;
    }
    for (size_t index = 0; index < read->count; index++) {
        PyObject *item = PyTuple_GetItem(tuple, (Py_ssize_t)index);
        if (PyUnicode_Check(item)) {
            if (!read_text(item, &read->paths[index])) return false;
            continue;
        }
        if (!PyTuple_Check(item) || PyTuple_Size(item) != 2) {
            PyErr_SetString(PyExc_TypeError, "a path, or a name and bytes, are needed");
            return false;
        }
        PyObject *name = PyTuple_GetItem(item, 0), *bytes = PyTuple_GetItem(item, 1);
        callgate_document *document = &read->documents[index];
        if (!read_text(name, &document->name) || !read_bytes(bytes, &document->bytes)) return false;
    }
    return true;
}

static void free_sources(sources *read) {
    PyMem_Free(read->documents);
    PyMem_Free(read->paths);
}

static PyObject *diagnostic_object(const callgate_diagnostic *one) {
    PyObject *dict = PyDict_New();
    const char *severity = one->severity == CALLGATE_ERROR ? "error" : "warning";
    bool is_made = dict != NULL && put(dict, "severity", PyUnicode_FromString(severity))
        && put(dict, "line", PyLong_FromUnsignedLong(one->line)) && put(dict, "column", PyLong_FromUnsignedLong(one->column))
        && put(dict, "length", PyLong_FromUnsignedLong(one->length)) && put(dict, "file", text_object(one->file))
        && put(dict, "message", text_object(one->message)) && put(dict, "source_line", text_object(one->source_line))
        && put(dict, "suggestion", text_object(one->suggestion)) && put(dict, "rendered", text_object(one->rendered));
    if (!is_made) Py_CLEAR(dict);
    return dict;
}

static PyObject *diagnostics_object(const callgate_diagnostics *diagnostics) {
    PyObject *list = PyList_New(0);
    for (size_t index = 0; list != NULL && index < diagnostics->count; index++) {
        const char *place = (const char *)diagnostics->items + index * diagnostics->item_size;
        PyObject *one = diagnostic_object((const callgate_diagnostic *)place);
        if (one == NULL || PyList_Append(list, one) != 0) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

static PyObject *new_engine(callgate_gate gate) {
    Engine *engine = PyObject_New(Engine, engine_type);
    if (engine == NULL) {
        callgate_gate_free(gate);
        return NULL;
    }
    engine->gate = gate;
    engine->idle_count = 0;
    engine->rule_names = NULL;
    engine->rule_name_count = 0;
    engine->is_stateful = true;
    callgate_gate_is_stateful(gate, &engine->is_stateful);
    return (PyObject *)engine;
}

// open(kind, sources, tools, public_key): an Engine or None, and a list of diagnostics. kind is "paths", "documents"
// or "image", an image being the bytes of the only document.
PyObject *module_open(PyObject *module, PyObject *values) {
    (void)module;
    const char *kind = NULL, *key = NULL;
    PyObject *source_tuple = NULL, *tool_tuple = NULL;
    Py_ssize_t key_count = 0;
    if (!PyArg_ParseTuple(values, "sO!O!z#", &kind, &PyTuple_Type, &source_tuple, &PyTuple_Type, &tool_tuple, &key, &key_count)) return NULL;
    if (key != NULL && key_count != 32) return PyErr_Format(PyExc_ValueError, "a public key has 32 bytes");
    sources policy = {0}, tools = {0};
    PyObject *answer = NULL;
    if (read_sources(source_tuple, &policy) && read_sources(tool_tuple, &tools)) {
        callgate_gate_options options = {
            .size = sizeof options, .tools = tools.documents, .tool_count = tools.count, .public_key = (const uint8_t *)key};
        callgate_diagnostics diagnostics = {.size = sizeof diagnostics};
        callgate_gate gate = 0;
        callgate_status status;
        Py_BEGIN_ALLOW_THREADS
        if (kind[0] == 'p') status = callgate_gate_open(policy.paths, policy.count, &options, &gate, &diagnostics);
        else if (kind[0] == 'd') status = callgate_gate_compile(policy.documents, policy.count, &options, &gate, &diagnostics);
        else status = callgate_gate_load(policy.documents[0].bytes, &options, &gate, &diagnostics);
        Py_END_ALLOW_THREADS
        PyObject *list = diagnostics_object(&diagnostics);
        callgate_memory_free(diagnostics.memory);
        PyObject *engine = status == CALLGATE_OK ? new_engine(gate) : Py_NewRef(Py_None);
        if (list != NULL && engine != NULL) answer = Py_BuildValue("(OOs)", engine, list, callgate_status_text(status));
        Py_XDECREF(engine);
        Py_XDECREF(list);
    }
    free_sources(&policy);
    free_sources(&tools);
    return answer;
}
