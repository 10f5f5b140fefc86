#ifndef CALLGATE_JSON_BLOCKS_H
#define CALLGATE_JSON_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* Looks at JSON text in blocks of 64 bytes and says where its tokens start.

   A token is a bracket, a brace, a comma, a colon, the quote that opens a string, or the first byte
   of a run of other bytes between them: a number, a word, or something that is not JSON. What is
   inside of strings is checked here as well: UTF-8 (which is checked everywhere), escapes and
   control characters. Grammar is for whoever reads the tokens. */

/* These take no lock and allocate nothing; the attribute lets the compiler count on it when it
   checks the functions that call them. */
#define CALLGATE_NO_LOCKS __attribute__((swift_attr("@_noLocks")))

/* The instructions that are used. Each path gives the same tokens. */
typedef enum : uint8_t {
    /* No path: neither x86-64 nor arm64. */
    callgate_blocks_none = 0,
    callgate_blocks_sse2 = 1,
    callgate_blocks_avx2 = 2,
    callgate_blocks_avx512 = 3,
    callgate_blocks_neon = 4,
} callgate_blocks_path;

/* What is known of a text beside its tokens. */
typedef struct {
    /* The number of tokens, without the one that stands for the end. */
    size_t count;
    /* Not 0 where something was found that no JSON text has: the tokens then mean nothing. */
    uint64_t bad;
    /* Not 0 where there is a backslash. */
    uint64_t backslashes;
} callgate_blocks;

/* Room for tokens that a text needs: one for each byte, one for the end, and what is written past
   it because a vector is stored whole. */
#define CALLGATE_BLOCKS_ROOM(length) ((length) + 80)

/* Whether this processor has the instructions of a path, and this build has the path. */
int callgate_blocks_has_path(callgate_blocks_path path);

/* Writes where a text's tokens are, in their order: their offsets, and after the last one the text's
   length; and the bytes that stand there, and after the last one a 0.

   `length` is at most 2^32 - 2, `offsets` and `bytes` have CALLGATE_BLOCKS_ROOM(length) places each,
   and `path` is one that the processor has. Reads nothing outside the text. */
CALLGATE_NO_LOCKS callgate_blocks callgate_blocks_read(
    const uint8_t *text, size_t length, callgate_blocks_path path, uint32_t *offsets, uint8_t *bytes);

#endif
