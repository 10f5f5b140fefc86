#define _GNU_SOURCE
#include "resource_counter.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

static _Thread_local long allocations;
static _Thread_local long locks;

long callgate_allocations(void) { return allocations; }
long callgate_locks(void) { return locks; }

/* The C library's own functions under the names that stay its own. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    allocations++;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    allocations++;
    *result = __libc_memalign(alignment, size);
    return *result == NULL ? ENOMEM : 0;
}

/* The next definition of a lock's function, which is the C library's. Looked up on first use; two
   threads that look it up at once find the same. */
#define FORWARD(name, type)                                                    \
    int name(type *lock) {                                                     \
        static int (*next)(type *);                                            \
        if (next == NULL) next = (int (*)(type *))dlsym(RTLD_NEXT, #name);     \
        locks++;                                                               \
        return next(lock);                                                     \
    }

FORWARD(pthread_mutex_lock, pthread_mutex_t)
FORWARD(pthread_mutex_trylock, pthread_mutex_t)
FORWARD(pthread_rwlock_rdlock, pthread_rwlock_t)
FORWARD(pthread_rwlock_wrlock, pthread_rwlock_t)
