#include "xpath/reach.hpp"

#include "aggregate/rule_set.hpp"
#include "input/input_file.hpp"
#include "temporary_directory.hpp"
#include "xml/row_reader.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace promfile;

namespace {

struct Case {
    const char* xpath;
    Reach reach;
};

constexpr Case cases[] = {
    // names and attributes of the row and its ancestors
    {"@a", Reach::tag},
    {" @a ", Reach::tag},
    {"@*", Reach::tag},
    {"'text'", Reach::tag},
    {"12.5", Reach::tag},
    {"-@a", Reach::tag},
    {"$row * 2", Reach::tag},
    {"$path", Reach::tag},
    {"name()", Reach::tag},
    {"name(..)", Reach::tag},
    {"local-name(../..)", Reach::tag},
    {"../@a", Reach::tag},
    {"../../@a", Reach::tag},
    {"ancestor::x/@a", Reach::tag},
    {"ancestor::*[@a][1]/@b", Reach::tag},
    {"ancestor-or-self::x/@a", Reach::tag},
    {"count(ancestor::*)", Reach::tag},
    {"@a = 'x' and @b != 'y' or not(@c)", Reach::tag},
    {"@a*@b", Reach::tag},
    {"@a div @b mod 3", Reach::tag},
    {"concat(@a, '-', ../@b)", Reach::tag},
    {"translate(normalize-space(@a), 'AB', 'ab')", Reach::tag},
    {"(@a | @b)[1]", Reach::tag},
    {"@*[name() = 'a']", Reach::tag},
    {"attribute::a", Reach::tag},
    {"parent::x/@a", Reach::tag},
    {"not(self::x)", Reach::tag},
    {"boolean(..)", Reach::tag},
    {"lang('en')", Reach::tag},
    // the content of the row
    {".", Reach::row},
    {"text()", Reach::row},
    {"string()", Reach::row},
    {"string(.)", Reach::row},
    {"number()", Reach::row},
    {"string-length()", Reach::row},
    {"normalize-space()", Reach::row},
    {"a", Reach::row},
    {"*", Reach::row},
    {"a/b/c", Reach::row},
    {"a/b/@c", Reach::row},
    {"a[@b='x']/c", Reach::row},
    {"a[1]", Reach::row},
    {"a[last()]", Reach::row},
    {".//a", Reach::row},
    {"descendant::a/@b", Reach::row},
    {"count(*)", Reach::row},
    {"sum(a/@b)", Reach::row},
    {"boolean(a)", Reach::row},
    {"name(*[1])", Reach::row},
    {"count(a) > 2 and ../@x", Reach::row},
    {"a | b", Reach::row},
    {"a[. = 'x']", Reach::row},
    {"a[../@b]", Reach::row},
    {"comment()", Reach::row},
    {"processing-instruction('x')", Reach::row},
    {"self::node()[a]", Reach::row},
    {"ancestor::x/@a = a", Reach::row},
    // the rest of the document
    {"/", Reach::document},
    {"/a/@b", Reach::document},
    {"//a", Reach::document},
    {"count(//a)", Reach::document},
    {"..", Reach::document},
    {"../b", Reach::document},
    {"../*", Reach::document},
    {"..//b", Reach::document},
    {"string(..)", Reach::document},
    {"../text()", Reach::document},
    {".. = 'x'", Reach::document},
    {"sum(..)", Reach::document},
    {"count(../*)", Reach::document},
    {"parent::x/y", Reach::document},
    {"ancestor::x", Reach::document},
    {"ancestor::x/y/@a", Reach::document},
    {"ancestor::x/descendant::y", Reach::document},
    {"following-sibling::*/@a", Reach::document},
    {"preceding-sibling::a[1]/@b", Reach::document},
    {"following::a", Reach::document},
    {"preceding::a", Reach::document},
    {"count(preceding-sibling::*)", Reach::document},
    {"@a/../b", Reach::document},
    {"@*[../b]", Reach::document},
    {"id('x')", Reach::document},
    {"id('x')/@a", Reach::document},
    {"@a[. = ../../b]", Reach::document},
    {"(..)/b", Reach::document},
    {"(ancestor::x | a)[1]/b", Reach::document},
    {"a[//b]", Reach::document},
    {"concat(@a, ../b)", Reach::document},
    {"ancestor::*[b]/@a", Reach::document},
    {"ancestor::*[. = 'x']/@a", Reach::document},
    {"ancestor::*[string-length() > 3]/@a", Reach::document},
    {"string(ancestor::*[1])", Reach::document},
};

// The text of an expression for each row of a store.
std::vector<std::string> answers(const std::string& path, const std::string& xpath,
                                 bool whole_document) {
    std::vector<RowRequest> requests{{RowPath("/store/group/*"), true}};
    ExpressionPool pool;
    const ExpressionPool::Id expression = pool.add(xpath);
    requests[0].whole_row = pool.reach(expression) != Reach::tag || whole_document;
    xml::ReadLimits limits;
    limits.buffer_bytes = 64;
    limits.whole_document = whole_document;
    InputFile file(path);
    xml::RowReader store(file.reader(), path, requests, limits);
    const StoreFacts facts{path, "store.xml", 0};
    std::vector<std::string> found;
    std::uint64_t ordinal = 0;
    for (auto rows = store.next(); !rows.empty(); rows = store.next()) {
        for (const xml::Row& row : rows) {
            pool.next_row(row);
            found.emplace_back(pool.text(expression, pool.context(++ordinal, facts)));
        }
    }
    return found;
}

} // namespace

TEST_CASE("reach of an XPath") {
    for (const Case& each : cases) {
        CAPTURE(each.xpath);
        CHECK(static_cast<int>(xpath_reach(each.xpath)) == static_cast<int>(each.reach));
    }
}

TEST_CASE("an invalid XPath reaches the whole document") {
    for (const char* text : {"a 'b", "#", "a::b::c", "frobnicate(a)", ")", "]", "@a ]"}) {
        CAPTURE(text);
        CHECK(static_cast<int>(xpath_reach(text)) == static_cast<int>(Reach::document));
    }
}

TEST_CASE("position() and last() outside a predicate") {
    for (const char* xpath :
         {"position()", "last()", "@a[1] + position()", "concat(last(), 'x')"}) {
        CAPTURE(xpath);
        CHECK(asks_position_of_row(xpath));
    }
    for (const char* xpath : {"a[position() = 1]", "a[last()]", "position", "@last", "'last()'"}) {
        CAPTURE(xpath);
        CHECK(!asks_position_of_row(xpath));
    }
}

TEST_CASE("windows and the whole document give the same wherever reach lets windows be used") {
    std::string text = "<store site='s'>\n";
    for (int group = 0; group < 4; ++group) {
        text += "<group name='g" + std::to_string(group) + "' x='1'> between ";
        for (int row = 0; row < 6; ++row) {
            text += row % 2 == 0 ? "<x a='1' b='y'" : "<row a='x'";
            text += " c='" + std::to_string(row) + "'>text<a b='x'><b c='2'>deep<c/></b></a>";
            text += "<!-- no text --><a b='3'>x<![CDATA[more]]></a><b>7</b></";
            text += row % 2 == 0 ? "x>" : "row>";
        }
        text += "</group>\n";
    }
    text += "</store>";
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", text);
    for (const Case& each : cases) {
        if (each.reach == Reach::document) {
            continue;
        }
        CAPTURE(each.xpath);
        CHECK(answers(path, each.xpath, false) == answers(path, each.xpath, true));
    }
}
