#include "suggest/unread_fields.hpp"

#include "suggest/profile_store.hpp"
#include "suggest/profiler.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>

using namespace promfile;
using namespace promfile::suggest;

namespace {

// The fields of a small store that no rule reads, separated by blanks.
std::string unread(const std::vector<Rule>& rules) {
    const TemporaryDirectory directory;
    const std::string path = directory.write(
        "store.xml", "<s a='1'><d x='1' y='2'><m>5</m><n>6</n></d><e><m>7</m></e><f/></s>");
    Profile profile;
    Profiler profiler(profile);
    profile_store(path, path, {}, {}, profiler);
    const UnreadFields found = unread_fields(profile, rules);
    CHECK(found.fields == 6);
    return fmt::format("{}", fmt::join(found.unread, " "));
}

Rule rule_of_value(const std::string& value) {
    Rule rule;
    rule.rows = "/s/d";
    rule.value = {value};
    return rule;
}

} // namespace

TEST_CASE("the fields that the XPath of a value reads") {
    struct Case {
        const char* value;
        const char* unread;
    };
    const Case cases[] = {
        {"@x", "/s/@a /s/d/@y /s/d/m /s/d/n /s/e/m"},
        {"attribute::y", "/s/@a /s/d/@x /s/d/m /s/d/n /s/e/m"},
        {"@*", "/s/@a /s/d/m /s/d/n /s/e/m"},
        {"m", "/s/@a /s/d/@x /s/d/@y /s/d/n /s/e/m"},
        {"./m", "/s/@a /s/d/@x /s/d/@y /s/d/n /s/e/m"},
        {"*", "/s/@a /s/d/@x /s/d/@y /s/e/m"},
        {"m div n", "/s/@a /s/d/@x /s/d/@y /s/e/m"},
        {"sum(m | n)", "/s/@a /s/d/@x /s/d/@y /s/e/m"},
        {"../@a", "/s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m"},
        {"../../../../@a", "/s/@a /s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m"},
        {"/s/@a", "/s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m"},
        {"ancestor::s/@a", "/s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m"},
        {"following-sibling::e/m", "/s/@a /s/d/@x /s/d/@y /s/d/m /s/d/n"},
        {"//m", "/s/@a /s/d/@x /s/d/@y /s/d/n"},
        {"..//m", "/s/@a /s/d/@x /s/d/@y /s/d/n"},
        {"../e[m > 5]/m", "/s/@a /s/d/@x /s/d/@y /s/d/m /s/d/n"},
        {"m[../@x = 1][../n]", "/s/@a /s/d/@y /s/e/m"},
        {"n[. = 6] + @y", "/s/@a /s/d/@x /s/d/m /s/e/m"},
        {"'m'", "/s/@a /s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value);
        CHECK(unread({rule_of_value(c.value)}) == c.unread);
    }
}

TEST_CASE("conditions, buckets and labels read fields, too") {
    Rule rule = rule_of_value("m");
    rule.where = {"@y"};
    rule.bucket.emplace().value = "n";
    LabelRule constant;
    constant.text = "x";
    LabelRule value;
    value.value = "@x";
    LabelRule joined;
    joined.path = "../@a";
    rule.labels = {constant, value};
    CHECK(unread({rule}) == "/s/@a /s/e/m");
    rule.labels.push_back(joined);
    CHECK(unread({rule}) == "/s/e/m");
    Rule anywhere = rule_of_value(".");
    anywhere.rows = "//m";
    CHECK(unread({anywhere}) == "/s/@a /s/d/@x /s/d/@y /s/d/n");
    CHECK(unread({rule, anywhere}).empty());
    CHECK(unread({}) == "/s/@a /s/d/@x /s/d/@y /s/d/m /s/d/n /s/e/m");
}
