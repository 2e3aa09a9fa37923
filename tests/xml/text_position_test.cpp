#include "xml/text_position.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

TEST_CASE("lines and columns do not depend on how a text is cut") {
    struct {
        const char* text;
        std::uint64_t line;
        std::uint64_t column;
    } const cases[] = {
        {"", 1, 1},         {"ab", 1, 3},       {"a\n", 2, 1},       {"a\r\nb", 2, 2},
        {"a\rb", 2, 2},     {"\r\r\n\n", 4, 1}, {"\xc3\xa9x", 1, 3}, {"\n\xf0\x9f\x98\x80", 2, 2},
        {"\r\n\r\n", 3, 1},
    };
    for (const auto& c : cases) {
        const std::string text = c.text;
        for (size_t cut = 0; cut <= text.size(); ++cut) {
            CAPTURE(text);
            CAPTURE(cut);
            if (cut < text.size() && (text[cut] & 0xc0) == 0x80) {
                continue; // pieces are whole characters
            }
            TextPosition position;
            position.advance(text.substr(0, cut));
            position.advance(text.substr(cut));
            CHECK(position.line == c.line);
            CHECK(position.column == c.column);
        }
    }
}
