/* The reading of blocks, included once by each path, which defines classify, classify_rare, parity,
   offsets, is_utf8 and the name of `read_blocks`. */

/* Checks the UTF-8 of up to 64 bytes, with what of the text stands before them. */
static inline int block_is_utf8(const callgate_reader *reader, size_t start, size_t count) {
    if (start >= 3 && count == 64) return is_utf8(reader->text + start);
    uint8_t staged[3 + 64];
    memset(staged, ' ', sizeof staged);
    size_t before = start < 3 ? start : 3;
    memcpy(staged + 3 - before, reader->text + start - before, before + count);
    return is_utf8(staged + 3);
}

/* What is rare in a block of `count` bytes: escapes, control characters, and characters of several
   bytes. Takes the escaped quotes out of `quotes`.

   Returns whether such a character goes on past the block. */
static __attribute__((noinline)) uint64_t read_rare(
    callgate_reader *reader, size_t start, size_t count, callgate_rare_classes rare, uint64_t is_open,
    uint64_t *quotes
) {
    if (rare.backslashes | reader->escaped) *quotes &= ~callgate_escapes(reader, start, rare.backslashes);
    if (!(rare.not_ascii | is_open)) return 0;
    reader->bad |= (uint64_t)!block_is_utf8(reader, start, count);
    return (uint64_t)callgate_is_open_at(reader->text, start + count);
}

callgate_blocks read_blocks(const uint8_t *text, size_t length, uint32_t *tokens) {
    callgate_reader reader = {.text = text, .length = length};
    uint32_t *next = tokens;
    /* All ones where the next byte is inside of a string. */
    uint64_t in_string = 0;
    /* 1 where the byte before belongs to a number or a word. */
    uint64_t in_word = 0;
    /* Whether a character of several bytes goes on. */
    uint64_t is_open = 0;
    uint64_t bad = 0;
    for (size_t start = 0; start < length; start += 64) {
        const size_t rest = length - start;
        const uint8_t *block = text + start;
        uint8_t staged[64];
        /* The end of the text is read as its last 64 bytes, of which those that were looked at before
           are shifted out; where there are no 64, as a copy. */
        int shift = 0;
        uint64_t past = 0;
        if (__builtin_expect(rest < 64, 0)) {
            past = ~(uint64_t)0 << rest;
            if (length >= 64) {
                shift = (int)(64 - rest);
                block = text + length - 64;
            } else {
                memset(staged, ' ', sizeof staged);
                memcpy(staged, text, length);
                block = staged;
            }
        }
        callgate_classes classes;
        classify(block, &classes);
        uint64_t quotes = classes.quotes >> shift;
        uint64_t controls = 0;
        uint64_t backslashes = 0;
        if (__builtin_expect((classes.rare | is_open | reader.escaped) != 0, 0)) {
            callgate_rare_classes rare;
            classify_rare(block, &rare);
            rare.backslashes >>= shift;
            rare.not_ascii >>= shift;
            controls = rare.controls >> shift;
            backslashes = rare.backslashes;
            is_open = read_rare(&reader, start, rest < 64 ? rest : 64, rare, is_open, &quotes);
        }
        /* With bit 5 set, two control characters look like a colon and a comma. */
        const uint64_t operators = classes.operators >> shift & ~controls;
        const uint64_t spaces = classes.spaces >> shift | past;
        /* An opening quote is inside of its string, a closing one is not. */
        const uint64_t strings = parity(quotes) ^ in_string;
        in_string = (uint64_t)((int64_t)strings >> 63);
        bad |= (controls & strings) | (backslashes & ~strings);
        const uint64_t words = ~(operators | spaces | quotes | strings);
        const uint64_t starts = words & ~(words << 1 | in_word);
        in_word = words >> 63;
        const uint64_t bits = (operators & ~strings) | (quotes & strings) | starts;
        next += offsets(bits, (uint32_t)start, next);
    }
    *next = (uint32_t)length;
    return (callgate_blocks){
        .count = (size_t)(next - tokens),
        .bad = bad | reader.bad | in_string | is_open | reader.escaped,
        .backslashes = reader.backslashes,
    };
}
