#include "run/data.hpp"

#include "metrics/exposition.hpp"
#include "metrics/parse_exposition.hpp"
#include "support/error.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

PublishedFile published_with(const std::string& text) {
    PublishedFile result;
    Exposition exposition = parse_exposition(text);
    result.exists = true;
    result.well_formed = exposition.ill_formed_lines == 0;
    result.mtime = {1600000000, 5};
    result.families = std::move(exposition.families);
    return result;
}

std::string refusal(const PublishedFile& published) {
    try {
        data_of_published(published);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("the data that stand are those of the file, each line as it is there") {
    const std::string text =
        "# HELP a_bytes A \\\\ text,\\nof two lines.\n# TYPE a_bytes gauge\n"
        "a_bytes 0.1\na_bytes{z=\"\xc3\xa4\\\"\\\\\\n\",a=\"b\"} 1e+22\n"
        "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 2\n"
        "h_sum NaN\nh_count 2\n"
        "# HELP n N.\n# TYPE n counter\nn{k=\"1\"} +Inf\nn{k=\"2\"} -Inf\nn{k=\"3\"} 0\n"
        "n{k=\"4\"} 9007199254740993\nn{k=\"5\"} 5e-324\n";
    const Data data = data_of_published(
        published_with(text + "# HELP promfile_series S.\n# TYPE promfile_series gauge\n"
                              "promfile_series{file=\"a.prom\"} 3\n"
                              "# HELP promfile_rule_rows R.\n# TYPE promfile_rule_rows gauge\n"
                              "promfile_rule_rows{file=\"a.prom\",metric=\"n\"} 7\n"));
    const std::string exact = "n{k=\"4\"} 9007199254740992\n"; // as a double is printed
    std::string wanted = text;
    wanted.replace(wanted.find("n{k=\"4\"}"), exact.size(), exact);
    CHECK(expose(data.families, "") == wanted);
    CHECK(data.stands);
    REQUIRE(data.mtime);
    CHECK(data.mtime->tv_sec == 1600000000);
    CHECK(data.rule_rows == std::map<std::string, std::uint64_t>{{"n", 7}});
}

TEST_CASE("without a published file there are no data") {
    const Data data = data_of_published({});
    CHECK(data.families.empty());
    CHECK(data.stands);
    CHECK(!data.mtime);
}

TEST_CASE("files that promfile would not have written so are left alone") {
    CHECK(refusal(published_with("# HELP a A.\n# TYPE a gauge\na 1 5\n"))
              .find("a line that is not well-formed") != std::string::npos);
    CHECK(
        refusal(published_with("# HELP a A.\n# TYPE a gauge\na 1\na 2\n")).find("a series twice") !=
        std::string::npos);
    PublishedFile large = published_with("");
    large.complete = false;
    CHECK(refusal(large).find("64 MiB") != std::string::npos);
}

TEST_CASE("the data that stand know no limit") {
    std::string text = "# HELP a A.\n# TYPE a gauge\n";
    for (int i = 0; i < 20'000; ++i) {
        text += "a{i=\"" + std::to_string(i) + "\"} 1\n";
    }
    CHECK(data_of_published(published_with(text)).families.at(0).samples.size() == 20'000);
}
