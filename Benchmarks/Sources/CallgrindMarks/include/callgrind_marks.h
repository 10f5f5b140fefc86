#ifndef CALLGATE_CALLGRIND_MARKS_H
#define CALLGATE_CALLGRIND_MARKS_H

/* Requests to callgrind. Outside it each is a few instructions without effect. */

/* Whether the process runs under valgrind. */
int callgate_under_valgrind(void);

/* Counts from here on; to be asked for once, with --instr-atstart=no. */
void callgate_marks_start(void);

/* Sets the count to zero. */
void callgate_marks_reset(void);

/* Writes the count to a file of its own, under this name, and sets it to zero. */
void callgate_marks_dump(const char *name);

#endif
