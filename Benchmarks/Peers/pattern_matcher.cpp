// What RE2 and Hyperscan take to look for patterns in a text.
//
//     pattern-matcher PATTERNS TEXT      a pattern on each line; nanoseconds of the quickest batch for one text
#include <hs/hs.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using clock_type = std::chrono::steady_clock;

static void report(const char *name, const std::function<int()> &search, int wanted) {
    double best = 1e18;
    for (int run = 0; run < 50; run++) {
        int found = 0, batch = 0;
        auto start = clock_type::now();
        std::chrono::duration<double, std::nano> taken{};
        while (taken.count() < 2e6) {
            for (int repeat = 0; repeat < 8; repeat++, batch++) found += search();
            taken = clock_type::now() - start;
        }
        if (found != wanted * batch) {
            fprintf(stderr, "pattern-matcher: %s finds %d of %d\n", name, found / batch, wanted);
            exit(1);
        }
        best = std::min(best, taken.count() / batch);
    }
    printf("%s\t%.1f\n", name, best);
}

static int count_match(unsigned, unsigned long long, unsigned long long, unsigned, void *count) {
    ++*static_cast<int *>(count);
    return 0;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 3) {
        fprintf(stderr, "usage: pattern-matcher PATTERNS TEXT\n");
        return 2;
    }
    std::vector<std::string> patterns;
    std::ifstream lines(arguments[1]);
    for (std::string line; std::getline(lines, line);) patterns.push_back(line);
    std::stringstream content;
    content << std::ifstream(arguments[2]).rdbuf();
    const std::string text = content.str();

    std::vector<std::unique_ptr<RE2>> singles;
    RE2::Options options;
    options.set_max_mem(256 << 20);
    RE2::Set set(options, RE2::UNANCHORED);
    for (const auto &pattern : patterns) {
        singles.push_back(std::make_unique<RE2>(pattern));
        if (set.Add(pattern, nullptr) < 0) return 1;
    }
    if (!set.Compile()) return 1;
    int wanted = 0;
    for (const auto &single : singles) wanted += RE2::PartialMatch(text, *single);

    std::vector<const char *> expressions;
    std::vector<unsigned> flags, ids;
    for (size_t index = 0; index < patterns.size(); index++) {
        expressions.push_back(patterns[index].c_str());
        flags.push_back(HS_FLAG_SINGLEMATCH | HS_FLAG_UTF8);
        ids.push_back(unsigned(index));
    }
    hs_database_t *database = nullptr;
    hs_compile_error_t *error = nullptr;
    hs_scratch_t *scratch = nullptr;
    if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), unsigned(patterns.size()), HS_MODE_BLOCK,
            nullptr, &database, &error) != HS_SUCCESS
        || hs_alloc_scratch(database, &scratch) != HS_SUCCESS) {
        fprintf(stderr, "pattern-matcher: Hyperscan: %s\n", error ? error->message : "no memory");
        return 1;
    }

    report("RE2, one by one", [&] {
        int found = 0;
        for (const auto &single : singles) found += RE2::PartialMatch(text, *single);
        return found;
    }, wanted);
    std::vector<int> found;
    report("RE2::Set", [&] {
        found.clear();
        set.Match(text, &found);
        return int(found.size());
    }, wanted);
    report("Hyperscan", [&] {
        int count = 0;
        hs_scan(database, text.data(), unsigned(text.size()), 0, scratch, count_match, &count);
        return count;
    }, wanted);
}
