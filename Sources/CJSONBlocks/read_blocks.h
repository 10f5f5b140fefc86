/* The reading of blocks, included once by each path, which defines classify_strings, classify_tokens,
   classify_rare, parity,
   write_tokens, is_utf8 and the name of `read_blocks`. */

/* Checks the UTF-8 of up to 64 bytes, with what of the text stands before them. */
static inline int block_is_utf8(const callgate_reader *reader, size_t start, size_t count) {
    if (start >= 3 && count == 64) return is_utf8(reader->text + start);
    uint8_t staged[3 + 64];
    memset(staged, ' ', sizeof staged);
    size_t before = start < 3 ? start : 3;
    memcpy(staged + 3 - before, reader->text + start - before, before + count);
    return is_utf8(staged + 3);
}

/* Escapes and characters of several bytes in a block of `count` bytes. Takes the escaped quotes out of
   `quotes`. */
static inline void read_rare(
    callgate_reader *reader, size_t start, size_t count, callgate_rare_classes rare, uint64_t *quotes
) {
    if (rare.backslashes | reader->escaped) *quotes &= ~callgate_escapes(reader, start, rare.backslashes);
    if (rare.not_ascii | reader->is_open) {
        reader->bad |= (uint64_t)!block_is_utf8(reader, start, count);
        reader->is_open = (uint64_t)callgate_is_open_at(reader->text, start + count);
    }
}

/* Reads one block: 64 bytes from `block` on, of which the first `shift` were read before; `start` is
   the offset of the first that was not, and `past` has the bits of those after the text's end. */
static inline __attribute__((always_inline)) void read_block(
    callgate_reader *reader, callgate_carry *carry, const uint8_t *block, int shift, size_t start,
    uint64_t past, uint32_t *offsets, uint8_t *bytes
) {
    const callgate_string_classes classes = classify_strings(block);
    uint64_t quotes = classes.quotes >> shift;
    const uint64_t is_rare = classes.rare | reader->is_open | reader->escaped;
    /* The middle of a long text has no tokens. */
    if ((quotes | is_rare | ~carry->in_string) == 0) return;
    const callgate_token_classes token_classes = classify_tokens(block);
    uint64_t operators = token_classes.operators >> shift;
    uint64_t spaces = token_classes.spaces;
    callgate_rare_classes rare = {0};
    if (__builtin_expect(is_rare != 0, 0)) {
        classify_rare(block, &rare);
        spaces = rare.spaces;
        rare.backslashes >>= shift;
        rare.controls >>= shift;
        rare.not_ascii >>= shift;
        read_rare(reader, start, (size_t)__builtin_popcountll(~past), rare, &quotes);
        /* With bit 5 set, two control characters look like a colon and a comma. */
        operators &= ~rare.controls;
    }
    /* An opening quote is inside of its string, a closing one is not. */
    const uint64_t strings = parity(quotes) ^ carry->in_string;
    carry->in_string = (uint64_t)((int64_t)strings >> 63);
    carry->bad |= (rare.controls & strings) | (rare.backslashes & ~strings);
    const uint64_t words = ~(operators | (spaces >> shift | past) | quotes | strings);
    const uint64_t starts = words & ~(words << 1 | carry->in_word);
    carry->in_word = words >> 63;
    const uint64_t bits = (operators & ~strings) | (quotes & strings) | starts;
    const size_t count = carry->count;
    carry->count = count + write_tokens(
        bits, block, shift, (uint32_t)start, offsets + count, bytes + count);
}

callgate_blocks read_blocks(const uint8_t *text, size_t length, uint32_t *offsets, uint8_t *bytes) {
    callgate_reader reader = {.text = text, .length = length};
    callgate_carry carry = {0};
    size_t start = 0;
    for (; start + 64 <= length; start += 64) {
        read_block(&reader, &carry, text + start, 0, start, 0, offsets, bytes);
    }
    if (start < length) {
        const size_t rest = length - start;
        const uint64_t past = ~(uint64_t)0 << rest;
        if (length >= 64) {
            /* The text's last 64 bytes. */
            read_block(
                &reader, &carry, text + length - 64, (int)(64 - rest), start, past, offsets, bytes);
        } else {
            uint8_t staged[64];
            memset(staged, ' ', sizeof staged);
            memcpy(staged, text, length);
            read_block(&reader, &carry, staged, 0, start, past, offsets, bytes);
        }
    }
    offsets[carry.count] = (uint32_t)length;
    bytes[carry.count] = 0;
    return (callgate_blocks){
        .count = carry.count,
        .bad = carry.bad | reader.bad | carry.in_string | reader.is_open | reader.escaped,
        .backslashes = reader.backslashes,
    };
}
