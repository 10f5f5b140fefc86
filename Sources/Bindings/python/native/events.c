// A guard that is driven by lines.
#include "native.h"

typedef struct {
    PyObject_HEAD
    callgate_events handle;
} Events;

static PyObject *make(PyTypeObject *type, PyObject *values, PyObject *names) {
    (void)names;
    PyObject *engine = NULL;
    if (!PyArg_ParseTuple(values, "O!", engine_type, &engine)) return NULL;
    callgate_events handle = 0;
    callgate_status status = callgate_events_create(((Engine *)engine)->gate, &handle, NULL);
    if (status != CALLGATE_OK) {
        raise_status(status);
        return NULL;
    }
    Events *self = PyObject_New(Events, type);
    if (self == NULL) callgate_events_free(handle);
    else self->handle = handle;
    return (PyObject *)self;
}

static void deallocate(PyObject *object) {
    callgate_events_free(((Events *)object)->handle);
    PyTypeObject *type = Py_TYPE(object);
    PyObject_Free(object);
    Py_DECREF((PyObject *)type);
}

static PyObject *answer(PyObject *self, PyObject *bytes) {
    if (!PyBytes_Check(bytes)) return PyErr_Format(PyExc_TypeError, "the bytes of an event are needed");
    callgate_text event = {PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)}, line = {0};
    callgate_status status = callgate_events_answer(((Events *)self)->handle, event, NULL, &line);
    if (status == CALLGATE_OK) return text_object(line);
    raise_status(status);
    return NULL;
}

static PyMethodDef methods[] = {{"answer", answer, METH_O, "answer(event): a line of JSON."}, {0}};

static PyType_Slot slots[] = {
    {Py_tp_new, make}, {Py_tp_dealloc, deallocate}, {Py_tp_methods, methods},
    {Py_tp_doc, "A guard whose clock events set."}, {0},
};

static PyType_Spec spec = {
    .name = "callgate._callgate.Events", .basicsize = sizeof(Events),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, .slots = slots,
};

bool add_events(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    return type != NULL && PyModule_AddObjectRef(module, "Events", type) == 0;
}
