#ifndef CALLGATE_TOKENS_H
#define CALLGATE_TOKENS_H

#include "include/json_blocks.h"

#include <string.h>

/* One bit for each of 64 bytes, the first byte's lowest: what matters inside of strings as well. */
typedef struct {
    uint64_t quotes;
    /* Not 0 where a backslash, a control character or a byte above 0x7F is among them. */
    uint64_t rare;
} callgate_string_classes;

/* What matters outside of strings only. */
typedef struct {
    uint64_t operators;
    /* Space, and maybe control characters, which are rare. */
    uint64_t spaces;
} callgate_token_classes;

/* What is looked at only where a block has some of it. */
typedef struct {
    uint64_t backslashes;
    /* Space, tabs and line ends. */
    uint64_t spaces;
    uint64_t controls;
    uint64_t not_ascii;
} callgate_rare_classes;

/* What goes from one block to the next. Nobody but the loop over blocks sees where this lies, so that it
   stays in registers. */
typedef struct {
    /* Tokens so far. */
    size_t count;
    /* All ones where the next byte is inside of a string. */
    uint64_t in_string;
    /* 1 where the byte before it belongs to a number or a word. */
    uint64_t in_word;
    /* Not 0 where something was found that no JSON text has. */
    uint64_t bad;
} callgate_carry;

/* The rest of it, which changes where a block holds something rare only. */
typedef struct {
    const uint8_t *text;
    size_t length;
    /* 1 where the next byte is escaped. */
    uint64_t escaped;
    /* Whether it goes on with a character of several bytes. */
    uint64_t is_open;
    /* Where the `u` of a low surrogate has to stand: after its high one. */
    size_t low_surrogate;
    uint64_t bad;
    uint64_t backslashes;
} callgate_reader;

/* Reads the four digits of \uXXXX; all ones where they are none. */
static inline uint32_t callgate_escaped_unit(const callgate_reader *reader, size_t start) {
    if (start + 4 > reader->length) return UINT32_MAX;
    uint32_t unit = 0;
    for (size_t index = start; index < start + 4; index++) {
        uint32_t byte = reader->text[index];
        uint32_t letter = byte | 0x20;
        if (byte - '0' < 10) unit = unit << 4 | (byte - '0');
        else if (letter - 'a' < 6) unit = unit << 4 | (letter - 'a' + 10);
        else return UINT32_MAX;
    }
    return unit;
}

/* Whether a letter may follow a backslash; `place` is where it stands. */
static inline int callgate_escape_holds(callgate_reader *reader, size_t place) {
    if (place >= reader->length) return 0;
    switch (reader->text[place]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
        return 1;
    case 'u': {
        uint32_t unit = callgate_escaped_unit(reader, place + 1);
        if (unit > 0xFFFF) return 0;
        /* A low surrogate stands after its high one, whose escape has looked for it. */
        if ((unit & 0xFC00) == 0xDC00) return reader->low_surrogate == place;
        if ((unit & 0xFC00) != 0xD800) return 1;
        size_t low = place + 6;
        if (low >= reader->length || reader->text[low - 1] != '\\' || reader->text[low] != 'u') return 0;
        reader->low_surrogate = low;
        uint32_t half = callgate_escaped_unit(reader, low + 1);
        return half <= 0xFFFF && (half & 0xFC00) == 0xDC00;
    }
    default:
        return 0;
    }
}

/* Pairs backslashes with what they escape, and checks that.

   Returns the bytes of the block at `start` that are escaped. */
static inline uint64_t callgate_escapes(callgate_reader *reader, size_t start, uint64_t backslashes) {
    uint64_t escaped = reader->escaped;
    reader->backslashes |= backslashes;
    uint64_t left = backslashes & ~escaped;
    reader->escaped = 0;
    while (left != 0) {
        int place = __builtin_ctzll(left);
        if (!callgate_escape_holds(reader, start + (size_t)place + 1)) reader->bad = 1;
        if (place == 63) {
            reader->escaped = 1;
            break;
        }
        escaped |= (uint64_t)2 << place;
        left &= ~((uint64_t)3 << place);
    }
    return escaped;
}

/* Whether a character of several bytes goes on past `end`, where all before it is well formed. */
static inline int callgate_is_open_at(const uint8_t *text, size_t end) {
    return (end >= 1 && text[end - 1] >= 0xC0) || (end >= 2 && text[end - 2] >= 0xE0)
        || (end >= 3 && text[end - 3] >= 0xF0);
}

/* For each bit whether the number of bits up to it is odd: what lies between pairs of quotes. */
static inline uint64_t callgate_parity(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

#endif
