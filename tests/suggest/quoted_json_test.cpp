#include "suggest/quoted_json.hpp"

#include <doctest/doctest.h>

using promfile::suggest::quoted_json;

TEST_CASE("texts in JSON") {
    CHECK(quoted_json("a b") == R"("a b")");
    CHECK(quoted_json(R"(a"\b)") == R"("a\"\\b")");
    CHECK(quoted_json("a\nb\x01\x7f") == R"("a\u000ab\u0001\u007f")");
    CHECK(quoted_json("ä\xff") == "\"ä\xef\xbf\xbd\"");
}
