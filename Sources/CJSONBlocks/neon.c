#if defined(__aarch64__)

#include "tokens.h"
#include "paths.h"

#include <arm_neon.h>

#define VECTOR_SIZE 16

/* The top bit of each of 64 bytes that are 0 or 255. */
static inline uint64_t mask(const uint8x16_t *vectors) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weight = vld1q_u8(weights);
    uint8x16_t low = vpaddq_u8(vandq_u8(vectors[0], weight), vandq_u8(vectors[1], weight));
    uint8x16_t high = vpaddq_u8(vandq_u8(vectors[2], weight), vandq_u8(vectors[3], weight));
    low = vpaddq_u8(low, high);
    low = vpaddq_u8(low, low);
    return vgetq_lane_u64(vreinterpretq_u64_u8(low), 0);
}

static inline void load(const uint8_t *bytes, uint8x16_t *vectors) {
    for (int index = 0; index < 4; index++) vectors[index] = vld1q_u8(bytes + 16 * index);
}

static inline uint64_t equal(const uint8x16_t *vectors, uint8_t byte) {
    uint8x16_t found[4];
    for (int index = 0; index < 4; index++) found[index] = vceqq_u8(vectors[index], vdupq_n_u8(byte));
    return mask(found);
}

/* Where a byte, some bits of it set, is what a table has for its lower half. */
static inline uint64_t in_table(const uint8_t *bytes, const uint8x16_t *vectors, uint8_t fold) {
    const uint8x16_t table = vld1q_u8(bytes);
    uint8x16_t found[4];
    for (int index = 0; index < 4; index++) {
        const uint8x16_t half = vandq_u8(vectors[index], vdupq_n_u8(0x0F));
        found[index] = vceqq_u8(vqtbl1q_u8(table, half), vorrq_u8(vectors[index], vdupq_n_u8(fold)));
    }
    return mask(found);
}

static inline callgate_string_classes classify_strings(const uint8_t *bytes) {
    uint8x16_t vectors[4];
    load(bytes, vectors);
    uint8x16_t rare = vdupq_n_u8(0);
    for (int index = 0; index < 4; index++) {
        /* As signed numbers, bytes above 0x7F are below 0x20 too. */
        const uint8x16_t below =
            vcltq_s8(vreinterpretq_s8_u8(vectors[index]), vdupq_n_s8(0x20));
        rare = vorrq_u8(rare, vorrq_u8(below, vceqq_u8(vectors[index], vdupq_n_u8('\\'))));
    }
    return (callgate_string_classes){equal(vectors, '"'), vmaxvq_u8(rare)};
}

static inline callgate_token_classes classify_tokens(const uint8_t *bytes) {
    uint8x16_t vectors[4];
    load(bytes, vectors);
    /* Brackets and braces differ by this bit. */
    return (callgate_token_classes){in_table(callgate_operators, vectors, 0x20), equal(vectors, ' ')};
}

static inline void classify_rare(const uint8_t *bytes, callgate_rare_classes *rare) {
    uint8x16_t vectors[4], controls[4], not_ascii[4];
    load(bytes, vectors);
    for (int index = 0; index < 4; index++) {
        controls[index] = vcltq_u8(vectors[index], vdupq_n_u8(0x20));
        not_ascii[index] = vcgeq_u8(vectors[index], vdupq_n_u8(0x80));
    }
    rare->backslashes = equal(vectors, '\\');
    rare->spaces = in_table(callgate_spaces, vectors, 0);
    rare->controls = mask(controls);
    rare->not_ascii = mask(not_ascii);
}

#define lookup(halves, indices) ((vector)vqtbl1q_u8(vld1q_u8(halves), (uint8x16_t)(indices)))
#include "utf8.h"

#define parity callgate_parity
#define lowest(bits) __builtin_ctzll((bits) | (uint64_t)((bits) == 0))
#include "write_tokens.h"
#define read_blocks callgate_blocks_read_neon
#include "read_blocks.h"

#endif
