#include "native.h"

static PyObject *forked(PyObject *module, PyObject *none) {
    (void)module;
    (void)none;
    process_number++;
    Py_RETURN_NONE;
}

// What a call of this module costs at least.
static PyObject *nothing(PyObject *module, PyObject *const *values, Py_ssize_t count) {
    (void)module;
    (void)values;
    (void)count;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"open", module_open, METH_VARARGS, "open(kind, sources, tools, public_key): (engine or None, diagnostics, status)"},
    {"write_call", (PyCFunction)(void (*)(void))module_write_call, METH_FASTCALL, "write_call(tool, args, context): bytes, or what is wrong"},
    {"write_value", module_write_value, METH_O, "write_value(value): bytes, or what is wrong"},
    {"refused", module_refused, METH_O, "refused(report): a denial that no machine made"},
    {"forked", forked, METH_NOARGS, "Called in a process that was forked."},
    {"nothing", (PyCFunction)(void (*)(void))nothing, METH_FASTCALL, "Does nothing, for measuring."},
    {0},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "callgate._callgate", .m_doc = "callgate.h for Python.", .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__callgate(void) {
    if (callgate_abi() != CALLGATE_ABI) {
        PyErr_Format(PyExc_ImportError, "libcallgate has ABI %u, and this package wants %u", callgate_abi(), CALLGATE_ABI);
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) return NULL;
    bool is_made = add_engine(module) && add_decision(module) && add_runtime(module) && add_events(module) && add_guard(module)
        && PyModule_AddStringConstant(module, "version", callgate_version()) == 0;
    if (!is_made) Py_CLEAR(module);
    return module;
}
