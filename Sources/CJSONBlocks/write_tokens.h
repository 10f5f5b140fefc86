/* Included once by each path that has no instruction for it, which defines lowest(bits): the number of
   the lowest bit that is set, and 0 where none is. */

/* The offsets of the bits that are set, in their order, and the bytes there; up to three more of each
   may be written. `block` is where bit `shift` stands for. */
static inline size_t write_tokens(
    uint64_t bits, const uint8_t *block, int shift, uint32_t start, uint32_t *offsets, uint8_t *bytes
) {
    const size_t count = (size_t)__builtin_popcountll(bits);
    const uint8_t *first = block + shift;
    while (bits != 0) {
        for (int step = 0; step < 4; step++) {
            /* Past the last bit this writes something that the next tokens overwrite. */
            const uint32_t place = (uint32_t)lowest(bits);
            *offsets++ = start + place;
            *bytes++ = first[place];
            bits &= bits - 1;
        }
    }
    return count;
}
