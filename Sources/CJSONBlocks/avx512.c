#if defined(__x86_64__)

#include "tokens.h"
#include "paths.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target( \
        "avx512f,avx512bw,avx512vl,avx512vbmi2,pclmul,bmi,bmi2,popcnt,evex512"))), \
    apply_to = function)

#define VECTOR_SIZE 64

static inline __m512i table(const uint8_t *bytes) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)bytes));
}

static inline callgate_string_classes classify_strings(const uint8_t *bytes) {
    const __m512i now = _mm512_loadu_si512(bytes);
    return (callgate_string_classes){
        .quotes = _mm512_cmpeq_epi8_mask(now, _mm512_set1_epi8('"')),
        /* Above 0x7F a signed comparison is true as well. */
        .rare = _mm512_cmplt_epi8_mask(now, _mm512_set1_epi8(0x20))
            | _mm512_cmpeq_epi8_mask(now, _mm512_set1_epi8('\\')),
    };
}

static inline callgate_token_classes classify_tokens(const uint8_t *bytes) {
    const __m512i now = _mm512_loadu_si512(bytes);
    /* Brackets and braces differ by this bit. */
    const __m512i folded = _mm512_or_si512(now, _mm512_set1_epi8(0x20));
    return (callgate_token_classes){
        .operators = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table(callgate_operators), now), folded),
        .spaces = _mm512_cmple_epu8_mask(now, _mm512_set1_epi8(0x20)),
    };
}

static inline void classify_rare(const uint8_t *bytes, callgate_rare_classes *rare) {
    const __m512i now = _mm512_loadu_si512(bytes);
    rare->backslashes = _mm512_cmpeq_epi8_mask(now, _mm512_set1_epi8('\\'));
    rare->spaces = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(table(callgate_spaces), now), now);
    rare->controls = _mm512_cmplt_epu8_mask(now, _mm512_set1_epi8(0x20));
    rare->not_ascii = _mm512_movepi8_mask(now);
}

#define lookup(halves, indices) \
    ((vector)_mm512_shuffle_epi8(table(halves), (__m512i)(indices)))
#include "utf8.h"

static inline uint64_t parity(uint64_t bits) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8((char)0xFF), 0));
}

/* Packs the offsets and the bytes of the bits that are set together; up to 63 more bytes and 15 more
   offsets are written. `block` is where bit `shift` stands for. */
static inline size_t write_tokens(
    uint64_t bits, const uint8_t *block, int shift, uint32_t start, uint32_t *offsets, uint8_t *bytes
) {
    const size_t count = (size_t)__builtin_popcountll(bits);
    _mm512_storeu_si512(bytes, _mm512_maskz_compress_epi8(bits << shift, _mm512_loadu_si512(block)));
    const __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(callgate_numbers));
    const __m512i first = _mm512_set1_epi32((int)start);
    _mm512_storeu_si512(
        offsets, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    if (count <= 16) return count;
    _mm512_storeu_si512(
        offsets + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 1))));
    if (count <= 32) return count;
    _mm512_storeu_si512(
        offsets + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 2))));
    _mm512_storeu_si512(
        offsets + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 3))));
    return count;
}

#define read_blocks callgate_blocks_read_avx512
#include "read_blocks.h"

#pragma clang attribute pop

#endif
