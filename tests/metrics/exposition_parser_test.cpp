#include "metrics/exposition.hpp"
#include "metrics/parse_exposition.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

// What was read, written again; a family without HELP or TYPE gets "-" or untyped.
std::string again(const Exposition& exposition) {
    std::vector<MetricFamily> families;
    for (const ExposedFamily& family : exposition.families) {
        families.push_back(
            {family.name, family.help.value_or("-"), family.seen_type(), family.samples});
    }
    return expose(families, "");
}

} // namespace

TEST_CASE("an exposition that is parsed and exposed again is the same text") {
    const std::string text = "# Written by promfile from a.xml\n"
                             "# HELP a_rows Rows \\\\ of\\n\"it\".\n"
                             "# TYPE a_rows gauge\n"
                             "a_rows{path=\"a \\\"b\\\" \\\\ c\\nd\",type=\"\xc3\xa4\"} 1\n"
                             "a_rows -2.5e-09\n"
                             "# HELP h_seconds A histogram.\n"
                             "# TYPE h_seconds histogram\n"
                             "h_seconds_bucket{le=\"+Inf\"} 3\n"
                             "h_seconds_sum NaN\n"
                             "h_seconds_count 3\n"
                             "# HELP s A summary.\n"
                             "# TYPE s summary\n"
                             "s{quantile=\"0.5\"} +Inf\n"
                             "s_sum -Inf\n"
                             "s_count 3\n";
    const Exposition exposition = parse_exposition(text);
    CHECK(exposition.ill_formed_lines == 0);
    CHECK(exposition.first_comment == "Written by promfile from a.xml");
    CHECK("# Written by promfile from a.xml\n" + again(exposition) == text);
}

TEST_CASE("spellings that a scraper accepts") {
    const struct {
        const char* text;
        const char* again;
    } cases[] = {
        {"a {path=\"x\"} 6\n", "# HELP a -\n# TYPE a untyped\na{path=\"x\"} 6\n"},
        {"a{p=\"x\",} 6\n", "# HELP a -\n# TYPE a untyped\na{p=\"x\"} 6\n"},
        {"a{ p = \"x\" , q=\"\"} .5\n", "# HELP a -\n# TYPE a untyped\na{p=\"x\"} 0.5\n"},
        {" \ta\t1e3\n\n", "# HELP a -\n# TYPE a untyped\na 1000\n"},
        {"a inf\n", "# HELP a -\n# TYPE a untyped\na +Inf\n"},
        {"#TYPE a GAUGE\na 1\n# HELP a b\n", "# HELP a b\n# TYPE a gauge\na 1\n"},
        {"# HELP a \n#\n# TYPE\n# TYPE a\na{} 1\n", "# HELP a -\n# TYPE a untyped\na 1\n"},
        {"a_count 1\n# TYPE a histogram\n",
         "# HELP a_count -\n# TYPE a_count untyped\na_count 1\n# HELP a -\n# TYPE a histogram\n"},
        {"# TYPE a summary\na_bucket 1\n",
         "# HELP a -\n# TYPE a summary\n"
         "# HELP a_bucket -\n# TYPE a_bucket untyped\na_bucket 1\n"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.text);
        const Exposition exposition = parse_exposition(one.text);
        CHECK(exposition.ill_formed_lines == 0);
        CHECK(again(exposition) == one.again);
    }
}

TEST_CASE("ill-formed lines are noted and the rest is there") {
    const struct {
        const char* line;
        const char* cause;
    } cases[] = {
        {"1a 1", "there is no metric name"},
        {"{} 1", "there is no metric name"},
        {"\xef\xbb\xbf"
         "a 1",
         "there is no metric name"},
        {"a", "the value is not a number"},
        {"a 1,5", "the value is not a number"},
        {"a 0x10", "the value is not a number"},
        {"a 1e400", "the value is not a number"},
        {"a -nan", "the value is not a number"},
        {"a 6\r", "the value is not a number"},
        {"a-b 6", "the value is not a number"},
        {"a 1 ", "a timestamp or other text stands after the value"},
        {"a 1 0", "a timestamp or other text stands after the value"},
        {"a{__b=\"\"} 1", "a label name begins with __"},
        {"a{b=\"\",b=\"\"} 1", "a label is there twice"},
        {"a{b=\"\",c=\"\",b=\"\"} 1", "a label is there twice"},
        {"a{\"b\"} 1", "the labels are not a list of name=\"value\""},
        {"a{b=1} 1", "a label value has no quotes"},
        {"a{b=\"1} 1", "a label value has no closing quote"},
        {"a{b=\"1\" 1", "the list of labels has no closing brace"},
        {"a{b=\"\\t\"} 1", "there is an unknown escape after a backslash"},
        {"a{b=\"\xff\"} 1", "a label value is not valid UTF-8"},
        {"a{", "the labels are not a list of name=\"value\""},
        {"# HELP a \xff", "the HELP text is not valid UTF-8"},
        {"# HELP a b\\", "the HELP text ends in a lone backslash"},
        {"# HELP good b", "there is a second HELP of a metric"},
        {"# TYPE good gauge", "the TYPE of a metric is there twice or after its samples"},
        {"# TYPE a gauge_histogram", "the TYPE is unknown"},
        {"# TYPE a info", "the TYPE is unknown"},
        {"# TYPE a-b gauge", "TYPE is not followed by a metric name"},
        {"# HELP a-b text", "HELP is not followed by a metric name"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.line);
        const Exposition exposition =
            parse_exposition("# HELP good A.\ngood 1\n" + std::string(one.line) + "\nafter 2\n");
        REQUIRE(exposition.ill_formed_lines == 1);
        CHECK(exposition.ill_formed[0].number == 3);
        CHECK(exposition.ill_formed[0].cause == one.cause);
        CHECK(exposition.families.front().name == "good");
        CHECK(exposition.families.back().name == "after");
        CHECK(exposition.families.back().samples.size() == 1);
    }
}

TEST_CASE("the bound of a bucket is a number, in a histogram only") {
    CHECK(parse_exposition("# TYPE a gauge\na{le=\"x\"} 1\n").ill_formed_lines == 0);
    CHECK(parse_exposition("# TYPE a histogram\na_bucket{le=\"x\"} 1\n").ill_formed_lines == 1);
    CHECK(parse_exposition("# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\n").ill_formed_lines == 0);
}

TEST_CASE("a file without a final newline is ill-formed, its last line is read") {
    const Exposition exposition = parse_exposition("a 1\nb 2");
    REQUIRE(exposition.ill_formed_lines == 1);
    CHECK(exposition.ill_formed[0].number == 2);
    CHECK(exposition.families.size() == 2);
}

TEST_CASE("ever so many ill-formed lines are counted, the first 100 are held") {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "?\n";
    }
    const Exposition exposition = parse_exposition(text);
    CHECK(exposition.ill_formed_lines == 1000);
    CHECK(exposition.ill_formed.size() == 100);
}

TEST_CASE("a line that node_exporter refuses is noted after any number of other faults") {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "?\n";
    }
    const Exposition exposition = parse_exposition(text + "# HELP a \xff\na 1\n");
    REQUIRE(exposition.ill_formed.size() == 101);
    CHECK(exposition.ill_formed.front().refused_by == RefusedBy::node_exporter);
    CHECK(exposition.ill_formed.back().refused_by == RefusedBy::prometheus);
    CHECK_FALSE(exposition.families.back().help.has_value());
    CHECK(exposition.families.back().help_is_not_utf8);
}

TEST_CASE("a sample with 300,000 labels is read in a moment") {
    std::string text = "a{";
    for (int i = 0; i < 300'000; ++i) {
        text += "l" + std::to_string(i) + "=\"\",";
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK(parse_exposition(text + "} 1\n").ill_formed_lines == 0);
    CHECK(parse_exposition(text + "l7=\"\"} 1\n").ill_formed_lines == 1);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("samples that nobody wants are not held") {
    ExpositionParser parser([](const ExposedFamily& family, const Sample& sample) {
        return family.name == "a" && sample.value > 1;
    });
    parser.line("a{l=\"1\"} 1");
    parser.line("a{l=\"2\"} 2");
    parser.line("b 3");
    const Exposition exposition = parser.finish("");
    REQUIRE(exposition.families.size() == 2);
    CHECK(exposition.families[0].samples.size() == 1);
    CHECK(exposition.families[1].samples.empty());
}
