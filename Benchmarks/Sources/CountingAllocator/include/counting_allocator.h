#ifndef CALLGATE_COUNTING_ALLOCATOR_H
#define CALLGATE_COUNTING_ALLOCATOR_H

/* Blocks of memory that the calling thread asked for since it started: malloc, calloc, realloc,
   aligned_alloc, posix_memalign, memalign. Linked into a process, these stand in for the C library's
   functions there, so that nothing that goes through those is missed. */
long callgate_allocations(void);

/* Gives memory that is not in use back to the system. */
void callgate_give_back(void);

#endif
