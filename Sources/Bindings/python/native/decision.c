#include "native.h"

PyTypeObject *decision_type;

Decision *new_decision(void) {
    Decision *decision = PyObject_New(Decision, decision_type);
    if (decision == NULL) return NULL;
    decision->engine = NULL;
    decision->call = decision->rule = decision->report = NULL;
    decision->time = (callgate_time){0};
    decision->effect = CALLGATE_DENY;
    decision->reason = CALLGATE_REASON_NONE;
    decision->handle = 0;
    decision->process = process_number;
    return decision;
}

static void deallocate(PyObject *object) {
    Decision *self = (Decision *)object;
    if (self->handle != 0 && self->process == process_number) callgate_guard_decision_free(self->handle);
    Py_XDECREF((PyObject *)self->engine);
    Py_XDECREF(self->call);
    Py_XDECREF(self->rule);
    Py_XDECREF(self->report);
    PyTypeObject *type = Py_TYPE(object);
    PyObject_Free(object);
    Py_DECREF((PyObject *)type);
}

// refused(report): a denial that no machine made, with the texts that it is to have.
PyObject *module_refused(PyObject *module, PyObject *report) {
    (void)module;
    PyObject *reason = PyDict_Check(report) ? PyDict_GetItemString(report, "reason") : NULL;
    Decision *decision = reason != NULL ? new_decision() : NULL;
    if (decision == NULL) return reason == NULL ? PyErr_Format(PyExc_TypeError, "a report with a reason is needed") : NULL;
    bool is_malformed = PyUnicode_Check(reason) && PyUnicode_CompareWithASCIIString(reason, "malformed") == 0;
    decision->reason = is_malformed ? CALLGATE_REASON_MALFORMED : CALLGATE_REASON_NONE;
    Py_INCREF(report);
    decision->report = report;
    return (PyObject *)decision;
}

// The texts: asked for once, of the same call at the same time by the same policy.
static PyObject *report_of(Decision *self) {
    if (self->report != NULL) return self->report;
    PyObject *report = engine_report(self->engine, self->call, &self->time);
    if (report == NULL) return NULL;
    PyObject *line = PyDict_GetItemString(report, "line");
    PyObject *start = PyUnicode_FromFormat(
        "{\"decision\":\"%s\",\"reason\":\"%s\"", callgate_effect_name(self->effect), callgate_reason_name(self->reason));
    // Another answer would be a fault, and is not to be shown as this decision's.
    Py_ssize_t is_same = line != NULL && start != NULL ? PyUnicode_Tailmatch(line, start, 0, PY_SSIZE_T_MAX, -1) : -1;
    Py_XDECREF(start);
    if (is_same <= 0) {
        Py_DECREF(report);
        if (PyErr_Occurred() == NULL) PyErr_SetString(PyExc_RuntimeError, "the decision is another one when it is asked about");
        return NULL;
    }
    // Meanwhile another thread may have asked.
    if (self->report == NULL) self->report = report;
    else Py_DECREF(report);
    return self->report;
}

static PyObject *new_reference(PyObject *object) {
    Py_XINCREF(object);
    return object;
}

static PyObject *get_effect(PyObject *self, void *closure) {
    (void)closure;
    const char *name = callgate_effect_name(((Decision *)self)->effect);
    return PyUnicode_InternFromString(name != NULL ? name : "deny");
}

static PyObject *get_reason(PyObject *self, void *closure) {
    (void)closure;
    const char *name = callgate_reason_name(((Decision *)self)->reason);
    return PyUnicode_InternFromString(name != NULL ? name : "none");
}

static PyObject *get_allowed(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(((Decision *)self)->effect == CALLGATE_ALLOW);
}

static PyObject *get_rule(PyObject *self, void *closure) {
    (void)closure;
    PyObject *rule = ((Decision *)self)->rule;
    return new_reference(rule != NULL ? rule : Py_None);
}

static PyObject *get_call(PyObject *self, void *closure) {
    (void)closure;
    PyObject *call = ((Decision *)self)->call;
    return new_reference(call != NULL ? call : Py_None);
}

static PyObject *get_kept(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(((Decision *)self)->handle != 0);
}

// closure is the key of the text in the report.
static PyObject *get_text(PyObject *self, void *closure) {
    PyObject *report = report_of((Decision *)self);
    if (report == NULL) return NULL;
    PyObject *value = PyDict_GetItemString(report, closure);
    return new_reference(value != NULL ? value : Py_None);
}

static int is_allowed(PyObject *self) {
    return ((Decision *)self)->effect == CALLGATE_ALLOW;
}

static PyObject *represent(PyObject *object) {
    Decision *self = (Decision *)object;
    const char *effect = callgate_effect_name(self->effect), *reason = callgate_reason_name(self->reason);
    if (self->rule == NULL) return PyUnicode_FromFormat("<Decision %s: %s>", effect, reason != NULL ? reason : "none");
    return PyUnicode_FromFormat("<Decision %s: %s %R>", effect, reason, self->rule);
}

static PyObject *explain(PyObject *object, PyObject *none) {
    (void)none;
    Decision *self = (Decision *)object;
    if (self->engine == NULL) Py_RETURN_NONE;
    PyObject *text = engine_explain(self->engine, self->call, &self->time);
    PyObject *json = text != NULL ? PyImport_ImportModule("json") : NULL;
    PyObject *value = json != NULL ? PyObject_CallMethod(json, "loads", "O", text) : NULL;
    Py_XDECREF(json);
    Py_XDECREF(text);
    return value;
}

static PyGetSetDef properties[] = {
    {"effect", get_effect, NULL, "\"allow\", \"review\" or \"deny\".", NULL},
    {"allowed", get_allowed, NULL, "Whether the call may be made; so is the truth of a decision.", NULL},
    {"reason", get_reason, NULL, "Why, as spec/decisions.md has it; \"none\" where there is no decision.", NULL},
    {"rule", get_rule, NULL, "The name of the rule that decided, or None.", NULL},
    {"call", get_call, NULL, "The bytes that were decided on, or None.", NULL},
    {"is_kept", get_kept, NULL, "Whether a guard keeps it, so that results can be recorded.", NULL},
    {"message", get_text, NULL, "The rule's message, filled, or None.", "message"},
    {"tool", get_text, NULL, "The tool's ID, or None where the call has none.", "tool"},
    {"approvers", get_text, NULL, "Who may approve, of all review rules.", "approvers"},
    {"timeout_seconds", get_text, NULL, "How long reviewers have, or None.", "timeout_seconds"},
    {"matched", get_text, NULL, "The names of all rules that counted.", "matched"},
    {"monitored", get_text, NULL, "The names of monitoring rules that would have counted.", "monitored"},
    {"error", get_text, NULL, "{\"kind\", \"detail\", \"offset\"} of what went wrong, or None.", "error"},
    {"line", get_text, NULL, "The decision line, to the byte as `callgate eval` prints it.", "line"},
    {"id", get_text, NULL, "The call's ID, of a guard only.", "id"},
    {"cause", get_text, NULL, "The ID of the call whose result is the reason, or None.", "cause"},
    {"approval_error", get_text, NULL, "Why the approval was refused or none could be opened, or None.", "approval_error"},
    {"deadline_ns", get_text, NULL, "Until when it can be approved, in nanoseconds since 1970, or None.", "deadline_ns"},
    {0},
};

static PyMethodDef methods[] = {
    {"explain", explain, METH_NOARGS, "Every rule that looks at the call, with the value of each part of its condition."},
    {0},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, deallocate}, {Py_tp_repr, represent}, {Py_tp_getset, properties}, {Py_tp_methods, methods},
    {Py_nb_bool, is_allowed}, {Py_tp_doc, "What a guard says of a call. It denies in each case that is not known to be another."}, {0},
};

static PyType_Spec spec = {
    .name = "callgate.Decision", .basicsize = sizeof(Decision),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE, .slots = slots,
};

bool add_decision(PyObject *module) {
    decision_type = (PyTypeObject *)PyType_FromSpec(&spec);
    return decision_type != NULL && PyModule_AddObjectRef(module, "Decision", (PyObject *)decision_type) == 0;
}
