/* Callgate: decides whether an AI agent may make a tool call.
 *
 *     callgate_gate gate;
 *     callgate_machine machine;
 *     callgate_diagnostics problems = {.size = sizeof problems};
 *     if (callgate_gate_compile(documents, 1, NULL, &gate, &problems) != CALLGATE_OK) ...
 *     callgate_machine_create(gate, NULL, &machine);
 *     callgate_decision decision = {.size = sizeof decision};
 *     callgate_machine_decide(machine, call, NULL, &decision);
 *     if (decision.effect == CALLGATE_ALLOW) ...
 *
 * Failing closed. A function that gives no decision leaves CALLGATE_DENY in what it was to fill, whose value
 * is 0: what nobody filled denies, too. Nothing here ends the process, whatever it is given, as long as
 * pointers point to what they say.
 *
 * Handles. Gates, machines, guards, decisions of guards, events and memory are numbers, checked wherever they
 * are given. 0 is no handle. One that was freed, or is of another kind, is CALLGATE_BAD_HANDLE; no number is
 * given twice in a process. Freeing 0 does nothing and is CALLGATE_OK. What a handle was made of may be freed
 * before it: a machine keeps its gate.
 *
 * Threads. Gates and guards may be used by any number of threads at once, and freed while they are used. A
 * machine, and likewise events, serve one thread at a time, whichever that is: a call that meets another
 * one on the same machine is CALLGATE_BUSY, and denies. Make a machine for each thread. A callgate_memory and a
 * guard decision may be read by any threads as long as none frees it.
 *
 * Ownership. What is given to a function is only read, and only until it returns. What a function gives
 * is Callgate's: of a machine or of events until the next call on the same one; of a gate or a guard decision
 * until that is freed, and rule names as long as the machine that gave them; of a callgate_memory until that is
 * freed.
 *
 * Texts are UTF-8 with a length, without a zero byte at their end. bytes is NULL where there is no text, which
 * is not the same as an empty one. A text that is given may have NULL where its count is 0.
 *
 * Structs. The caller sets size to the struct's size before each call. Members are only ever added at
 * the end; a library that knows more or fewer of them than its caller uses those that both know.
 *
 * Unloading the library (dlclose) leaves it in memory.
 */
#ifndef CALLGATE_H
#define CALLGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CALLGATE_VERSION "0.1.0"
/* Grows when a program that was built with an older header has to be changed. */
#define CALLGATE_ABI 1

/* ---- Statuses ---- */

typedef int32_t callgate_status;
enum {
    CALLGATE_OK = 0,
    /* A pointer is NULL, a number out of range, or a text not UTF-8 where it has to be. */
    CALLGATE_BAD_ARGUMENT = 1,
    /* No such handle, or one of another kind, or freed. */
    CALLGATE_BAD_HANDLE = 2,
    /* A struct's size is one that no version of it has. */
    CALLGATE_BAD_SIZE = 3,
    /* Another thread is using the machine or the events. */
    CALLGATE_BUSY = 4,
    /* The policy has errors, or a file can't be read, or an image can't be used: see the diagnostics. */
    CALLGATE_INVALID = 5,
    /* There is no such field, rule, session or approval. */
    CALLGATE_NOT_FOUND = 6,
    /* There is no room for another one, or the system has no thread or memory to give. */
    CALLGATE_FULL = 7,
    /* The approval was refused: see its error. */
    CALLGATE_REFUSED = 8
};

/* What a status means, in English; a static text that ends with a zero byte. */
const char *callgate_status_text(callgate_status status);

/* The library's own CALLGATE_VERSION and CALLGATE_ABI. */
const char *callgate_version(void);
uint32_t callgate_abi(void);

/* ---- Texts, times, memory ---- */

typedef struct callgate_text {
    const char *bytes;
    size_t count;
} callgate_text;

typedef struct callgate_texts {
    const callgate_text *items;
    size_t count;
} callgate_texts;

/* Since 1970-01-01T00:00:00Z. Where a function takes a pointer to one, NULL is the system's clock. */
typedef struct callgate_time {
    /* -62,135,596,800 to 253,402,300,799. */
    int64_t seconds;
    /* 0 to 999,999,999. */
    uint32_t nanoseconds;
    uint32_t reserved;
} callgate_time;

/* What holds the texts of an answer. */
typedef uint64_t callgate_memory;

callgate_status callgate_memory_free(callgate_memory memory);

/* ---- Gates: policies that are ready to decide ---- */

typedef uint64_t callgate_gate;

enum { CALLGATE_ERROR = 0, CALLGATE_WARNING = 1 };

/* Something to tell the author of a policy. */
typedef struct callgate_diagnostic {
    int32_t severity;
    /* From 1; 0 where it is about no place. Columns and lengths count Unicode scalars. */
    uint32_t line;
    uint32_t column;
    uint32_t length;
    callgate_text file;
    callgate_text message;
    callgate_text source_line;
    callgate_text suggestion;
    /* All of it, with the line and a mark under the place, as the callgate tool prints it. */
    callgate_text rendered;
} callgate_diagnostic;

typedef struct callgate_diagnostics {
    uint32_t size;
    /* How far one item is from the next, in bytes. */
    uint32_t item_size;
    const callgate_diagnostic *items;
    size_t count;
    /* To be freed where it is not 0, after success as well: there may be warnings. */
    callgate_memory memory;
} callgate_diagnostics;

typedef struct callgate_document {
    /* What diagnostics call it, such as a path. */
    callgate_text name;
    callgate_text bytes;
} callgate_document;

typedef struct callgate_gate_options {
    uint32_t size;
    uint32_t reserved;
    /* Files that declare tools (an MCP server's tools/list), which rules are checked against. */
    const callgate_document *tools;
    size_t tool_count;
    /* 32 bytes of an Ed25519 public key that an image must be signed with; NULL for any image. Policies
       that are no images are refused where one is given. */
    const uint8_t *public_key;
} callgate_gate_options;

/* Compiles the documents of a policy together. options and diagnostics may be NULL. */
callgate_status callgate_gate_compile(
    const callgate_document *documents, size_t count, const callgate_gate_options *options,
    callgate_gate *gate, callgate_diagnostics *diagnostics);

/* Loads an image, which is copied and verified. */
callgate_status callgate_gate_load(
    callgate_text image, const callgate_gate_options *options,
    callgate_gate *gate, callgate_diagnostics *diagnostics);

/* Loads what a path names: an image, a YAML file, or a directory of YAML files. Several paths are one policy. */
callgate_status callgate_gate_open(
    const callgate_text *paths, size_t count, const callgate_gate_options *options,
    callgate_gate *gate, callgate_diagnostics *diagnostics);

callgate_status callgate_gate_free(callgate_gate gate);

/* The image, to be written to a file; valid until the gate and all that was made of it are freed. */
callgate_status callgate_gate_image(callgate_gate gate, callgate_text *image);

/* SHA-256 of the policy's sources. */
callgate_status callgate_gate_digest(callgate_gate gate, uint8_t digest[32]);

/* Whether the policy keeps something from call to call: limits, what sessions did and read, what results are. A
   machine refuses what it would have to know for that, so calls of such a policy are a guard's. true where it fails. */
callgate_status callgate_gate_is_stateful(callgate_gate gate, bool *is_stateful);

/* ---- Decisions ---- */

enum { CALLGATE_DENY = 0, CALLGATE_REVIEW = 1, CALLGATE_ALLOW = 2 };

enum {
    /* There is no decision. */
    CALLGATE_REASON_NONE = 0,
    CALLGATE_REASON_RULE = 1,
    CALLGATE_REASON_DEFAULT = 2,
    CALLGATE_REASON_UNGOVERNED = 3,
    CALLGATE_REASON_ERROR = 4,
    CALLGATE_REASON_MALFORMED = 5,
    CALLGATE_REASON_TRAP = 6,
    CALLGATE_REASON_LIMIT = 7,
    CALLGATE_REASON_ROLE = 8,
    CALLGATE_REASON_SESSION = 9,
    CALLGATE_REASON_TRUST = 10,
    CALLGATE_REASON_FLOW = 11,
    CALLGATE_REASON_APPROVAL = 12,
    CALLGATE_REASON_RECORDS = 13
};

/* The word for an effect or a reason in decision lines; NULL for a number that is none. */
const char *callgate_effect_name(int32_t effect);
const char *callgate_reason_name(int32_t reason);

#define CALLGATE_NO_RULE UINT32_MAX
#define CALLGATE_NO_OFFSET UINT64_MAX

typedef struct callgate_decision {
    uint32_t size;
    int32_t effect;
    int32_t reason;
    /* The rule that decided, from 0 in the order of the documents, or CALLGATE_NO_RULE. */
    uint32_t rule;
    callgate_text rule_name;
    /* A stable name, where something went wrong; a text that stays. */
    callgate_text error_kind;
    /* The byte of the call that the error is about, or CALLGATE_NO_OFFSET. */
    uint64_t error_offset;
    /* Rules that counted or that monitored; see callgate_machine_match. */
    uint32_t match_count;
    uint32_t reserved;
} callgate_decision;

/* A decision with all its texts. */
typedef struct callgate_report {
    uint32_t size;
    int32_t effect;
    int32_t reason;
    uint32_t reserved;
    /* Seconds that reviewers have, or -1. */
    int64_t timeout_seconds;
    uint64_t error_offset;
    callgate_text rule;
    callgate_text message;
    callgate_text tool;
    callgate_text error_kind;
    callgate_text error_detail;
    callgate_texts approvers;
    callgate_texts matched;
    callgate_texts monitored;
    /* The decision line, to the byte as `callgate eval` prints it, without a line feed. */
    callgate_text line;
    /* Of guards only: the call's ID, the ID of the call whose result is the reason, and why the call's token was
       refused or no approval could be opened. */
    callgate_text id;
    callgate_text cause;
    callgate_text approval_error;
    /* Until when the approval can be given, in nanoseconds since 1970, or -1. Its ID is the call's. */
    int64_t approval_deadline;
} callgate_report;

/* ---- Machines: one thread's registers and memory ---- */

typedef uint64_t callgate_machine;

typedef struct callgate_machine_options {
    uint32_t size;
    uint32_t reserved;
    /* 0 for the defaults of spec/limits.md: bytes of a call (at most 2^30), units of work (at most 2^40), bytes of
       values that are built (4,096 to 2^30). */
    uint64_t call_bytes;
    uint64_t fuel;
    uint64_t arena_bytes;
} callgate_machine_options;

/* Allocates all that deciding needs. options may be NULL. */
callgate_status callgate_machine_create(
    callgate_gate gate, const callgate_machine_options *options, callgate_machine *machine);

callgate_status callgate_machine_free(callgate_machine machine);

/* Decides on a call, {"tool": ..., "args": ..., "context": ...} as JSON. Allocates nothing and takes no lock.
   A call that is not well formed is CALLGATE_OK, and denied. */
callgate_status callgate_machine_decide(
    callgate_machine machine, callgate_text call, const callgate_time *now, callgate_decision *decision);

/* Puts a call together out of a tool's ID, which is any text, and of arguments and context, which are JSON objects
   or have no bytes. What is no object makes the call one that is not well formed, wherever else its bytes would
   have led. The call is the machine's until the next callgate_machine_join. */
callgate_status callgate_machine_join(
    callgate_machine machine, callgate_text tool, callgate_text args, callgate_text context, callgate_text *call);

/* Decides on a call and writes its decision line, to the byte as `callgate eval` prints it, without a line feed.
   decision may be NULL. */
callgate_status callgate_machine_line(
    callgate_machine machine, callgate_text call, const callgate_time *now, callgate_decision *decision,
    callgate_text *line);

/* Decides on a call and gives all texts of the decision. */
callgate_status callgate_machine_report(
    callgate_machine machine, callgate_text call, const callgate_time *now, callgate_report *report);

/* Decides on a call and says why, as `callgate explain --json` does. decision may be NULL. */
callgate_status callgate_machine_explain(
    callgate_machine machine, callgate_text call, const callgate_time *now, callgate_decision *decision,
    callgate_text *json);

typedef struct callgate_match {
    uint32_t size;
    uint32_t rule;
    callgate_text rule_name;
    bool is_monitored;
    /* Its condition failed. */
    bool is_failure;
    uint8_t reserved[6];
} callgate_match;

/* A rule that counted in the machine's last decision, index from 0 to match_count - 1; CALLGATE_NOT_FOUND beyond. */
callgate_status callgate_machine_match(callgate_machine machine, uint32_t index, callgate_match *match);

/* ---- Calls whose values are at hand, without JSON ---- */

/* Numbers of one machine, good for no other one. */
typedef uint32_t callgate_tool;
typedef uint32_t callgate_slot;

/* Looks up a tool. CALLGATE_FULL where the memory for IDs that only globs match is used up. What was begun is given
   up. */
callgate_status callgate_machine_resolve(callgate_machine machine, callgate_text tool, callgate_tool *number);

/* The names of the rules that look at a tool, in the order of the documents. */
callgate_status callgate_machine_rules(callgate_machine machine, callgate_tool tool, callgate_texts *rules);

/* The fields that a tool's rules read, as conditions write them: args.amount. */
callgate_status callgate_machine_fields(callgate_machine machine, callgate_tool tool, callgate_texts *fields);

/* The slot of a field; CALLGATE_NOT_FOUND where no rule of the tool reads it. */
callgate_status callgate_machine_slot(
    callgate_machine machine, callgate_tool tool, callgate_text field, callgate_slot *slot);

/* Begins a call of a tool. Then its fields are set, and it is decided on once; what is not set is absent. */
callgate_status callgate_machine_begin(callgate_machine machine, callgate_tool tool);

/* Sets a field of the call that was begun; CALLGATE_BAD_ARGUMENT where there is none, or the slot is of another
   tool: the call is given up then. What is set is copied. A number that is not finite makes each rule that
   reads it fail; a text that is not UTF-8, or JSON that is not, makes the call one that is not well formed. */
callgate_status callgate_machine_set_null(callgate_machine machine, callgate_slot slot);
callgate_status callgate_machine_set_bool(callgate_machine machine, callgate_slot slot, bool value);
callgate_status callgate_machine_set_int(callgate_machine machine, callgate_slot slot, int64_t value);
callgate_status callgate_machine_set_double(callgate_machine machine, callgate_slot slot, double value);
callgate_status callgate_machine_set_text(callgate_machine machine, callgate_slot slot, callgate_text value);
callgate_status callgate_machine_set_json(callgate_machine machine, callgate_slot slot, callgate_text value);

/* Decides on the call that was begun; where there is none, on a call that names no tool. */
callgate_status callgate_machine_decide_begun(
    callgate_machine machine, const callgate_time *now, callgate_decision *decision);

/* ---- Guards: limits, roles, sessions, trust and approvals ---- */

typedef uint64_t callgate_guard;
typedef uint64_t callgate_guard_decision;

enum { CALLGATE_CLOCK_SYSTEM = 0, CALLGATE_CLOCK_MANUAL = 1 };

typedef struct callgate_guard_options {
    uint32_t size;
    /* Time by the system's clock, or by callgate_guard_set_time, beginning with 1970. */
    int32_t clock;
    /* Room, 0 for the defaults of spec/limits.md. */
    uint64_t sessions;
    uint64_t limit_keys;
    uint64_t approvals;
} callgate_guard_options;

/* options and diagnostics may be NULL. */
callgate_status callgate_guard_create(
    callgate_gate gate, const callgate_guard_options *options, callgate_guard *guard,
    callgate_diagnostics *diagnostics);

callgate_status callgate_guard_free(callgate_guard guard);

/* Decides by another policy from here on. Sessions, limits of rules that keep their names, and approvals stay.
   Where it fails, the old policy stays. */
callgate_status callgate_guard_reload(
    callgate_guard guard, callgate_gate gate, callgate_diagnostics *diagnostics);

/* Sets a manual clock; CALLGATE_BAD_ARGUMENT for a guard that goes by the system's, and for times before 1970 or
   after 2115. A guard takes a time before one that it has seen for that one. */
callgate_status callgate_guard_set_time(callgate_guard guard, const callgate_time *now);

typedef struct callgate_guarded_call {
    uint32_t size;
    uint32_t reserved;
    /* {"tool": ..., "args": ..., "context": ...} as JSON. */
    callgate_text call;
    /* Names the call in approvals and causes; without one the guard makes one. */
    callgate_text id;
    callgate_text session;
    /* The session that this one is a child of, where it begins with the call. */
    callgate_text parent;
    /* What an approval gave for exactly this call. */
    callgate_text token;
} callgate_guarded_call;

/* Decides on a call. report's texts are valid until the decision is freed. */
callgate_status callgate_guard_check(
    callgate_guard guard, const callgate_guarded_call *call, callgate_guard_decision *decision,
    callgate_report *report);

callgate_status callgate_guard_decision_free(callgate_guard_decision decision);

typedef struct callgate_judgement {
    uint32_t size;
    /* Whether the result may be given to the agent. */
    bool passes;
    bool is_trusted;
    /* Whether the call has a session, and what that has read by now. */
    bool has_session;
    bool session_is_trusted;
    callgate_texts labels;
    callgate_texts rules;
    callgate_texts session_labels;
} callgate_judgement;

/* Judges the result of a call that was let through, any JSON value, and notes in its session what that has read.
   CALLGATE_REFUSED, and the result does not pass, where the call was not allowed. */
callgate_status callgate_guard_record(
    callgate_guard guard, callgate_guard_decision decision, callgate_text result, callgate_judgement *judgement,
    callgate_memory *memory);

typedef struct callgate_approver {
    uint32_t size;
    uint32_t reserved;
    callgate_text id;
    callgate_texts groups;
} callgate_approver;

typedef struct callgate_approval {
    uint32_t size;
    uint32_t reserved;
    callgate_text id;
    /* pending, approved, rejected, used, revoked. */
    callgate_text state;
    /* Lets the call through, once all have approved. */
    callgate_text token;
    callgate_text tool;
    callgate_text session;
    /* Those who have approved. */
    callgate_texts approvers;
    /* Nanoseconds since 1970. */
    int64_t deadline;
    /* Where it was refused: a stable name, and what it means. */
    callgate_text error;
    callgate_text error_detail;
} callgate_approval;

/* Answers a call that waits. CALLGATE_REFUSED with error and error_detail where the answer does not count. */
callgate_status callgate_guard_approve(
    callgate_guard guard, callgate_text id, const callgate_approver *approver, callgate_approval *approval,
    callgate_memory *memory);
callgate_status callgate_guard_reject(
    callgate_guard guard, callgate_text id, const callgate_approver *approver, callgate_approval *approval,
    callgate_memory *memory);
/* Takes an approval back, answered or not. */
callgate_status callgate_guard_revoke(
    callgate_guard guard, callgate_text id, callgate_approval *approval, callgate_memory *memory);
/* An approval as it is now; CALLGATE_NOT_FOUND where there is none. */
callgate_status callgate_guard_approval(
    callgate_guard guard, callgate_text id, callgate_approval *approval, callgate_memory *memory);

typedef struct callgate_session {
    uint32_t size;
    bool is_trusted;
    uint8_t reserved[3];
    callgate_texts labels;
} callgate_session;

/* What a session has read by now; CALLGATE_NOT_FOUND where there is none. */
callgate_status callgate_guard_session(
    callgate_guard guard, callgate_text id, callgate_session *session, callgate_memory *memory);

/* ---- Events: a guard that is driven by lines ---- */

typedef uint64_t callgate_events;

/* A guard whose clock the events set, as of `callgate eval --stateful`. */
callgate_status callgate_events_create(
    callgate_gate gate, callgate_events *events, callgate_diagnostics *diagnostics);

callgate_status callgate_events_free(callgate_events events);

/* Answers one event, JSON, with a line of JSON, without a line feed. effect may be NULL; it is CALLGATE_DENY for
   what is no call. */
callgate_status callgate_events_answer(
    callgate_events events, callgate_text event, int32_t *effect, callgate_text *line);

#ifdef __cplusplus
}
#endif

#endif
