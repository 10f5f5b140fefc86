#if defined(__x86_64__)

#include "tokens.h"
#include "paths.h"

#include <emmintrin.h>

static inline callgate_string_classes classify_strings(const uint8_t *bytes) {
    const __m128i *from = (const __m128i *)bytes;
    uint64_t quotes = 0, rare = 0;
    for (int index = 0; index < 4; index++) {
        const __m128i now = _mm_loadu_si128(from + index);
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(now, _mm_set1_epi8(0x1F)), now);
        const __m128i other = _mm_or_si128(
            _mm_or_si128(now, control), _mm_cmpeq_epi8(now, _mm_set1_epi8('\\')));
        quotes |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(now, _mm_set1_epi8('"'))) << (16 * index);
        rare |= (uint64_t)_mm_movemask_epi8(other);
    }
    return (callgate_string_classes){quotes, rare};
}

static inline callgate_token_classes classify_tokens(const uint8_t *bytes) {
    const __m128i *from = (const __m128i *)bytes;
    const __m128i fold = _mm_set1_epi8(0x20);
    uint64_t operators = 0, spaces = 0;
    for (int index = 0; index < 4; index++) {
        const __m128i now = _mm_loadu_si128(from + index);
        /* Brackets and braces differ by this bit. */
        const __m128i folded = _mm_or_si128(now, fold);
        const __m128i operator = _mm_or_si128(
            _mm_or_si128(
                _mm_cmpeq_epi8(folded, _mm_set1_epi8('{')), _mm_cmpeq_epi8(folded, _mm_set1_epi8('}'))),
            _mm_or_si128(
                _mm_cmpeq_epi8(now, _mm_set1_epi8(':')), _mm_cmpeq_epi8(now, _mm_set1_epi8(','))));
        operators |= (uint64_t)_mm_movemask_epi8(operator) << (16 * index);
        spaces |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(now, fold)) << (16 * index);
    }
    return (callgate_token_classes){operators, spaces};
}

static inline void classify_rare(const uint8_t *bytes, callgate_rare_classes *rare) {
    const __m128i *from = (const __m128i *)bytes;
    uint64_t backslashes = 0, spaces = 0, controls = 0, not_ascii = 0;
    for (int index = 0; index < 4; index++) {
        const __m128i now = _mm_loadu_si128(from + index);
        const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(now, _mm_set1_epi8(0x1F)), now);
        const __m128i space = _mm_or_si128(
            _mm_or_si128(
                _mm_cmpeq_epi8(now, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(now, _mm_set1_epi8('\t'))),
            _mm_or_si128(
                _mm_cmpeq_epi8(now, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(now, _mm_set1_epi8('\r'))));
        spaces |= (uint64_t)_mm_movemask_epi8(space) << (16 * index);
        backslashes |=
            (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(now, _mm_set1_epi8('\\'))) << (16 * index);
        controls |= (uint64_t)_mm_movemask_epi8(control) << (16 * index);
        not_ascii |= (uint64_t)_mm_movemask_epi8(now) << (16 * index);
    }
    *rare = (callgate_rare_classes){backslashes, spaces, controls, not_ascii};
}

/* SSE2 has no look-up by bytes, so this one goes from character to character (Unicode, table 3-7). */
static inline int is_utf8(const uint8_t *bytes) {
    /* What the bytes before the block still want: see where the last character before it starts. */
    int index = 0;
    for (int back = 3; back >= 1; back--) {
        const uint8_t first = bytes[-back];
        const int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        if (size > back) {
            index = -back;
            break;
        }
    }
    while (index < 64) {
        const uint8_t first = bytes[index];
        if (first < 0x80) {
            index++;
            continue;
        }
        const int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4) return 0;
        const uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        const uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (int follower = 1; follower < size && index + follower < 64; follower++) {
            const uint8_t byte = bytes[index + follower];
            if (follower == 1 ? byte < low || byte > high : (byte & 0xC0) != 0x80) return 0;
        }
        index += size;
    }
    return 1;
}

#define parity callgate_parity
#define lowest(bits) __builtin_ctzll((bits) | (uint64_t)((bits) == 0))
#include "write_tokens.h"
#define read_blocks callgate_blocks_read_sse2
#include "read_blocks.h"

#endif
