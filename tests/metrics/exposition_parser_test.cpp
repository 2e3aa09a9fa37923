#include "metrics/exposition.hpp"
#include "metrics/exposition_parser.hpp"

#include <doctest/doctest.h>

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

TEST_CASE("what is exposed reads back as the same text") {
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
        {"a", "\"\" is no number"},
        {"a 1,5", "\"1,5\" is no number"},
        {"a 0x10", "\"0x10\" is no number"},
        {"a 1e400", "\"1e400\" is no number"},
        {"a -nan", "\"-nan\" is no number"},
        {"a 6\r", "\"6\r\" is no number"},
        {"a-b 6", "\"-b\" is no number"},
        {"a 1 ", "a timestamp or other text stands behind the value"},
        {"a 1 0", "a timestamp or other text stands behind the value"},
        {"a{__b=\"\"} 1", "the label name \"__b\" begins with __"},
        {"a{b=\"\",b=\"\"} 1", "the label \"b\" is there twice"},
        {"a{\"b\"} 1", "the labels are not a list of name=\"value\""},
        {"a{b=1} 1", "the value of the label \"b\" has no quotes"},
        {"a{b=\"1} 1", "a label value has no closing quote"},
        {"a{b=\"1\" 1", "the list of labels has no closing brace"},
        {"a{b=\"\\t\"} 1", "there is no escape \"\\t\""},
        {"a{b=\"\xff\"} 1", "a label value is not valid UTF-8"},
        {"a{", "the labels are not a list of name=\"value\""},
        {"# HELP a \xff", "the HELP text is not valid UTF-8"},
        {"# HELP a b\\", "the HELP text ends in a lone backslash"},
        {"# HELP good b", "there is a second HELP of good"},
        {"# TYPE good gauge", "the TYPE of good is there twice or behind its samples"},
        {"# TYPE a gauge_histogram", "\"gauge_histogram\" is no metric type"},
        {"# TYPE a info", "\"info\" is no metric type"},
        {"# TYPE a-b gauge", "TYPE is followed by no metric name"},
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
