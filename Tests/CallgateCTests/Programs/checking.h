/* What the programs of these tests check, and how they say that it does not hold. */
#ifndef CHECKING_H
#define CHECKING_H

#include <callgate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks, failures;

#define CHECK(condition)                                                        \
    do {                                                                        \
        checks++;                                                               \
        if (!(condition)) {                                                     \
            failures++;                                                         \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);     \
        }                                                                       \
    } while (0)

#define SIZED(type, name) type name = {.size = sizeof(type)}

static inline callgate_text text(const char *string) {
    return (callgate_text){string, string == NULL ? 0 : strlen(string)};
}

static inline bool is(callgate_text found, const char *wanted) {
    return found.bytes != NULL && found.count == strlen(wanted) && memcmp(found.bytes, wanted, found.count) == 0;
}

static inline bool has(callgate_text found, const char *part) {
    size_t length = strlen(part);
    for (size_t start = 0; found.bytes != NULL && start + length <= found.count; start++)
        if (memcmp(found.bytes + start, part, length) == 0) return true;
    return false;
}

static inline callgate_gate compiled(const char *policy) {
    callgate_document document = {text("policy.yaml"), text(policy)};
    callgate_gate gate = 0;
    SIZED(callgate_diagnostics, problems);
    CHECK(callgate_gate_compile(&document, 1, NULL, &gate, &problems) == CALLGATE_OK);
    for (size_t index = 0; index < problems.count; index++)
        fprintf(stderr, "%.*s\n", (int)problems.items[index].rendered.count, problems.items[index].rendered.bytes);
    CHECK(callgate_memory_free(problems.memory) == CALLGATE_OK);
    return gate;
}

/* How often a program does all that it does: what it does not give back shows by the memory that is left. */
static inline int rounds(int count, char **arguments) { return count > 1 ? atoi(arguments[1]) : 1; }

static inline int finish(const char *name) {
    printf("%s: %d checks, %d failures\n", name, checks, failures);
    return failures == 0 && checks > 0 ? 0 : 1;
}

#define POLICY                                                                  \
    "rules:\n"                                                                  \
    "  - name: large\n"                                                         \
    "    tool: refund\n"                                                        \
    "    when: args.amount > 500 && context.role != \"admin\"\n"                \
    "    action: require_approval\n"                                            \
    "    approvers: [ann, bob]\n"                                               \
    "    timeout: 60s\n"                                                        \
    "    message: \"a refund of {args.amount}\"\n"                              \
    "  - name: looks\n"                                                         \
    "    tool: refund\n"                                                        \
    "    mode: monitor\n"                                                       \
    "    action: deny\n"                                                        \
    "  - name: never\n"                                                         \
    "    tool: drop\n"                                                          \
    "    action: deny\n"

#endif
