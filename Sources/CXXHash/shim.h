#ifndef CALLGATE_CXXHASH_SHIM_H
#define CALLGATE_CXXHASH_SHIM_H

#include <stdint.h>
#include <string.h>
#include <xxhash.h>

/* These take no lock and allocate nothing; the attribute lets the compiler count on it when
   it checks the functions that call them. */
#define CALLGATE_NO_LOCKS __attribute__((swift_attr("@_noLocks")))

/* XXH3-64 with seed 0 of exactly `count` bytes. */
CALLGATE_NO_LOCKS static inline uint64_t callgate_hash(const void *bytes, size_t count) {
    return XXH3_64bits(bytes, count);
}

/* memcmp: negative, 0 or positive, comparing bytes as unsigned. */
CALLGATE_NO_LOCKS static inline int callgate_compare(const void *a, const void *b, size_t count) {
    return memcmp(a, b, count);
}

/* memchr: where a byte first stands in `count` bytes, or `count`. */
CALLGATE_NO_LOCKS static inline size_t callgate_find(const void *bytes, uint8_t byte, size_t count) {
    const void *place = memchr(bytes, byte, count);
    return place ? (size_t)((const char *)place - (const char *)bytes) : count;
}

/* memcpy of `count` bytes between places that don't overlap. */
CALLGATE_NO_LOCKS static inline void callgate_copy(void *to, const void *from, size_t count) {
    memcpy(to, from, count);
}

/* The square root, correctly rounded, as one instruction: this form sets no errno. */
CALLGATE_NO_LOCKS static inline double callgate_square_root(double value) {
    return __builtin_elementwise_sqrt(value);
}

#endif
