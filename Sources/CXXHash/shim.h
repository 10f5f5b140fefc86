#ifndef CALLGATE_CXXHASH_SHIM_H
#define CALLGATE_CXXHASH_SHIM_H

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
/* All of it compiled in: most texts are so short that a call would cost as much as their hash. */
#define XXH_INLINE_ALL
#include <xxhash.h>

/* These take no lock and allocate nothing; the attribute lets the compiler count on it when
   it checks the functions that call them. */
#define CALLGATE_NO_LOCKS __attribute__((swift_attr("@_noLocks")))

/* XXH3-64 with seed 0 of exactly `count` bytes. */
CALLGATE_NO_LOCKS static inline uint64_t callgate_hash(const void *bytes, size_t count) {
    return XXH3_64bits(bytes, count);
}

/* The same with a seed. */
CALLGATE_NO_LOCKS static inline uint64_t callgate_hash_seeded(
    const void *bytes, size_t count, uint64_t seed
) {
    return XXH3_64bits_withSeed(bytes, count, seed);
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

/* memcpy of `count` bytes between places that don't overlap. Most are few, and two words that overlap
   cost less than the call. */
CALLGATE_NO_LOCKS static inline void callgate_copy(void *to, const void *from, size_t count) {
    char *target = (char *)to;
    const char *source = (const char *)from;
    if (count - 8 <= 8) {
        uint64_t first, last;
        memcpy(&first, source, 8);
        memcpy(&last, source + count - 8, 8);
        memcpy(target, &first, 8);
        memcpy(target + count - 8, &last, 8);
    } else {
        memcpy(target, source, count);
    }
}

/* Asks for the memory around an address to be brought near, without waiting for it. */
CALLGATE_NO_LOCKS static inline void callgate_prefetch(const void *address) {
    __builtin_prefetch(address);
}

/* Returns `value`, which may still be on its way from memory. Where it is equal to `guess`, the processor goes on
   with that meanwhile, as it predicts the branch; what stands in there keeps the compiler from making it a wait. */
CALLGATE_NO_LOCKS static inline uint32_t callgate_guess(uint32_t value, uint32_t guess) {
    if (value == guess) {
        __asm__ volatile("" : "+r"(guess));
        return guess;
    }
    return value;
}

/* Asks for memory that has not been touched yet to be made of large pages, where the system has such. */
static inline void callgate_prefer_large_pages(void *memory, size_t count) {
#ifdef MADV_HUGEPAGE
    madvise(memory, count, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)count;
#endif
}

/* The square root, correctly rounded, as one instruction: this form sets no errno. */
CALLGATE_NO_LOCKS static inline double callgate_square_root(double value) {
    return __builtin_elementwise_sqrt(value);
}

#endif
