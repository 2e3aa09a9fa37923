#include "support/glob.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("globs") {
    struct Case {
        const char* pattern;
        const char* text;
        bool matches;
    };
    constexpr Case cases[] = {
        {"a", "a", true},        {"a", "ab", false},       {"*", "", true},    {"*", "a/b", true},
        {"a*c", "abc", true},    {"a*c", "abd", false},    {"?", "a", true},   {"?", "", false},
        {"[a-c]x", "bx", true},  {"[!a-c]x", "bx", false}, {"\\*", "*", true}, {"\\*", "a", false},
        {"*.xml", ".xml", true}, {"[", "[", true},         {"", "", true},     {"A", "a", false},
    };
    for (const Case& each : cases) {
        CAPTURE(each.pattern);
        CAPTURE(each.text);
        CHECK(matches_glob(each.pattern, each.text) == each.matches);
    }
    CHECK(is_glob("a*"));
    CHECK(is_glob("a?"));
    CHECK(is_glob("[a]"));
    CHECK(!is_glob("a.xml"));
}
