#include "xml/utf8_blocks.hpp"

#include "xml/characters.hpp"
#include "xml/simd.hpp"

#include <doctest/doctest.h>
#include <random>
#include <string>

using namespace promfile::xml;

namespace {

constexpr Utf8Stops stops = {'<', '&', ']'};

bool stops_at(char c) {
    return (c >= 0 && c < ' ') || c == '<' || c == '&' || c == ']';
}

// The first stop or fault at or after `at`, looked for character by character.
const char* end_of_characters(const char* at, const char* end, bool& is_fault) {
    while (!stops_at(*at)) {
        const std::size_t length =
            static_cast<unsigned char>(*at) < 0x80 ? 1 : character_length(at, end);
        if (length == 0) {
            is_fault = true;
            return at;
        }
        at += length;
    }
    return at;
}

bool can_skip() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("ssse3") != 0;
#elif defined(__aarch64__)
    return true;
#else
    return false;
#endif
}

// Skips the text after its first three bytes. Without a fault, the search ends at the first stop.
void check_skipped(std::string text, bool is_well_formed) {
    const std::size_t end = text.size();
    text.append(padding_bytes, '\0');
    const char* begin = text.data() + utf8_lead;
    bool is_fault = false;
    const char* expected = end_of_characters(begin, text.data() + end, is_fault);
    const char* at = skip_utf8(begin, stops);
    CAPTURE(text);
    // A fault near the end may stop the search before its block; then one character at a time
    // leads to the same end.
    REQUIRE(at >= begin);
    REQUIRE(at <= expected);
    bool still_fault = false;
    CHECK(end_of_characters(at, text.data() + end, still_fault) == expected);
    CHECK(still_fault == is_fault);
    if (can_skip() && is_well_formed) {
        CHECK(at == expected);
    }
}

} // namespace

TEST_CASE("characters beyond ASCII are skipped sixteen bytes at once, up to a stop or a fault") {
    const std::string_view pieces[] = {"a",
                                       "ab c",
                                       "\xc3\xbc",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xe2\x82\xac",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbd",
                                       "\xf0\x90\x80\x80",
                                       "\xf0\x9f\x8d\x93",
                                       "\xf4\x8f\xbf\xbf",
                                       "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"};
    const std::string_view ends[] = {"<", "&", "]", "\n", "\r", "\x01"};
    const std::string_view faults[] = {"\x80",
                                       "\xc3",
                                       "\xc0\x80",
                                       "\xc1\xbf",
                                       "\xe0\x9f\xbf",
                                       "\xed\xa0\x80",
                                       "\xef\xbf\xbe",
                                       "\xef\xbf\xbf",
                                       "\xf0\x8f\xbf\xbf",
                                       "\xf4\x90\x80\x80",
                                       "\xf5\x80\x80\x80",
                                       "\xff",
                                       "\xe6\x97",
                                       "\xf0\x9f\x8d"};
    std::mt19937 random(1);
    const auto any = [&](const auto& texts) { return texts[random() % std::size(texts)]; };
    for (int i = 0; i < 50'000; ++i) {
        std::string text = "\xe2\x82\xac"; // what is before
        const std::size_t size = random() % 60;
        while (text.size() < 3 + size) {
            text += any(pieces);
        }
        if (i % 2 == 0) {
            text += any(faults);
        }
        text += i % 3 == 0 ? any(pieces) : "";
        text += i % 5 == 0 ? "" : any(ends);
        text += i % 7 == 0 ? any(faults) : any(pieces);
        check_skipped(text, i % 2 != 0 && i % 7 != 0);
    }
}

TEST_CASE("every pair of bytes is judged as one character at a time is, whatever follows") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            for (const std::string_view rest : {"", "\x80", "\xbf\xbf"}) {
                std::string text = "\xe2\x82\xac plain text ";
                text += static_cast<char>(first);
                text += static_cast<char>(second);
                text.append(rest).append("more<");
                check_skipped(text, false);
            }
        }
    }
}
