#include "xml/characters.hpp"

#include <doctest/doctest.h>
#include <random>
#include <string>

using namespace promfile::xml;

namespace {

// Up to a <, a control character or bytes that are not a character, one character after the other.
const char* skip_one_by_one(const char* at, const char* end) {
    while (static_cast<unsigned char>(*at) >= ' ' && *at != '<') {
        const bool is_ascii = static_cast<unsigned char>(*at) < 0x80;
        const std::size_t length = is_ascii ? 1 : character_length(at, end);
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

// The same in blocks. Where they end at a character that is none of these, it is skipped alone.
const char* skip_in_blocks(const char* at, const char* end) {
    for (;;) {
        at = skip_common_characters(at, [](Block text) { return text == Block::all('<'); });
        const std::size_t length =
            static_cast<unsigned char>(*at) >= 0x80 ? character_length(at, end) : 0;
        if (length == 0) {
            return at;
        }
        at += length;
    }
}

} // namespace

TEST_CASE("sixteen bytes at once end where characters one by one do") {
    // The first and last characters of each length and range, what XML does not allow, what is not
    // UTF-8, and ASCII.
    constexpr std::string_view pieces[] = {
        "\xc2\x80",         "\xdf\xbf",         "\xe0\xa0\x80",
        "\xe0\xbf\xbf",     "\xe1\x80\x80",     "\xec\xbf\xbf",
        "\xed\x80\x80",     "\xed\x9f\xbf",     "\xee\x80\x80",
        "\xef\xbf\xbd",     "\xef\xbc\x8c",     "\xf0\x90\x80\x80",
        "\xf0\x9f\x98\x80", "\xf3\xbf\xbf\xbf", "\xf4\x8f\xbf\xbf",
        "\xe6\x97\xa5",     "\xc3\xa9",         "a",
        "plain words ",     "\xc3\xa9",         "\xe6\x97\xa5",
        "0123456789abcdef"};
    constexpr std::string_view bad[] = {"<",
                                        "\n",
                                        "\x1f",
                                        "\x7f",
                                        "\x80",
                                        "\xbf",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xc3",
                                        "\xe6\x97",
                                        "\xe6",
                                        "\xe0\x9f\xbf",
                                        "\xed\xa0\x80",
                                        "\xef\xbf\xbe",
                                        "\xef\xbf\xbf",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf4\x90\x80\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\xff",
                                        "\xf0\x9f\x98"};
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        std::string text("<a>");
        text +=
            i % 2 == 0 ? "\xc3\xa9" : "\xf0\x9f\x98\x80"; // a character lies before the first block
        const std::size_t begin = text.size();
        for (std::size_t n = random() % 40; n > 0; --n) {
            text += pieces[random() % std::size(pieces)];
        }
        if (i % 4 != 0) {
            text += bad[random() % std::size(bad)];
            text += pieces[random() % std::size(pieces)];
        }
        const std::size_t size = text.size();
        text.append(padding_bytes, '\0');
        const char* end = text.data() + size;
        const auto blocks = skip_in_blocks(text.data() + begin, end) - text.data();
        const auto one_by_one = skip_one_by_one(text.data() + begin, end) - text.data();
        CAPTURE(text);
        CHECK(blocks == one_by_one);
    }
}
