// What simdjson's on-demand reader takes for the four things that the policy of the size benchmarks looks at.
//
//     json-reader FILE...      for each file: its name, and nanoseconds of the quickest batch for one call
//
// It checks less: what it passes over need not be valid, and a key may occur twice.
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <string>

using clock_type = std::chrono::steady_clock;

static bool read_fields(simdjson::ondemand::parser &parser, const simdjson::padded_string &text) {
    simdjson::ondemand::document call;
    std::string_view tool, currency, environment;
    int64_t amount;
    return !parser.iterate(text).get(call) && !call["tool"].get_string().get(tool)
        && !call["args"]["amount_cents"].get_int64().get(amount)
        && !call["args"]["currency"].get_string().get(currency)
        && !call["context"]["environment"].get_string().get(environment)
        && tool == "refund_payment" && amount == 75000 && currency == "usd" && environment == "production";
}

int main(int count, char **arguments) {
    simdjson::ondemand::parser parser;
    for (int index = 1; index < count; index++) {
        simdjson::padded_string text;
        if (simdjson::padded_string::load(arguments[index]).get(text)) {
            fprintf(stderr, "json-reader: can't read %s\n", arguments[index]);
            return 1;
        }
        const int batch = int(2000000 / text.size()) + 1;
        double best = 1e18;
        for (int run = 0; run < 200; run++) {
            auto start = clock_type::now();
            for (int call = 0; call < batch; call++) {
                if (!read_fields(parser, text)) {
                    fprintf(stderr, "json-reader: %s has other fields\n", arguments[index]);
                    return 1;
                }
            }
            std::chrono::duration<double, std::nano> taken = clock_type::now() - start;
            best = std::min(best, taken.count() / batch);
        }
        printf("%s\t%.1f\n", arguments[index], best);
    }
}
