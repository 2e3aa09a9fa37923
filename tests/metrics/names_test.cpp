#include "metrics/names.hpp"

#include "support/error.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace promfile;

TEST_CASE("metric names are those of the exposition format") {
    for (const char* good : {"a", "A", "_a", "a_b1", "a:b", ":a", "a__b", "Z9_"}) {
        CAPTURE(good);
        CHECK(is_metric_name(good));
    }
    for (const char* bad : {"", "1a", "a-b", "a.b", "a b", "__a", "__", "\xc3\xa4", "a\n", "a{}"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_metric_name(bad));
    }
}

TEST_CASE("label names hold no colon and never begin with two underscores") {
    for (const char* good : {"a", "_", "_a", "A1", "a__b"}) {
        CAPTURE(good);
        CHECK(is_label_name(good));
    }
    for (const char* bad : {"", "1", "a:b", "__a", "__name__", "__", "a-b", "\xc3\xa4"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_label_name(bad));
    }
}

TEST_CASE("reserved names are known by prefix, and `up` as a whole") {
    CHECK(reserved_metric_prefix("node_x") == "node_");
    CHECK(reserved_metric_prefix("go_x") == "go_");
    CHECK(reserved_metric_prefix("process_x") == "process_");
    CHECK(reserved_metric_prefix("promhttp_x") == "promhttp_");
    CHECK(reserved_metric_prefix("scrape_x") == "scrape_");
    CHECK(reserved_metric_prefix("promfile_x") == "promfile_");
    CHECK(reserved_metric_prefix("up") == "up");
    for (const char* free : {"upper", "up_x", "nodes", "node", "gopher_x", "a_node_x", ""}) {
        CAPTURE(free);
        CHECK(reserved_metric_prefix(free).empty());
    }
}

TEST_CASE("suggested_name makes a name of anything") {
    CHECK(suggested_name("my-metric") == "my_metric");
    CHECK(suggested_name("__a--b__") == "a_b");
    CHECK(suggested_name("1st") == "_1st");
    CHECK(suggested_name("Gr\xc3\xb6\xc3\x9f"
                         "e") == "Gr_e");
    CHECK(suggested_name("---").empty());
}

TEST_CASE("naming advice") {
    const struct {
        const char* name;
        MetricType type;
        std::vector<std::string> advice;
    } cases[] = {
        {"store_rows", MetricType::gauge, {}},
        {"store_rows_total", MetricType::counter, {}},
        {"store_latency_seconds", MetricType::histogram, {}},
        {"store_rows", MetricType::counter, {"should end in _total, since it is a counter"}},
        {"store_rows_total",
         MetricType::gauge,
         {"should not end in _total, since it is not a counter"}},
        {"a_bucket",
         MetricType::gauge,
         {"should not end in _bucket, which stands for a part of a histogram or summary"}},
        {"a_count", MetricType::summary, {}},
        {"a:b", MetricType::gauge, {"should not hold a colon, which is for recording rules"}},
        {"storeRows", MetricType::gauge, {"should be in snake_case"}},
        {"rows_gauge", MetricType::gauge, {"should not name its type, \"gauge\""}},
        {"wait_ms", MetricType::gauge, {"should use the base unit seconds instead of ms"}},
        {"used_percent", MetricType::gauge, {"should use the base unit ratio instead of percent"}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CHECK(naming_advice(c.name, c.type) == c.advice);
    }
}

TEST_CASE("a help text without its faults has none") {
    const std::string full(1024, 'x');
    const struct {
        std::string help;
        std::string fault;
        std::string without;
    } cases[] = {
        {"", "", ""},
        {"a\tb\nc", "", "a\tb\nc"},
        {"a\rb\x7f\x01", "with a control character (such as a CR)", "a b  "},
        {full, "", full},
        {full + "x", "of more than 1 KiB", full},
        {full.substr(1) + "ä", "of more than 1 KiB", full.substr(1)},
        {full.substr(2) + "€", "of more than 1 KiB", full.substr(2)},
        {full.substr(2) + "ä\r", "of more than 1 KiB", full.substr(2) + "ä"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.help);
        CHECK(help_fault(c.help) == c.fault);
        CHECK(without_help_faults(c.help) == c.without);
        CHECK(help_fault(c.without) == "");
    }
}

TEST_CASE("names of the output") {
    const std::string longest(228, 'a');
    const struct {
        std::string name;
        const char* checked; // nullptr: refused
    } cases[] = {
        {"app", "app"},
        {"app.prom", "app"},
        {"app.prom.prom", "app.prom"},
        {"a b", "a b"},
        {"\xc3\xa4", "\xc3\xa4"},
        {fmt::format("{}.prom", longest), ""},
        {"", nullptr},
        {".prom", nullptr},
        {".app", nullptr},
        {"a/b", nullptr},
        {"/", nullptr},
        {"..", nullptr},
        {"a\nb", nullptr},
        {"a\x7f", nullptr},
        {std::string("a\0b", 3), nullptr},
        {"\xff", nullptr},
        {std::string(229, 'a'), nullptr},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        if (one.checked == nullptr) {
            try {
                checked_name(one.name);
                FAIL("accepted");
            } catch (const Error& error) {
                CHECK(error.status() == ExitStatus::usage);
            }
        } else if (*one.checked == '\0') {
            CHECK(checked_name(one.name).size() == 228);
        } else {
            CHECK(checked_name(one.name) == one.checked);
        }
    }
}
