#include "aggregate/label_text.hpp"

#include "xpath/document_rows.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

using namespace promfile;

namespace {

std::string normalized(const LabelRule& rule, std::string_view text) {
    std::string scratch(text);
    return std::string(normalized_label(rule, scratch, scratch).value_or("(skipped)"));
}

} // namespace

TEST_CASE("a label's text: trimmed, lower, map, default, in this order") {
    LabelRule rule;
    CHECK(normalized(rule, " \t A b\n") == "A b");
    CHECK(normalized(rule, "  ").empty());
    rule.lower = true;
    CHECK(normalized(rule, " AbC \xc3\x84") == "abc \xc3\x84");
    rule.map = {{"abc", "first"}, {"gone", ""}, {"", "empty"}};
    CHECK(normalized(rule, " ABC ") == "first");
    CHECK(normalized(rule, "other") == "other");
    CHECK(normalized(rule, "") == "empty");
    rule.map_else = "else";
    CHECK(normalized(rule, "other") == "else");
    rule.fallback = "default";
    CHECK(normalized(rule, "gone") == "default");
    rule.map = {{"abc", "first"}};
    CHECK(normalized(rule, " ") == "default");
    rule.map = {{"abc", Skip{}}, {"", Skip{}}};
    CHECK(normalized(rule, "abc") == "(skipped)");
    CHECK(normalized(rule, "") == "(skipped)");
    rule.map_else = Skip{};
    CHECK(normalized(rule, "other") == "(skipped)");
}

TEST_CASE("paths joined from the ancestors") {
    pugi::xml_document document;
    document.load_string("<a name='x'><b><c name='y'><d name='z'/><e/></c></b></a>");
    for (const bool in_one_layout : {false, true}) {
        const DocumentRows rows(document, false, false, in_one_layout);
        RowNodes nodes;
        JoinedPath names, names_above, nothing;
        std::string found;
        for (const DocumentRow& each : rows.rows()) {
            if (each.starts_element) {
                nodes.next_element();
            }
            nodes.next_row(each.row);
            found += fmt::format("{} {} {}\n", nodes.name(), names.text(nodes, "name"),
                                 names_above.text(nodes, "name", true));
            CHECK(nothing.text(nodes, "nothing").empty());
        }
        CHECK(found == "a x \nname x x\nb x x\nc x/y x\nname x/y x/y\nd x/y/z x/y\n"
                       "name x/y/z x/y/z\ne x/y x/y\n");
    }
}
