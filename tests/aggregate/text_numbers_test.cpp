#include "aggregate/text_numbers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <set>

using namespace promfile;

TEST_CASE("a text has one number, and no other text has the same") {
    TextNumbers numbers;
    std::map<std::string, std::uint32_t> known;
    std::set<std::uint32_t> given;
    const auto check = [&](const std::string& text) {
        CAPTURE(text);
        const std::uint32_t number = numbers.number(text);
        CHECK(number != 0);
        const auto [place, is_new] = known.emplace(text, number);
        CHECK(place->second == number);
        CHECK(given.insert(number).second == is_new);
        const std::string moved = "xyz" + text;
        CHECK(numbers.number(std::string_view(moved).substr(3)) == number);
    };
    for (int round = 0; round < 2; ++round) {
        std::string text;
        for (char c = 'A'; c <= 'h';
             ++c) { // no text is the beginning or the end of another's words
            check(text);
            for (size_t at = 0; at < text.size(); ++at) {
                std::string other = text;
                other[at] = static_cast<char>(other[at] ^ '\x80');
                check(other);
            }
            text += c;
        }
    }
}

TEST_CASE("texts have numbers while there is room for them") {
    TextNumbers numbers;
    size_t numbered = 0;
    for (int i = 0; i < 20'000; ++i) {
        numbered += numbers.number(fmt::format("{}", i)) != 0;
    }
    CHECK(numbered <= TextNumbers::max_number);
    CHECK(numbered > TextNumbers::max_number * 9 / 10);
    CHECK(numbers.number("0") != 0);
    CHECK(numbers.number("another") == 0);

    TextNumbers of_long;
    const std::string half(TextNumbers::max_bytes / 2, 'x');
    CHECK(of_long.number(half) == 1);
    CHECK(of_long.number(half + 'y') == 0);
    CHECK(of_long.number(half.substr(1)) == 2);
    CHECK(of_long.number(half) == 1);
    CHECK(of_long.number("short") == 3);
}

// Texts of 16 bytes whose places are equal at any size: the words only come in as first ^ last *
// odd, so that each last word has a first one to go with it.
TEST_CASE("texts that crowd together take no more than a few steps each") {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    TextNumbers numbers;
    std::set<std::uint32_t> given;
    size_t without = 0;
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        const std::uint64_t words[] = {(i * odd) ^ 42, i};
        const std::string text(reinterpret_cast<const char*>(words), sizeof words);
        const std::uint32_t number = numbers.number(text);
        without += number == 0;
        CHECK((number == 0 || given.insert(number).second));
    }
    CHECK(without > 900);
    CHECK(numbers.number("elsewhere") != 0);
}
