// Machines of a policy: deciding, and asking about decisions.
#include "native.h"

#include <string.h>

PyTypeObject *engine_type;

static callgate_machine take_machine(Engine *self, callgate_status *status) {
    callgate_machine machine = 0;
    *status = CALLGATE_OK;
    if (self->idle_count > 0) return self->idle[--self->idle_count];
    *status = callgate_machine_create(self->gate, NULL, &machine);
    return machine;
}

static void give_machine(Engine *self, callgate_machine machine) {
    if (self->idle_count < IDLE_MACHINES) self->idle[self->idle_count++] = machine;
    else callgate_machine_free(machine);
}

// The name of a rule, made once. NULL without an exception where there is no memory to keep it.
static PyObject *rule_name(Engine *self, uint32_t rule, callgate_text name) {
    if (rule < self->rule_name_count && self->rule_names[rule] != NULL) return self->rule_names[rule];
    if (rule >= self->rule_name_count) {
        uint32_t count = rule + 16;
        PyObject **names = PyMem_Realloc(self->rule_names, count * sizeof *names);
        if (names == NULL) return NULL;
        memset(names + self->rule_name_count, 0, (count - self->rule_name_count) * sizeof *names);
        self->rule_names = names;
        self->rule_name_count = count;
    }
    PyObject *made = text_object(name);
    if (made == NULL) PyErr_Clear();
    return self->rule_names[rule] = made;
}

PyObject *engine_decide(Engine *self, PyObject *bytes, const callgate_time *now) {
    callgate_text call = {PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)};
    callgate_status status;
    callgate_machine machine = take_machine(self, &status);
    if (machine == 0) {
        raise_status(status);
        return NULL;
    }
    Decision *decision = new_decision();
    if (decision == NULL) {
        give_machine(self, machine);
        return NULL;
    }
    if (now != NULL) decision->time = *now;
    else current_time(&decision->time);
    callgate_decision made = {.size = sizeof made};
    if (call.count < CALLGATE_UNLOCKED_BYTES) {
        status = callgate_machine_decide(machine, call, &decision->time, &made);
    } else {
        callgate_time time = decision->time;
        Py_BEGIN_ALLOW_THREADS
        status = callgate_machine_decide(machine, call, &time, &made);
        Py_END_ALLOW_THREADS
    }
    if (status == CALLGATE_OK) {
        decision->effect = made.effect;
        decision->reason = made.reason;
        PyObject *rule = made.rule != CALLGATE_NO_RULE ? rule_name(self, made.rule, made.rule_name) : NULL;
        Py_XINCREF(rule);
        decision->rule = rule;
    }
    give_machine(self, machine);
    if (status != CALLGATE_OK) {
        Py_DECREF((PyObject *)decision);
        raise_status(status);
        return NULL;
    }
    Py_INCREF((PyObject *)self);
    decision->engine = self;
    Py_INCREF(bytes);
    decision->call = bytes;
    return (PyObject *)decision;
}

static PyObject *error_object(const callgate_report *report) {
    if (report->error_kind.bytes == NULL) Py_RETURN_NONE;
    PyObject *error = PyDict_New();
    PyObject *offset = report->error_offset == CALLGATE_NO_OFFSET
        ? Py_NewRef(Py_None) : PyLong_FromUnsignedLongLong(report->error_offset);
    bool is_made = error != NULL && put(error, "kind", text_object(report->error_kind))
        && put(error, "detail", text_object(report->error_detail));
    if (is_made && put(error, "offset", offset)) return error;
    Py_XDECREF(error);
    return NULL;
}

static PyObject *number_or_none(int64_t number) {
    if (number < 0) Py_RETURN_NONE;
    return PyLong_FromLongLong(number);
}

PyObject *report_object(const callgate_report *report) {
    PyObject *dict = PyDict_New();
    bool is_made = dict != NULL && put(dict, "rule", text_object(report->rule))
        && put(dict, "message", text_object(report->message)) && put(dict, "tool", text_object(report->tool))
        && put(dict, "error", error_object(report)) && put(dict, "approvers", texts_object(report->approvers))
        && put(dict, "matched", texts_object(report->matched)) && put(dict, "monitored", texts_object(report->monitored))
        && put(dict, "line", text_object(report->line)) && put(dict, "id", text_object(report->id))
        && put(dict, "cause", text_object(report->cause))
        && put(dict, "approval_error", text_object(report->approval_error))
        && put(dict, "deadline_ns", number_or_none(report->approval_deadline))
        && put(dict, "timeout_seconds", number_or_none(report->timeout_seconds));
    if (!is_made) Py_CLEAR(dict);
    return dict;
}

PyObject *engine_report(Engine *self, PyObject *bytes, const callgate_time *time) {
    callgate_text call = {PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)};
    callgate_report report = {.size = sizeof report};
    callgate_status status;
    callgate_machine machine = take_machine(self, &status);
    if (machine != 0) status = callgate_machine_report(machine, call, time, &report);
    PyObject *dict = NULL;
    if (status == CALLGATE_OK) dict = report_object(&report);
    else raise_status(status);
    if (machine != 0) give_machine(self, machine);
    return dict;
}

PyObject *engine_explain(Engine *self, PyObject *bytes, const callgate_time *time) {
    callgate_text call = {PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)}, json = {0};
    callgate_status status;
    callgate_machine machine = take_machine(self, &status);
    if (machine != 0) status = callgate_machine_explain(machine, call, time, NULL, &json);
    PyObject *text = NULL;
    if (status == CALLGATE_OK) text = text_object(json);
    else raise_status(status);
    if (machine != 0) give_machine(self, machine);
    return text;
}

// rules(tool): the names of the rules that look at a tool.
static PyObject *rules(PyObject *object, PyObject *name) {
    Engine *self = (Engine *)object;
    callgate_text text;
    if (!read_text(name, &text)) return NULL;
    callgate_texts found = {0};
    callgate_tool tool = 0;
    callgate_status status;
    callgate_machine machine = take_machine(self, &status);
    if (machine != 0) status = callgate_machine_resolve(machine, text, &tool);
    if (status == CALLGATE_OK) status = callgate_machine_rules(machine, tool, &found);
    PyObject *names = NULL;
    if (status == CALLGATE_OK) names = texts_object(found);
    else raise_status(status);
    if (machine != 0) give_machine(self, machine);
    return names;
}

static PyObject *image(PyObject *self, PyObject *none) {
    (void)none;
    callgate_text bytes = {0};
    callgate_status status = callgate_gate_image(((Engine *)self)->gate, &bytes);
    if (status == CALLGATE_OK) return PyBytes_FromStringAndSize(bytes.bytes, (Py_ssize_t)bytes.count);
    raise_status(status);
    return NULL;
}

static PyObject *digest(PyObject *self, PyObject *none) {
    (void)none;
    uint8_t bytes[32];
    callgate_status status = callgate_gate_digest(((Engine *)self)->gate, bytes);
    if (status == CALLGATE_OK) return PyBytes_FromStringAndSize((const char *)bytes, sizeof bytes);
    raise_status(status);
    return NULL;
}

// decide_at(call, seconds, nanoseconds)
static PyObject *decide_at(PyObject *self, PyObject *values) {
    PyObject *bytes = NULL, *seconds = NULL, *nanoseconds = NULL;
    callgate_time time;
    if (!PyArg_ParseTuple(values, "SOO", &bytes, &seconds, &nanoseconds)) return NULL;
    if (!read_time(seconds, nanoseconds, &time)) return NULL;
    return engine_decide((Engine *)self, bytes, &time);
}

static PyObject *is_stateful(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong(((Engine *)self)->is_stateful);
}

static void deallocate(PyObject *object) {
    Engine *self = (Engine *)object;
    while (self->idle_count > 0) callgate_machine_free(self->idle[--self->idle_count]);
    callgate_gate_free(self->gate);
    for (uint32_t rule = 0; rule < self->rule_name_count; rule++) Py_XDECREF(self->rule_names[rule]);
    PyMem_Free(self->rule_names);
    PyTypeObject *type = Py_TYPE(object);
    PyObject_Free(object);
    Py_DECREF((PyObject *)type);
}

static PyMethodDef methods[] = {
    {"decide_at", decide_at, METH_VARARGS, "decide_at(call, seconds, nanoseconds): a decision on bytes, at a time."},
    {"rules", rules, METH_O, "rules(tool): the names of the rules that look at a tool."},
    {"image", image, METH_NOARGS, "The compiled policy."},
    {"digest", digest, METH_NOARGS, "SHA-256 of the policy's sources."},
    {0},
};

static PyGetSetDef properties[] = {
    {"is_stateful", is_stateful, NULL, "Whether the policy keeps something from call to call.", NULL}, {0},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, deallocate}, {Py_tp_methods, methods}, {Py_tp_getset, properties},
    {Py_tp_doc, "A policy and the machines that decide by it."}, {0},
};

static PyType_Spec spec = {
    .name = "callgate._callgate.Engine", .basicsize = sizeof(Engine),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE, .slots = slots,
};

bool add_engine(PyObject *module) {
    engine_type = (PyTypeObject *)PyType_FromSpec(&spec);
    return engine_type != NULL && PyModule_AddObjectRef(module, "Engine", (PyObject *)engine_type) == 0;
}
