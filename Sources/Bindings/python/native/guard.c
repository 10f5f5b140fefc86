// The two calls that have to be quick. What is out of the ordinary goes on in Python: `_check` and `_decide`.
#include "native.h"

typedef struct {
    PyObject_HEAD
    // NULL once the guard is closed.
    Engine *engine;
} Guard;

static PyObject *slow(PyObject *self, const char *name, PyObject *const *values, Py_ssize_t count, PyObject *names) {
    PyObject *method = PyObject_GetAttrString(self, name);
    PyObject *tuple = method != NULL ? PyTuple_New(count) : NULL;
    PyObject *dict = tuple != NULL ? PyDict_New() : NULL;
    PyObject *answer = NULL;
    if (dict != NULL) {
        for (Py_ssize_t index = 0; index < count; index++) PyTuple_SetItem(tuple, index, Py_NewRef(values[index]));
        Py_ssize_t named = names != NULL ? PyTuple_Size(names) : 0;
        bool is_ready = true;
        for (Py_ssize_t index = 0; is_ready && index < named; index++) {
            is_ready = PyDict_SetItem(dict, PyTuple_GetItem(names, index), values[count + index]) == 0;
        }
        if (is_ready) answer = PyObject_Call(method, tuple, dict);
    }
    Py_XDECREF(dict);
    Py_XDECREF(tuple);
    Py_XDECREF(method);
    return answer;
}

// check(tool, args=None, context=None, *, session=None, parent=None, id=None, approval=None)
static PyObject *check(PyObject *object, PyObject *const *values, Py_ssize_t count, PyObject *names) {
    Engine *engine = ((Guard *)object)->engine;
    if (names != NULL || count < 1 || count > 3 || engine == NULL || engine->is_stateful) return slow(object, "_check", values, count, names);
    PyObject *bytes = NULL;
    PyObject *args = count > 1 ? values[1] : NULL, *context = count > 2 ? values[2] : NULL;
    if (write_call(values[0], args, context, &bytes) != WRITTEN) return slow(object, "_check", values, count, names);
    Py_INCREF((PyObject *)engine);
    PyObject *decision = engine_decide(engine, bytes, NULL);
    Py_DECREF((PyObject *)engine);
    Py_DECREF(bytes);
    if (decision != NULL) return decision;
    // There it is a denial.
    PyErr_Clear();
    return slow(object, "_check", values, count, names);
}

// decide(call, *, now=None)
static PyObject *decide(PyObject *object, PyObject *const *values, Py_ssize_t count, PyObject *names) {
    Engine *engine = ((Guard *)object)->engine;
    bool is_quick = names == NULL && count == 1 && engine != NULL && !engine->is_stateful && PyBytes_CheckExact(values[0]);
    if (!is_quick) return slow(object, "_decide", values, count, names);
    Py_INCREF((PyObject *)engine);
    PyObject *decision = engine_decide(engine, values[0], NULL);
    Py_DECREF((PyObject *)engine);
    if (decision != NULL) return decision;
    PyErr_Clear();
    return slow(object, "_decide", values, count, names);
}

// _use(engine): decides by it from here on; None closes.
static PyObject *use(PyObject *object, PyObject *engine) {
    if (engine != Py_None && !PyObject_TypeCheck(engine, engine_type)) return PyErr_Format(PyExc_TypeError, "an engine is needed");
    Guard *self = (Guard *)object;
    PyObject *old = (PyObject *)self->engine;
    self->engine = engine == Py_None ? NULL : (Engine *)Py_NewRef(engine);
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

static PyObject *get_engine(PyObject *self, void *closure) {
    (void)closure;
    PyObject *engine = (PyObject *)((Guard *)self)->engine;
    return Py_NewRef(engine != NULL ? engine : Py_None);
}

static void deallocate(PyObject *object) {
    Py_XDECREF((PyObject *)((Guard *)object)->engine);
    PyTypeObject *type = Py_TYPE(object);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF((PyObject *)type);
}

static PyMethodDef methods[] = {
    {"check", (PyCFunction)(void (*)(void))check, METH_FASTCALL | METH_KEYWORDS,
     "check($self, tool, args=None, context=None, *, session=None, parent=None, id=None, approval=None)\n--\n\n"
     "Decides on a call. What can't be decided on is denied."},
    {"decide", (PyCFunction)(void (*)(void))decide, METH_FASTCALL | METH_KEYWORDS,
     "decide($self, call, *, now=None)\n--\n\nDecides on the bytes of a call, as they are; with now, without what is kept from call to call."},
    {"_use", use, METH_O, "Decides by an engine from here on."},
    {0},
};

static PyGetSetDef properties[] = {{"_engine", get_engine, NULL, "None once it is closed.", NULL}, {0}};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, deallocate}, {Py_tp_methods, methods}, {Py_tp_getset, properties}, {0},
};

static PyType_Spec spec = {
    .name = "callgate._callgate.GuardBase", .basicsize = sizeof(Guard),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .slots = slots,
};

bool add_guard(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    return type != NULL && PyModule_AddObjectRef(module, "GuardBase", type) == 0;
}
