#include "support/utf8.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("well-formed UTF-8 of XML characters is told from everything else") {
    for (const char* good :
         {"", "abc\t\r\n", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        const std::string text = good;
        CHECK(xml_text_prefix(text) == text.size());
        CHECK(is_utf8(text));
        CHECK(to_utf8(text) == text);
    }
    for (const char* bad :
         {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe6\x97", "\xf0\x9f\x98"}) {
        const std::string padding(5000, 'x');
        CHECK(xml_text_prefix(padding + bad) == padding.size());
        CHECK_FALSE(is_utf8(bad));
        CHECK(is_utf8(to_utf8(bad)));
    }
    for (const char* control : {"\x01", "\x1f", "\x0b", "\xef\xbf\xbe", "\xef\xbf\xbf"}) {
        CHECK(xml_text_prefix(control) == 0);
        CHECK(is_utf8(control));
    }
    CHECK(decode_utf8("").length == 0);
    CHECK(decode_utf8("\xc3\xa9x").length == 2);
    CHECK(is_ascii(std::string(9000, 'x')));
    CHECK_FALSE(is_ascii(std::string(9000, 'x') + "\xc3\xa9"));
}

TEST_CASE("every character is judged as in the XML specification; a part of one is refused") {
    size_t wrong = 0;
    for (char32_t character = 0; character < 0x110000; ++character) {
        const bool surrogate = character >= 0xd800 && character < 0xe000;
        std::string text;
        append_utf8(text, character);
        const size_t expected = is_xml_character(character) ? text.size() : 0;
        wrong += xml_text_prefix(text) != (surrogate ? 0 : expected);
        text.back() = 'x';
        wrong += text.size() > 1 && xml_text_prefix(text) != 0;
        text.pop_back();
        wrong += !text.empty() && xml_text_prefix(text) != 0;
    }
    CHECK(wrong == 0);
}
