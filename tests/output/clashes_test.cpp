#include "output/clashes.hpp"

#include "metrics/parse_exposition.hpp"
#include "support/error.hpp"

#include <doctest/doctest.h>

using namespace promfile;

namespace {

std::vector<MetricFamily> ours(const std::string& text) {
    std::vector<MetricFamily> families;
    for (const ExposedFamily& family : parse_exposition(text).families) {
        families.push_back(
            {family.name, family.help.value_or("Ours."), family.seen_type(), family.samples});
    }
    return families;
}

Neighbour file(const std::string& path, const std::string& text, bool by_promfile = false) {
    return {path, by_promfile, parse_exposition(text).families};
}

// The error's text, or the warnings', or "".
std::string outcome(const std::string& our_text, const std::vector<Neighbour>& neighbours,
                    const std::string& standing = "") {
    std::vector<MetricFamily> families = ours(our_text);
    try {
        std::string all;
        for (const std::string& warning :
             reconcile_with_neighbours(families, neighbours, parse_exposition(standing).families)) {
            all += "warning: " + warning;
        }
        return all;
    } catch (const Error& error) {
        return error.what();
    }
}

constexpr const char* refusal = ", and node_exporter would lose one of the two: rename the metric, "
                                "or change or remove that file";
constexpr const char* warning = ", as it had before, and node_exporter loses one of the two";

} // namespace

TEST_CASE("a clash is refused when new and a warning when the standing target has it") {
    const std::string long_text =
        "# HELP x " + std::string(1025, 'h') + "\n# TYPE x gauge\nx{a=\"1\"} 1\n";
    const char* const long_help = long_text.c_str();
    const struct {
        const char* ours;
        const char* theirs;
        const char* sentence; // nullptr: no clash
    } cases[] = {
        // Other series of one family live side by side.
        {"# TYPE x gauge\nx{a=\"1\"} 1\n", "# HELP x H\n# TYPE x gauge\nx{a=\"2\"} 1\n", nullptr},
        {"# TYPE x gauge\nx 1\n", "# TYPE y counter\ny 1\n", nullptr},
        {"# TYPE x gauge\nx 1\n", "# HELP x H\n# TYPE x counter\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x as a counter, not as a gauge"},
        {"# TYPE x gauge\nx 1\n", "# HELP x H\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x as an untyped, not as a gauge"},
        {"# TYPE x gauge\nx 1\n", "# TYPE x gauge\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x without a HELP line"},
        {"# TYPE x gauge\nx 1\n", "# HELP x H\r\n# TYPE x gauge\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x with a HELP text with a control character (such as a CR)"},
        {"# TYPE x gauge\nx 1\n", "# HELP x \x7f\n# TYPE x gauge\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x with a HELP text with a control character (such as a CR)"},
        {"# TYPE x gauge\nx 1\n", "# HELP x \t~\xc3\x80\\n \n# TYPE x gauge\nx{a=\"1\"} 1\n",
         nullptr},
        {"# TYPE x gauge\nx 1\n", "# HELP x \xff\n# TYPE x gauge\nx{a=\"1\"} 1\n",
         "/d/n.prom has the metric x with a HELP text that is not valid UTF-8"},
        {"# TYPE x gauge\nx 1\n", long_help,
         "/d/n.prom has the metric x with a HELP text of more "
         "than 1 KiB"},
        // Series: whatever the order of the labels, and empty ones do not count.
        {"# TYPE x gauge\nx{a=\"1\",b=\"2\"} 1\n",
         "# HELP x H\n# TYPE x gauge\nx{b=\"2\",c=\"\",a=\"1\"} 5\n",
         "/d/n.prom already has x{a=\"1\",b=\"2\"}"},
        {"# TYPE x gauge\nx{a=\"1\"} 1\nx{a=\"2\"} 1\nx 1\n",
         "# HELP x H\n# TYPE x gauge\nx 1\nx{a=\"1\"} 5\nx{a=\"3\"} 1\n",
         "/d/n.prom already has x and 1 more of our series"},
        {"# TYPE x gauge\nx{le=\"1\"} 1\n", "# HELP x H\n# TYPE x gauge\nx{le=\"2\"} 1\n", nullptr},
        // A histogram with other buckets is the same series all the same.
        {"# TYPE x histogram\nx_bucket{le=\"1\"} 1\n",
         "# HELP x H\n# TYPE x histogram\nx_bucket{le=\"2\"} 1\n", "/d/n.prom already has x"},
        {"# TYPE x summary\nx{quantile=\"1\"} 1\n", "# HELP x H\n# TYPE x summary\nx_count 1\n",
         "/d/n.prom already has x"},
        {"# TYPE x summary\nx_count{a=\"1\"} 1\n", "# HELP x H\n# TYPE x summary\nx_count 1\n",
         nullptr},
        // Derived names, both ways.
        {"# TYPE x histogram\nx_count 1\n",
         "# HELP x_bucket H\n# TYPE x_bucket gauge\nx_bucket 1\n",
         "/d/n.prom has the metric x_bucket, which is also part of our histogram x"},
        {"# TYPE x summary\nx_count 1\n", "# HELP x_sum H\n# TYPE x_sum gauge\nx_sum 1\n",
         "/d/n.prom has the metric x_sum, which is also part of our summary x"},
        {"# TYPE x summary\nx_count 1\n", "# HELP x_bucket H\n# TYPE x_bucket gauge\nx_bucket 1\n",
         nullptr},
        {"# TYPE x_count gauge\nx_count 1\n", "# HELP x H\n# TYPE x histogram\nx_sum 1\n",
         "/d/n.prom has the histogram x, of which our metric x_count would be part"},
        {"# TYPE x_count gauge\nx_count 1\n", "# HELP x H\n# TYPE x gauge\nx 1\n", nullptr},
        {"# TYPE x_bucket gauge\nx_bucket 1\n", "# HELP x H\n# TYPE x summary\nx_sum 1\n", nullptr},
    };
    for (const auto& one : cases) {
        CAPTURE(one.ours);
        CAPTURE(one.theirs);
        const std::vector<Neighbour> neighbours = {file("/d/n.prom", one.theirs)};
        const std::string sentence = one.sentence == nullptr ? "" : one.sentence;
        CHECK(outcome(one.ours, neighbours) == (sentence.empty() ? "" : sentence + refusal));
        CHECK(outcome(one.ours, neighbours, one.ours) ==
              (sentence.empty() ? "" : "warning: " + sentence + warning));
    }
}

TEST_CASE("one clash that stood does not excuse another") {
    const std::vector<Neighbour> neighbours = {
        file("/d/n.prom", "# HELP x H\n# TYPE x gauge\nx{a=\"1\"} 1\nx{a=\"2\"} 1\n")};
    const std::string our = "# TYPE x gauge\nx{a=\"1\"} 1\nx{a=\"2\"} 1\n";
    CHECK(outcome(our, neighbours, "# TYPE x gauge\nx{a=\"1\"} 1\n") ==
          std::string("/d/n.prom already has x{a=\"1\"} and 1 more of our series") + refusal);
    CHECK(outcome(our, neighbours, "# TYPE y gauge\ny 1\n") ==
          std::string("/d/n.prom already has x{a=\"1\"} and 1 more of our series") + refusal);
}

TEST_CASE("a clash with a file of promfile's speaks of a changed name") {
    CHECK(outcome("# TYPE x gauge\nx 1\n",
                  {file("/d/old.prom", "# HELP x H\n# TYPE x gauge\nx 1\n", true)}) ==
          "/d/old.prom already has x, and promfile wrote that file: to write it anew give -n old; "
          "if the name was changed, remove "
          "/d/old.prom; else give this output other metrics");
}

TEST_CASE("the HELP already there replaces ours, the first file by name counts") {
    std::vector<MetricFamily> families =
        ours("# HELP x Ours.\n# TYPE x gauge\nx 1\n# HELP y Y.\n# TYPE y gauge\ny 1\n");
    CHECK(reconcile_with_neighbours(families, {file("/d/a.prom", "# HELP x A.\n# TYPE x gauge\n")},
                                    {})
              .empty());
    CHECK(families[0].help == "A.");
    CHECK(families[1].help == "Y.");
    const std::string longest(1024, 'h');
    CHECK(reconcile_with_neighbours(
              families, {file("/d/a.prom", "# HELP x " + longest + "\n# TYPE x gauge\n")}, {})
              .empty());
    CHECK(families[0].help == longest);
    const Warnings warnings =
        reconcile_with_neighbours(families,
                                  {file("/d/a.prom", "# HELP x B.\n# TYPE x gauge\n"),
                                   file("/d/b.prom", "# HELP x C.\n# TYPE x gauge\n")},
                                  {});
    CHECK(families[0].help == "B.");
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0] == "/d/a.prom and /d/b.prom give the metric x different HELP texts, "
                         "node_exporter loses one of the two");
}

TEST_CASE("only families that can clash are compared") {
    const Comparable comparable(
        ours("# TYPE x gauge\nx{a=\"1\"} 1\n# TYPE y_sum gauge\ny_sum 1\n"));
    for (const char* name : {"x", "x_count", "x_sum", "x_bucket", "y_sum", "y"}) {
        CAPTURE(name);
        CHECK(comparable.family(name));
    }
    for (const char* name : {"x_", "y_count", "z", ""}) {
        CAPTURE(name);
        CHECK_FALSE(comparable.family(name));
    }
    const ExposedFamily x{"x", {}, MetricType::gauge, {}};
    CHECK(comparable.sample(x, {"", {{"b", ""}, {"a", "1"}}, 7}));
    CHECK_FALSE(comparable.sample(x, {"", {{"a", "2"}}, 1}));
    CHECK_FALSE(comparable.sample({"z", {}, {}, {}}, {"", {{"a", "1"}}, 1}));
}
