#include "CRE2.h"

#include <re2/re2.h>

struct CRE2Pattern {
  RE2 re2;
};

static RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  // Above the default of 8 MiB, so that a refusal is about syntax.
  options.set_max_mem(int64_t{256} << 20);
  return options;
}

CRE2Pattern *cre2_compile(const char *pattern, size_t length) {
  return new CRE2Pattern{RE2(re2::StringPiece(pattern, length), options())};
}

bool cre2_ok(const CRE2Pattern *pattern) { return pattern->re2.ok(); }

const char *cre2_error(const CRE2Pattern *pattern) { return pattern->re2.error().c_str(); }

bool cre2_partial_match(const CRE2Pattern *pattern, const char *text, size_t length) {
  return RE2::PartialMatch(re2::StringPiece(text, length), pattern->re2);
}

void cre2_free(CRE2Pattern *pattern) { delete pattern; }
