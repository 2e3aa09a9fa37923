#include "metrics/checks.hpp"

#include "metrics/exposition.hpp"
#include "support/error.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

using namespace promfile;

namespace {

struct Outcome {
    std::string text;
    Overlaps overlaps;
    Warnings warnings;
};

Outcome checked(std::vector<MetricFamily> families, const SeriesLimits& limits = {}) {
    Outcome outcome;
    outcome.text = expose(
        checked_families(std::move(families), limits, outcome.overlaps, outcome.warnings), "");
    return outcome;
}

std::string refusal(std::vector<MetricFamily> families, const SeriesLimits& limits = {}) {
    try {
        checked(std::move(families), limits);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

MetricFamily gauge(std::string name, std::vector<Sample> samples, std::string help = "H.") {
    return {std::move(name), std::move(help), MetricType::gauge, std::move(samples)};
}

std::vector<Sample> histogram(double below, double all, const std::string& bound = "1") {
    return {{"_bucket", {{"le", bound}}, below},
            {"_bucket", {{"le", "+Inf"}}, all},
            {"_sum", {}, all},
            {"_count", {}, all}};
}

} // namespace

TEST_CASE("families and series are sorted, empty labels and families gone") {
    CHECK(checked({gauge("b", {{"", {{"l", "2"}}, 2}, {"", {{"l", "1"}}, 1}, {"", {{"l", ""}}, 0}}),
                   gauge("c", {}), gauge("a", {{"", {}, 1}})})
              .text == "# HELP a H.\n# TYPE a gauge\na 1\n# HELP b H.\n# TYPE b gauge\nb 0\n"
                       "b{l=\"1\"} 1\nb{l=\"2\"} 2\n");
}

TEST_CASE("a gauge may have labels called le and quantile, which sort as others do") {
    CHECK(checked({gauge("g", {{"", {{"le", "2"}, {"quantile", "b"}}, 1},
                               {"", {{"le", "2"}, {"quantile", "a"}}, 2},
                               {"", {{"le", "1"}}, 3}})})
              .text == "# HELP g H.\n# TYPE g gauge\ng{le=\"1\"} 3\ng{le=\"2\",quantile=\"a\"} 2\n"
                       "g{le=\"2\",quantile=\"b\"} 1\n");
}

TEST_CASE("texts are made valid, a help text is there in any case") {
    CHECK(checked({gauge("a", {{"", {{"l", "x\xff"}}, 1}}, "")}).text ==
          "# HELP a a, without a help text.\n# TYPE a gauge\na{l=\"x\xef\xbf\xbd\"} 1\n");
}

TEST_CASE("metrics of one name become one, whose help text is that of the first") {
    const Outcome outcome = checked(
        {gauge("a", {{"", {{"l", "x"}}, 1}}), gauge("a", {{"", {{"l", "y"}}, 2}}, "Other.")});
    CHECK(outcome.text == "# HELP a H.\n# TYPE a gauge\na{l=\"x\"} 1\na{l=\"y\"} 2\n");
    CHECK(outcome.warnings ==
          Warnings{"two metrics are called a; the help text is \"H.\" and not \"Other.\""});
}

TEST_CASE("rules that give one series") {
    Outcome outcome = checked({gauge("a", {{"", {{"l", "x"}, {"m", "y"}}, 1}, {"", {}, 5}}),
                               gauge("a", {{"", {{"m", "y"}, {"l", "x"}}, 1}})});
    CHECK(outcome.text == "# HELP a H.\n# TYPE a gauge\na 5\na{l=\"x\",m=\"y\"} 1\n");
    CHECK(outcome.overlaps.merged == 1);
    CHECK(outcome.warnings.empty());
    outcome = checked(
        {gauge("a", {{"", {{"l", "x"}}, 1}, {"", {}, 5}}), gauge("a", {{"", {{"l", "x"}}, 2}})});
    CHECK(outcome.text == "# HELP a H.\n# TYPE a gauge\na 5\n");
    CHECK(outcome.overlaps.conflict == 2);
    REQUIRE(outcome.warnings.size() == 1);
    CHECK(outcome.warnings[0] ==
          "a{l=\"x\"} is left out, since two rules give it different values");
}

TEST_CASE("a histogram stays or goes whole") {
    const auto family = [](std::vector<Sample> samples) {
        return MetricFamily{"h", "H.", MetricType::histogram, std::move(samples)};
    };
    CHECK(checked({family(histogram(1, 2)), family(histogram(1, 2))}).text ==
          "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\n"
          "h_sum 2\nh_count 2\n");
    CHECK(checked({family(histogram(1, 2)), family(histogram(0, 2))}).text.empty());
    CHECK(checked({family(histogram(1, 2)), family(histogram(1, 2, "3"))}).text.empty());
    CHECK(checked({family(histogram(1, 2)), family(histogram(0, 2))}).overlaps.conflict == 2);
}

TEST_CASE("families that node_exporter would refuse are refused") {
    const std::vector<Sample> one{{"", {}, 1}};
    MetricFamily counter = gauge("a", one);
    counter.type = MetricType::counter;
    CHECK(refusal({gauge("a", one), counter}) ==
          "two metrics are called a, a gauge and a counter; rename one of them");
    CHECK(refusal({gauge("0a", one)}) == "'0a' is not a legal metric name");
    CHECK(refusal({gauge("__a", one)}) == "'__a' is not a legal metric name");
    for (const char* name : {"node_a", "up", "promfile_a"}) {
        CHECK_THROWS_WITH_AS(refuse_reserved_names({gauge("a", one), gauge(name, one)}),
                             doctest::Contains("is reserved"), Error);
    }
    CHECK_NOTHROW(refuse_reserved_names({gauge("a", one)}));
    CHECK(refusal({gauge("a", {{"", {{"__l", "x"}}, 1}})}) ==
          "'__l' is not a legal label name (metric a)");
    const MetricFamily h{"h", "H.", MetricType::histogram, histogram(1, 2)};
    CHECK(refusal({h, gauge("h_count", one)}).find("clashes with the histogram h") !=
          std::string::npos);
    CHECK(refusal({h, gauge("h_bucket", one)}).find("clashes") != std::string::npos);
    const MetricFamily s{"s", "H.", MetricType::summary, {{"_sum", {}, 1}, {"_count", {}, 1}}};
    CHECK(refusal({s, gauge("s_sum", one)}).find("clashes with the summary s") !=
          std::string::npos);
    CHECK(refusal({s, gauge("s_bucket", one)}).empty());
}

TEST_CASE("families that cannot be published beside others are known by their names and types") {
    const MetricFamily h{"h", "H.", MetricType::histogram, {}};
    const MetricFamily s{"s", "S.", MetricType::summary, {}};
    MetricFamily counter = gauge("c", {});
    counter.type = MetricType::counter;
    const std::vector<MetricFamily> others = {h, s, counter, gauge("x_count", {})};
    CHECK(clashing_name(gauge("a", {}), others).empty());
    CHECK(clashing_name(counter, others).empty());
    CHECK(clashing_name(gauge("c", {}), others) == "c");
    CHECK(clashing_name(gauge("h_bucket", {}), others) == "h");
    CHECK(clashing_name(gauge("s_bucket", {}), others).empty());
    CHECK(clashing_name({"x", "X.", MetricType::summary, {}}, others) == "x_count");
}

TEST_CASE("limits") {
    SeriesLimits limits;
    limits.max_series = 2;
    const Sample a{"", {{"l", "a"}}, 1};
    const Sample b{"", {{"l", "b"}}, 1};
    const Sample c{"", {{"l", "c"}}, 1};
    CHECK(refusal({gauge("g", {a, b})}, limits).empty());
    CHECK(refusal({gauge("g", {a, b, c})}, limits)
              .find("there are 3 series, more than --max-series (2)") == 0);
    limits = SeriesLimits();
    limits.max_label_bytes = 2;
    CHECK(refusal({gauge("g", {a, b, c})}, limits).find("longer than 2 bytes") !=
          std::string::npos);
    Labels many;
    for (int i = 0; i < 17; ++i) {
        many.push_back({fmt::format("l{}", i), "x"});
    }
    CHECK(refusal({gauge("g", {{"", many, 1}})}).find("17 labels; more than 16") !=
          std::string::npos);
    std::vector<Sample> samples;
    for (int i = 0; i < 65; ++i) {
        samples.push_back({"", {{fmt::format("l{}", i), "x"}}, 1});
    }
    CHECK(refusal({gauge("g", samples)}) ==
          "the metric g has 65 different labels; more than 64 make every scrape slow");
    samples.pop_back();
    CHECK(refusal({gauge("g", samples)}).empty());
    many.back().value.clear();
    CHECK(refusal({gauge("g", {{"", many, 1}})}).empty());
}
