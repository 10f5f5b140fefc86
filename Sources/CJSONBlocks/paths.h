#ifndef CALLGATE_PATHS_H
#define CALLGATE_PATHS_H

#include "include/json_blocks.h"

callgate_blocks callgate_blocks_read_sse2(
    const uint8_t *text, size_t length, uint32_t *offsets, uint8_t *bytes);
callgate_blocks callgate_blocks_read_avx2(
    const uint8_t *text, size_t length, uint32_t *offsets, uint8_t *bytes);
callgate_blocks callgate_blocks_read_avx512(
    const uint8_t *text, size_t length, uint32_t *offsets, uint8_t *bytes);
callgate_blocks callgate_blocks_read_neon(
    const uint8_t *text, size_t length, uint32_t *offsets, uint8_t *bytes);

/* By the lower half of a byte: which operator and which space has it. The others hold what no byte
   with that lower half is; an operator is looked for with bit 5 set, so 0 is never one. */
static const uint8_t callgate_operators[16] = {[0xA] = ':', [0xB] = '{', [0xC] = ',', [0xD] = '}'};
static const uint8_t callgate_spaces[16] = {
    ' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0,
};

#if defined(__x86_64__)
/* 0 ... 63. */
extern const uint8_t callgate_numbers[64];
#endif

#endif
