#include "aggregate/label_text.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

std::string dressed(const LabelRule& rule, std::string_view text) {
    std::string scratch(text);
    return std::string(dressed_label(rule, scratch, scratch).value_or("(skipped)"));
}

} // namespace

TEST_CASE("a label's text: trimmed, lower, map, default, in this order") {
    LabelRule rule;
    CHECK(dressed(rule, " \t A b\n") == "A b");
    CHECK(dressed(rule, "  ").empty());
    rule.lower = true;
    CHECK(dressed(rule, " AbC \xc3\x84") == "abc \xc3\x84");
    rule.map = {{"abc", "first"}, {"gone", ""}, {"", "empty"}};
    CHECK(dressed(rule, " ABC ") == "first");
    CHECK(dressed(rule, "other") == "other");
    CHECK(dressed(rule, "") == "empty");
    rule.map_else = "else";
    CHECK(dressed(rule, "other") == "else");
    rule.fallback = "default";
    CHECK(dressed(rule, "gone") == "default");
    rule.map = {{"abc", "first"}};
    CHECK(dressed(rule, " ") == "default");
    rule.map = {{"abc", Skip{}}, {"", Skip{}}};
    CHECK(dressed(rule, "abc") == "(skipped)");
    CHECK(dressed(rule, "") == "(skipped)");
    rule.map_else = Skip{};
    CHECK(dressed(rule, "other") == "(skipped)");
}

TEST_CASE("paths joined from the ancestors") {
    pugi::xml_document document;
    document.load_string("<a name='x'><b><c name='y'><d name='z'/><e/></c></b></a>");
    const auto path = [&](const char* xpath) {
        return joined_path({document.select_node(xpath).node(), {}, 0}, "name");
    };
    CHECK(path("//d") == "x/y/z");
    CHECK(path("//e") == "x/y");
    CHECK(path("/a") == "x");
    CHECK(path("//b") == "x");
    const auto parent_path = [&](const char* xpath) {
        return joined_path({document.select_node(xpath).node(), {}, 0}, "name", true);
    };
    CHECK(parent_path("//d") == "x/y");
    CHECK(parent_path("/a") == "");
    const pugi::xml_node d = document.select_node("//d").node();
    CHECK(joined_path({d, d.first_attribute(), 0}, "name", true) == "x/y/z");
    CHECK(joined_path({document.first_child(), {}, 0}, "nothing").empty());
}
