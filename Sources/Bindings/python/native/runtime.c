// What guards keep from call to call: limits, sessions, results and approvals.
#include "native.h"

unsigned process_number;

typedef struct {
    PyObject_HEAD
    callgate_guard handle;
    unsigned process;
} Runtime;

static Runtime *usable(PyObject *object) {
    Runtime *self = (Runtime *)object;
    if (self->process == process_number) return self;
    PyErr_SetString(PyExc_RuntimeError, "the process was forked");
    return NULL;
}

// Runtime(engine, clock, sessions, limit_keys, approvals)
static PyObject *make(PyTypeObject *type, PyObject *values, PyObject *names) {
    (void)names;
    PyObject *engine = NULL;
    int clock = 0;
    unsigned long long sessions = 0, limit_keys = 0, approvals = 0;
    if (!PyArg_ParseTuple(values, "O!iKKK", engine_type, &engine, &clock, &sessions, &limit_keys, &approvals)) return NULL;
    callgate_guard_options options = {
        .size = sizeof options, .clock = clock, .sessions = sessions, .limit_keys = limit_keys, .approvals = approvals};
    callgate_guard handle = 0;
    callgate_status status = callgate_guard_create(((Engine *)engine)->gate, &options, &handle, NULL);
    if (status != CALLGATE_OK) {
        raise_status(status);
        return NULL;
    }
    Runtime *self = PyObject_New(Runtime, type);
    if (self == NULL) {
        callgate_guard_free(handle);
        return NULL;
    }
    self->handle = handle;
    self->process = process_number;
    return (PyObject *)self;
}

static void deallocate(PyObject *object) {
    Runtime *self = (Runtime *)object;
    if (self->process == process_number) callgate_guard_free(self->handle);
    PyTypeObject *type = Py_TYPE(object);
    PyObject_Free(object);
    Py_DECREF((PyObject *)type);
}

// check(engine, call, id, session, parent, token): a Decision.
static PyObject *check(PyObject *object, PyObject *values) {
    Runtime *self = usable(object);
    PyObject *engine = NULL, *bytes = NULL, *id = NULL, *session = NULL, *parent = NULL, *token = NULL;
    if (self == NULL) return NULL;
    if (!PyArg_ParseTuple(values, "O!SOOOO", engine_type, &engine, &bytes, &id, &session, &parent, &token)) return NULL;
    callgate_guarded_call call = {.size = sizeof call};
    call.call = (callgate_text){PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)};
    if (!read_optional_text(id, &call.id) || !read_optional_text(session, &call.session)
        || !read_optional_text(parent, &call.parent) || !read_optional_text(token, &call.token)) return NULL;
    Decision *decision = new_decision();
    if (decision == NULL) return NULL;
    current_time(&decision->time);
    callgate_report report = {.size = sizeof report};
    callgate_guard_decision handle = 0;
    callgate_status status;
    if (call.call.count < CALLGATE_UNLOCKED_BYTES) {
        status = callgate_guard_check(self->handle, &call, &handle, &report);
    } else {
        Py_BEGIN_ALLOW_THREADS
        status = callgate_guard_check(self->handle, &call, &handle, &report);
        Py_END_ALLOW_THREADS
    }
    decision->handle = handle;
    PyObject *texts = status == CALLGATE_OK ? report_object(&report) : NULL;
    if (texts == NULL) {
        if (status != CALLGATE_OK) raise_status(status);
        Py_DECREF((PyObject *)decision);
        return NULL;
    }
    decision->effect = report.effect;
    decision->reason = report.reason;
    decision->report = texts;
    PyObject *rule = PyDict_GetItemString(texts, "rule");
    decision->rule = rule != NULL && rule != Py_None ? Py_NewRef(rule) : NULL;
    decision->engine = (Engine *)Py_NewRef(engine);
    decision->call = Py_NewRef(bytes);
    return (PyObject *)decision;
}

// record(decision, result): a dict, or None where the call was not allowed.
static PyObject *record(PyObject *object, PyObject *values) {
    Runtime *self = usable(object);
    PyObject *decision = NULL, *bytes = NULL;
    if (self == NULL || !PyArg_ParseTuple(values, "O!S", decision_type, &decision, &bytes)) return NULL;
    callgate_text result = {PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes)};
    callgate_guard_decision handle = ((Decision *)decision)->handle;
    callgate_judgement judgement = {.size = sizeof judgement};
    callgate_memory memory = 0;
    callgate_status status;
    Py_BEGIN_ALLOW_THREADS
    status = callgate_guard_record(self->handle, handle, result, &judgement, &memory);
    Py_END_ALLOW_THREADS
    if (status == CALLGATE_REFUSED) Py_RETURN_NONE;
    if (status != CALLGATE_OK) {
        raise_status(status);
        return NULL;
    }
    PyObject *dict = PyDict_New();
    bool is_made = dict != NULL && put(dict, "passes", PyBool_FromLong(judgement.passes))
        && put(dict, "is_trusted", PyBool_FromLong(judgement.is_trusted))
        && put(dict, "has_session", PyBool_FromLong(judgement.has_session))
        && put(dict, "session_is_trusted", PyBool_FromLong(judgement.session_is_trusted))
        && put(dict, "labels", texts_object(judgement.labels)) && put(dict, "rules", texts_object(judgement.rules))
        && put(dict, "session_labels", texts_object(judgement.session_labels));
    callgate_memory_free(memory);
    if (!is_made) Py_CLEAR(dict);
    return dict;
}

static PyObject *approval_object(const callgate_approval *approval) {
    PyObject *dict = PyDict_New();
    bool is_made = dict != NULL && put(dict, "id", text_object(approval->id)) && put(dict, "state", text_object(approval->state))
        && put(dict, "token", text_object(approval->token)) && put(dict, "tool", text_object(approval->tool))
        && put(dict, "session", text_object(approval->session)) && put(dict, "approvers", texts_object(approval->approvers))
        && put(dict, "deadline_ns", approval->deadline < 0 ? Py_NewRef(Py_None) : PyLong_FromLongLong(approval->deadline))
        && put(dict, "error", text_object(approval->error)) && put(dict, "error_detail", text_object(approval->error_detail));
    if (!is_made) Py_CLEAR(dict);
    return dict;
}

// answer(verb, id, approver, groups): a dict, or None where there is no such approval. verb is "a" to approve, "r" to
// reject, "v" to revoke, "l" to look.
static PyObject *answer(PyObject *object, PyObject *values) {
    Runtime *self = usable(object);
    const char *verb = NULL;
    PyObject *id = NULL, *approver = NULL, *groups = NULL;
    if (self == NULL || !PyArg_ParseTuple(values, "sOOO!", &verb, &id, &approver, &PyTuple_Type, &groups)) return NULL;
    callgate_text name;
    callgate_approver by = {.size = sizeof by};
    size_t count = (size_t)PyTuple_Size(groups);
    if (!read_text(id, &name) || !read_optional_text(approver, &by.id)) return NULL;
    callgate_text *items = PyMem_Calloc(count + 1, sizeof *items);
    if (items == NULL) return PyErr_NoMemory();
    for (size_t index = 0; index < count; index++) {
        if (read_text(PyTuple_GetItem(groups, (Py_ssize_t)index), &items[index])) continue;
        PyMem_Free(items);
        return NULL;
    }
    by.groups = (callgate_texts){items, count};
    callgate_approval approval = {.size = sizeof approval};
    callgate_memory memory = 0;
    callgate_status status;
    switch (verb[0]) {
    case 'a': status = callgate_guard_approve(self->handle, name, &by, &approval, &memory); break;
    case 'r': status = callgate_guard_reject(self->handle, name, &by, &approval, &memory); break;
    case 'v': status = callgate_guard_revoke(self->handle, name, &approval, &memory); break;
    default: status = callgate_guard_approval(self->handle, name, &approval, &memory);
    }
    PyMem_Free(items);
    PyObject *made = NULL;
    if (status == CALLGATE_OK || status == CALLGATE_REFUSED) made = approval_object(&approval);
    else if (status == CALLGATE_NOT_FOUND) made = Py_NewRef(Py_None);
    else raise_status(status);
    callgate_memory_free(memory);
    return made;
}

// session(id): whether it is trusted and its labels, or None where there is none.
static PyObject *session(PyObject *object, PyObject *id) {
    Runtime *self = usable(object);
    callgate_text name;
    if (self == NULL || !read_text(id, &name)) return NULL;
    callgate_session found = {.size = sizeof found};
    callgate_memory memory = 0;
    callgate_status status = callgate_guard_session(self->handle, name, &found, &memory);
    PyObject *made = NULL;
    if (status == CALLGATE_OK) made = Py_BuildValue("(NN)", PyBool_FromLong(found.is_trusted), texts_object(found.labels));
    else if (status == CALLGATE_NOT_FOUND) made = Py_NewRef(Py_None);
    else raise_status(status);
    callgate_memory_free(memory);
    return made;
}

static PyObject *set_time(PyObject *object, PyObject *values) {
    Runtime *self = usable(object);
    PyObject *seconds = NULL, *nanoseconds = NULL;
    callgate_time time;
    if (self == NULL || !PyArg_ParseTuple(values, "OO", &seconds, &nanoseconds)) return NULL;
    if (!read_time(seconds, nanoseconds, &time)) return NULL;
    callgate_status status = callgate_guard_set_time(self->handle, &time);
    if (status == CALLGATE_OK) Py_RETURN_NONE;
    raise_status(status);
    return NULL;
}

// reload(engine): decides by another policy from here on.
static PyObject *reload(PyObject *object, PyObject *engine) {
    Runtime *self = usable(object);
    if (self == NULL) return NULL;
    if (!PyObject_TypeCheck(engine, engine_type)) return PyErr_Format(PyExc_TypeError, "an engine is needed");
    callgate_diagnostics diagnostics = {.size = sizeof diagnostics};
    callgate_status status = callgate_guard_reload(self->handle, ((Engine *)engine)->gate, &diagnostics);
    PyObject *text = diagnostics.count > 0 ? text_object(diagnostics.items->rendered) : Py_NewRef(Py_None);
    callgate_memory_free(diagnostics.memory);
    if (status == CALLGATE_OK || status == CALLGATE_INVALID) return Py_BuildValue("(NN)", PyBool_FromLong(status == CALLGATE_OK), text);
    Py_XDECREF(text);
    raise_status(status);
    return NULL;
}

static PyMethodDef methods[] = {
    {"check", check, METH_VARARGS, "check(engine, call, id, session, parent, token): a decision."},
    {"record", record, METH_VARARGS, "record(decision, result): a judgement, None where the call was not allowed."},
    {"answer", answer, METH_VARARGS, "answer(verb, id, approver, groups): the approval, None where there is none."},
    {"session", session, METH_O, "session(id): (is_trusted, labels), None where there is none."},
    {"set_time", set_time, METH_VARARGS, "set_time(seconds, nanoseconds)"},
    {"reload", reload, METH_O, "reload(engine): (whether it is used, why not)"},
    {0},
};

static PyType_Slot slots[] = {
    {Py_tp_new, make}, {Py_tp_dealloc, deallocate}, {Py_tp_methods, methods},
    {Py_tp_doc, "What is kept from call to call."}, {0},
};

static PyType_Spec spec = {
    .name = "callgate._callgate.Runtime", .basicsize = sizeof(Runtime),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, .slots = slots,
};

bool add_runtime(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    return type != NULL && PyModule_AddObjectRef(module, "Runtime", type) == 0;
}
