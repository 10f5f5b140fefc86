#include "counting_allocator.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

static _Thread_local long allocations;
static _Thread_local int is_on_pages;

enum { page = 4096, small = 256 };

long callgate_allocations(void) { return allocations; }

void callgate_place_on_pages(int is_wanted) { is_on_pages = is_wanted; }

void callgate_give_back(void) { malloc_trim(0); }

/* The GNU C library's own functions under the names that stay its own. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    allocations++;
    return is_on_pages && size > small ? __libc_memalign(page, size) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    allocations++;
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    allocations++;
    void *block = __libc_memalign(is_on_pages && size > small && alignment < page ? page : alignment, size);
    if (block == NULL) return ENOMEM;
    *result = block;
    return 0;
}
