#if defined(__x86_64__)

#include "tokens.h"
#include "paths.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt"))), apply_to = function)

#define VECTOR_SIZE 32

static inline __m256i table(const uint8_t *bytes) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
}

static inline uint64_t mask(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline __m256i in_table(const uint8_t *bytes, __m256i indices, __m256i values) {
    return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table(bytes), indices), values);
}

static inline __m256i up_to(__m256i bytes, char most) {
    return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(most)), bytes);
}

static inline __m256i equal(__m256i bytes, char wanted) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(wanted));
}

static inline __m256i other(__m256i bytes) {
    return _mm256_or_si256(_mm256_or_si256(bytes, up_to(bytes, 0x1F)), equal(bytes, '\\'));
}

static inline callgate_string_classes classify_strings(const uint8_t *bytes) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)bytes + 1);
    return (callgate_string_classes){
        .quotes = mask(equal(low, '"'), equal(high, '"')),
        .rare = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(other(low), other(high))),
    };
}

static inline callgate_token_classes classify_tokens(const uint8_t *bytes) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)bytes + 1);
    /* Brackets and braces differ by this bit. */
    const __m256i fold = _mm256_set1_epi8(0x20);
    return (callgate_token_classes){
        .operators = mask(
            in_table(callgate_operators, low, _mm256_or_si256(low, fold)),
            in_table(callgate_operators, high, _mm256_or_si256(high, fold))),
        .spaces = mask(up_to(low, 0x20), up_to(high, 0x20)),
    };
}

static inline void classify_rare(const uint8_t *bytes, callgate_rare_classes *rare) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)bytes + 1);
    rare->backslashes = mask(equal(low, '\\'), equal(high, '\\'));
    rare->spaces = mask(in_table(callgate_spaces, low, low), in_table(callgate_spaces, high, high));
    rare->controls = mask(up_to(low, 0x1F), up_to(high, 0x1F));
    rare->not_ascii = mask(low, high);
}

#define lookup(halves, indices) \
    ((vector)_mm256_shuffle_epi8(table(halves), (__m256i)(indices)))
#include "utf8.h"

static inline uint64_t parity(uint64_t bits) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0));
}

#define lowest(bits) (_tzcnt_u64(bits) & 63)
#include "write_tokens.h"
#define read_blocks callgate_blocks_read_avx2
#include "read_blocks.h"

#pragma clang attribute pop

#endif
