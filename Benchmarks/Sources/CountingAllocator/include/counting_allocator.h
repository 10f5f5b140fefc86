#ifndef CALLGATE_COUNTING_ALLOCATOR_H
#define CALLGATE_COUNTING_ALLOCATOR_H

/* Blocks of memory that the calling thread asked for since it started: malloc, calloc, realloc,
   aligned_alloc, posix_memalign, memalign. Linked into a process, these stand in for the C library's
   functions there, so that nothing that goes through those is missed. */
long callgate_allocations(void);

/* Gives memory that is not in use back to the system. */
void callgate_give_back(void);

/* Whether blocks of the calling thread that are larger than a few cache lines start at a page from here on.
   Comparing memory takes another path close to a page's end: counts then don't hang on where a block came to lie. */
void callgate_place_on_pages(int is_wanted);

#endif
