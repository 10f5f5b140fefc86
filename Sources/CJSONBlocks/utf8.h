/* Checks the UTF-8 of 64 bytes a vector at a time, as J. Keiser and D. Lemire show in "Validating
   UTF-8 in less than one instruction per byte" (2021): three look-ups by half bytes give the ways in
   which two bytes can't follow one another; a way that all three name is an error.

   Included once by each path, which defines VECTOR_SIZE and lookup(table, indices). */

typedef uint8_t vector __attribute__((vector_size(VECTOR_SIZE)));

/* The ways, a bit each. */
enum {
    too_short = 1 << 0,  /* a character's first byte, then no byte that continues it */
    too_long = 1 << 1,   /* ASCII, then a byte that continues */
    overlong_3 = 1 << 2, /* E0 80 ... E0 9F */
    too_large = 1 << 3,  /* F4 90 and above */
    surrogate = 1 << 4,  /* ED A0 and above */
    overlong_2 = 1 << 5, /* C0, C1 */
    too_large_0 = 1 << 6,/* F5 80 and above, where the second byte is below 90 */
    overlong_4 = 1 << 6, /* F0 80 ... F0 8F: shares its bit with the one before */
    two_more = 1 << 7,   /* two bytes that continue, which is right after some first bytes */
    any_low = too_short | too_long | two_more,
};

static const uint8_t first_high[16] = {
    too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long,
    two_more, two_more, two_more, two_more,
    too_short | overlong_2, too_short, too_short | overlong_3 | surrogate,
    too_short | too_large | too_large_0 | overlong_4,
};

static const uint8_t first_low[16] = {
    any_low | overlong_2 | overlong_3 | overlong_4, any_low | overlong_2, any_low, any_low,
    any_low | too_large,
    any_low | too_large | too_large_0, any_low | too_large | too_large_0,
    any_low | too_large | too_large_0, any_low | too_large | too_large_0,
    any_low | too_large | too_large_0, any_low | too_large | too_large_0,
    any_low | too_large | too_large_0, any_low | too_large | too_large_0,
    any_low | too_large | too_large_0 | surrogate,
    any_low | too_large | too_large_0, any_low | too_large | too_large_0,
};

static const uint8_t second_high[16] = {
    too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
    too_long | two_more | overlong_2 | overlong_3 | too_large_0 | overlong_4,
    too_long | two_more | overlong_2 | overlong_3 | too_large,
    too_long | two_more | overlong_2 | surrogate | too_large,
    too_long | two_more | overlong_2 | surrogate | too_large,
    too_short, too_short, too_short, too_short,
};

/* Whether 64 bytes are well formed after the three before them, which are read too. A character that
   goes on past them is not looked at to its end. */
static inline int is_utf8(const uint8_t *bytes) {
    vector wrong = {0};
    for (int start = 0; start < 64; start += VECTOR_SIZE) {
        vector now, before_1, before_2, before_3;
        memcpy(&now, bytes + start, VECTOR_SIZE);
        memcpy(&before_1, bytes + start - 1, VECTOR_SIZE);
        memcpy(&before_2, bytes + start - 2, VECTOR_SIZE);
        memcpy(&before_3, bytes + start - 3, VECTOR_SIZE);
        vector ways = lookup(first_high, before_1 >> 4) & lookup(first_low, before_1 & 0x0F)
            & lookup(second_high, now >> 4);
        /* The third and fourth bytes of a character have to continue it: two_more alone is right
           there, and wrong anywhere else. */
        vector continues = (vector)(before_2 >= 0xE0) | (vector)(before_3 >= 0xF0);
        wrong |= ways ^ (continues & 0x80);
    }
    uint64_t words[VECTOR_SIZE / 8];
    memcpy(words, &wrong, VECTOR_SIZE);
    uint64_t all = 0;
    for (int index = 0; index < VECTOR_SIZE / 8; index++) all |= words[index];
    return all == 0;
}
