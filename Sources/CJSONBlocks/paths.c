#include "paths.h"

#if defined(__x86_64__)

#define EIGHT(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
const uint8_t callgate_numbers[64] = {
    EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24), EIGHT(32), EIGHT(40), EIGHT(48), EIGHT(56),
};

int callgate_blocks_has_path(callgate_blocks_path path) {
    switch (path) {
    case callgate_blocks_sse2:
        return 1;
    case callgate_blocks_avx2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul")
            && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
            && __builtin_cpu_supports("popcnt");
    case callgate_blocks_avx512:
        return callgate_blocks_has_path(callgate_blocks_avx2) && __builtin_cpu_supports("avx512f")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512vbmi2");
    default:
        return 0;
    }
}

callgate_blocks callgate_blocks_read(
    const uint8_t *text, size_t length, callgate_blocks_path path, uint32_t *offsets, uint8_t *bytes
) {
    switch (path) {
    case callgate_blocks_avx512:
        return callgate_blocks_read_avx512(text, length, offsets, bytes);
    case callgate_blocks_avx2:
        return callgate_blocks_read_avx2(text, length, offsets, bytes);
    default:
        return callgate_blocks_read_sse2(text, length, offsets, bytes);
    }
}

#elif defined(__aarch64__)

int callgate_blocks_has_path(callgate_blocks_path path) { return path == callgate_blocks_neon; }

callgate_blocks callgate_blocks_read(
    const uint8_t *text, size_t length, callgate_blocks_path path, uint32_t *offsets, uint8_t *bytes
) {
    (void)path;
    return callgate_blocks_read_neon(text, length, offsets, bytes);
}

#else

int callgate_blocks_has_path(callgate_blocks_path path) {
    (void)path;
    return 0;
}

/* Never called: there is no path to call it with. It takes no text for JSON. */
callgate_blocks callgate_blocks_read(
    const uint8_t *text, size_t length, callgate_blocks_path path, uint32_t *offsets, uint8_t *bytes
) {
    (void)text;
    (void)path;
    offsets[0] = (uint32_t)length;
    bytes[0] = 0;
    return (callgate_blocks){.bad = 1};
}

#endif
