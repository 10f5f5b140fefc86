#include "CRE2.h"

#include <re2/re2.h>

#include <vector>

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

int cre2_group_count(const CRE2Pattern *pattern) { return pattern->re2.NumberOfCapturingGroups(); }

bool cre2_first_match(const CRE2Pattern *pattern, const char *text, size_t length, size_t offset,
                      int *places, int count) {
  std::vector<re2::StringPiece> groups(count);
  if (!pattern->re2.Match(re2::StringPiece(text, length), offset, length, RE2::UNANCHORED,
                          groups.data(), count)) {
    return false;
  }
  for (int group = 0; group < count; group++) {
    // A group that took no part has no data; an empty one points into the text.
    const char *start = groups[group].data();
    places[2 * group] = start == nullptr ? -1 : int(start - text);
    places[2 * group + 1] = start == nullptr ? -1 : int(start - text + groups[group].size());
  }
  return true;
}

void cre2_free(CRE2Pattern *pattern) { delete pattern; }
