/* Included once by each path that has no instruction for it, which defines lowest(bits): the number of
   the lowest bit that is set, and anything where none is. */

/* The offsets of the bits that are set, in their order; up to three more words may be written. */
static inline size_t offsets(uint64_t bits, uint32_t base, uint32_t *tokens) {
    size_t count = (size_t)__builtin_popcountll(bits);
    uint32_t *next = tokens;
    while (bits != 0) {
        for (int step = 0; step < 4; step++) {
            /* Past the last bit this writes something that the next offsets overwrite. */
            *next++ = base + (uint32_t)lowest(bits);
            bits &= bits - 1;
        }
    }
    return count;
}
