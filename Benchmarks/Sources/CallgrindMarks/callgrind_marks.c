#include "callgrind_marks.h"

#include <valgrind/callgrind.h>

int callgate_under_valgrind(void) { return RUNNING_ON_VALGRIND != 0; }

void callgate_marks_start(void) { CALLGRIND_START_INSTRUMENTATION; }

void callgate_marks_reset(void) { CALLGRIND_ZERO_STATS; }

void callgate_marks_dump(const char *name) { CALLGRIND_DUMP_STATS_AT(name); }
