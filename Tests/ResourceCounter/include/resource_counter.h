#ifndef CALLGATE_RESOURCE_COUNTER_H
#define CALLGATE_RESOURCE_COUNTER_H

/* Counts of the calling thread since it started. They stand in for the C library's functions in the
   process that they are linked into, so nothing that goes through those escapes them. */

/* Blocks of memory asked for: malloc, calloc, realloc, aligned_alloc, posix_memalign. */
long callgate_allocations(void);

/* Locks taken: mutexes, tried ones included, and read-write locks. */
long callgate_locks(void);

#endif
