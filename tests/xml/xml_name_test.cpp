#include "xml/xml_name.hpp"

#include "support/utf8.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

std::string utf8(char32_t character) {
    std::string out;
    append_utf8(out, character);
    return out;
}

} // namespace

TEST_CASE("a name is one or more characters that names may hold") {
    for (const char* good :
         {"a", "Z", "_", ":", "a-b.c", "x0", "xs:element", "_1", "a:", "::", "\xc3\xa9t\xc3\xa9",
          "\xe5\x90\x8d", "\xf0\x90\x80\x80", "a\xc2\xb7"}) {
        CAPTURE(good);
        CHECK(is_xml_name(good));
    }
    for (const char* bad :
         {"",    " ",  "a ",  " a",   "1",        "-a",        ".a",           "a/b",
          "a=b", "a<", "a>b", "a&b",  "a;",       "a\"",       "a'",           "#a",
          "a%",  "a?", "a,b", "a\nb", "\xc2\xb7", "a\xc3\x97", "a\xe2\x80\x94"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_xml_name(bad));
    }
    CHECK_FALSE(is_xml_name(std::string_view("a\0", 2)));
}

TEST_CASE("characters that may begin a name may stand anywhere in it, up to their ranges' ends") {
    const struct {
        char32_t first;
        char32_t last;
    } ranges[] = {
        {':', ':'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},
        {0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x2ff},    {0x370, 0x37d},
        {0x37f, 0x1fff},  {0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef},
        {0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
    };
    for (const auto& range : ranges) {
        CAPTURE(range.first);
        for (const char32_t inside : {range.first, range.last}) {
            CHECK(is_xml_name(utf8(inside)));
            CHECK(is_xml_name("a" + utf8(inside)));
        }
    }
    for (const char32_t outside :
         {U'@',      U'[',      U'`',      U'{',      U'\xbf',   U'\xd7',    U'\xf7',    U'\x37e',
          U'\x2000', U'\x200b', U'\x200e', U'\x206f', U'\x2190', U'\x2bff',  U'\x2ff0',  U'\x3000',
          U'\xe000', U'\xf8ff', U'\xfdd0', U'\xfdef', U'\xfffe', U'\xf0000', U'\x10ffff'}) {
        CAPTURE(outside);
        CHECK_FALSE(is_xml_name(utf8(outside)));
        CHECK_FALSE(is_xml_name("a" + utf8(outside)));
    }
}

TEST_CASE("digits, hyphens, full stops and combining characters may follow the first one") {
    for (const char32_t further :
         {U'-', U'.', U'0', U'9', U'\xb7', U'\x300', U'\x36f', U'\x203f', U'\x2040'}) {
        CAPTURE(further);
        CHECK_FALSE(is_xml_name(utf8(further)));
        CHECK_FALSE(is_xml_name(utf8(further) + "a"));
        CHECK(is_xml_name("a" + utf8(further)));
        CHECK(is_xml_name("a" + utf8(further) + utf8(further) + "b"));
    }
    for (const char32_t outside : {U',', U'/', U'\xb6', U'\xb8', U'\x203e', U'\x2041'}) {
        CAPTURE(outside);
        CHECK_FALSE(is_xml_name("a" + utf8(outside)));
    }
}
