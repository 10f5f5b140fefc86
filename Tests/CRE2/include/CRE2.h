#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A pattern as RE2 compiled it; tests compare with it.
typedef struct CRE2Pattern CRE2Pattern;

/// Compiles `length` bytes of UTF-8 with RE2's default options. Never null; see cre2_ok.
CRE2Pattern *_Nonnull cre2_compile(const char *_Nonnull pattern, size_t length);

/// Whether RE2 accepts the pattern.
bool cre2_ok(const CRE2Pattern *_Nonnull pattern);

/// Why RE2 refuses the pattern, valid until it is freed; empty where it does not.
const char *_Nonnull cre2_error(const CRE2Pattern *_Nonnull pattern);

/// Whether some part of the text matches; the pattern must be one that RE2 accepts.
bool cre2_partial_match(const CRE2Pattern *_Nonnull pattern, const char *_Nonnull text, size_t length);

/// Groups of a pattern that RE2 accepts, beside the match as a whole.
int cre2_group_count(const CRE2Pattern *_Nonnull pattern);

/// Where the pattern, which RE2 must accept, matches first from an offset on.
///
/// `places` has room for two numbers for each of `count` groups, of which the first is the match
/// as a whole: start and end in bytes, or -1 for a group that took no part.
bool cre2_first_match(const CRE2Pattern *_Nonnull pattern, const char *_Nonnull text, size_t length,
                      size_t offset, int *_Nonnull places, int count);

void cre2_free(CRE2Pattern *_Nonnull pattern);

#ifdef __cplusplus
}
#endif

#endif
