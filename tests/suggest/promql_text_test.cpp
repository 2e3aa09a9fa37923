#include "suggest/promql_text.hpp"

#include <doctest/doctest.h>

using namespace promfile::suggest;

TEST_CASE("a regular expression for a text, and the text in quotes") {
    CHECK(literal_regex("a.b (c)|d") == "a\\.b \\(c\\)\\|d");
    CHECK(in_promql("a\"b\\c") == "\"a\\\"b\\\\c\"");
}
