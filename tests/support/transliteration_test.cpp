#include "support/transliteration.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("Latin letters lose their marks, and other characters are their code points") {
    const struct {
        const char* text;
        const char* ascii;
    } cases[] = {
        {"", ""},
        {"Plain-text_1", "Plain-text_1"},
        {"\xc3\xa9", "e"},  // é
        {"e\xcc\x81", "e"}, // e and a combining acute accent
        {"gr\xc3\xb6\xc3\x9f"
         "e",
         "grosse"},                 // größe
        {"\xc3\x80\xc5\xbf", "as"}, // À, and the last letter of the table
        {"\xc5\x81\xc3\xb3"
         "d\xc5\xba",
         "lodz"},                   // Łódź
        {"\xc5\x92uvre", "oeuvre"}, // Œuvre
        {"\xd1\x8f", "_u044f_"},    // Cyrillic
        {"a\xc3\x97"
         "b",
         "a_u00d7_b"},                    // a multiplication sign
        {"\xf0\x9f\x8d\x8e", "_u1f34e_"}, // an apple
        {"a\xff"
         "b",
         "a_b"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(transliterated(c.text) == c.ascii);
    }
}
