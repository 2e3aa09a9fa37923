#include "xpath/tokens.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

// Each token as "KIND:text". KIND is the first letter of the kind, N for a name, and u for text
// that does not begin a token.
std::string tokens(std::string_view xpath) {
    constexpr std::string_view letters = "lnvNafus";
    std::string out;
    for (const XPathToken& token : xpath_tokens(xpath)) {
        out += out.empty() ? "" : " ";
        out += letters[static_cast<size_t>(token.kind)];
        out += ':';
        out += token.text;
    }
    return out;
}

} // namespace

TEST_CASE("tokens of an XPath") {
    struct Case {
        const char* xpath;
        const char* expected;
    };
    constexpr Case cases[] = {
        {"", ""},
        {" \t\n", ""},
        {"@a", "s:@ N:a"},
        {"../@a-b.c", "s:.. s:/ s:@ N:a-b.c"},
        {"'it''s'", "l:'it' l:'s'"},
        {"\"a'b\"", "l:\"a'b\""},
        {"1.5+.5", "n:1.5 s:+ n:.5"},
        {"$row", "v:$row"},
        {"a*b", "N:a s:* N:b"},
        {"* * *", "N:* s:* N:*"},
        {"@*", "s:@ N:*"},
        {"div div div", "N:div s:div N:div"},
        {"a and b or c mod d", "N:a s:and N:b s:or N:c s:mod N:d"},
        {"@a and(@b)", "s:@ N:a s:and s:( s:@ N:b s:)"},
        {"and(1)", "f:and s:( n:1 s:)"},
        {"child ::a/self\n:: b", "a:child N:a s:/ a:self N:b"},
        {"child::a/attribute::b", "a:child N:a s:/ a:attribute N:b"},
        {"ns:a | ns:*", "N:ns:a s:| N:ns:*"},
        {"count (x)", "f:count s:( N:x s:)"},
        {"text()", "f:text s:( s:)"},
        {"a[1]<=b", "N:a s:[ n:1 s:] s:<= N:b"},
        {"a!=.", "N:a s:!= s:."},
        {"//a", "s:// N:a"},
        {"\xc3\xa9l", "N:\xc3\xa9l"},
        {"a 'b", "N:a u:'b"},
        {"#", "u:#"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.xpath);
        CHECK(tokens(each.xpath) == each.expected);
    }
}
