#include "config/toml_text.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

TEST_CASE("characters beyond ASCII stay in comments and in texts in quotes") {
    for (const char* text : {
             "# größe\na = 1 # ö",
             "a = \"größe\"\nb = 'größe'\n\"größe\".'ß' = 1",
             "a = \"\\\"ö\\\\\"\nb = 'ö\\'",
             "a = \"\"\"ö\n\\\"\"\"\\\"ö\"\"ö\"\"\"",
             "a = '''ö\nö''ö''''' # ö",
             "a = \"\"\"\"\"\" # ö",
             "a = \"\"\"ö\"\"\"\"\" # ö",
             "a = \"\"\"x \\\n  x ö\"\"\"",
             "a = '''\\\nö'''",
             "\xef\xbb\xbf"
             "a = \"ö\"",
             "a = [ # ö\n1, \"ö\", 'ö' , ['ö']]\nb.'ö' = 1",
             "a = {b.'ö' = 1, \"ö\" = [{'ö' = 'ö'}]}",
             "[a.'ö']\n[[\"ö\".b]]\na = 1\n'ö' = 1979-05-27 07:32:00 # ö",
             "a = \xff",
             "a = \"\\",
         }) {
        CHECK(with_ascii_syntax(text) == text);
    }
}

TEST_CASE("characters beyond ASCII are replaced where TOML allows none") {
    struct Case {
        const char* text;
        const char* expected;
    };
    const Case cases[] = {
        {"größe = 1", "gr??e = 1"},
        {"a =\xc2\xa0"
         "1",
         "a =?1"},
        {"a = \"x\"ö", "a = \"x\"?"},
        {"a = 'x\nö'", "a = 'x\n?'"},
        {"a = \"\\ö ö\"", "a = \"\\? ö\""},
        {"a = \"\"\"\\ö ö\"\"\"", "a = \"\"\"\\? ö\"\"\""},
        {"a = '''x''''''ö", "a = '''x''''''ö"},
        {"a = 😀", "a = ?"},
        // A quote in a bare value.
        {"a = 0\"ö\", 'ö'", "a = 0\"?\", 'ö'"},
        {"a = [1, 2.'ö'] # ö", "a = [1, 2.'?'] # ö"},
        {"a = 1979-05-27 0'ö'\n'ö' = 1", "a = 1979-05-27 0'?'\n'ö' = 1"},
        {"a = {b = x'ö', c.'ö' = 1}", "a = {b = x'?', c.'ö' = 1}"},
    };
    for (const Case& c : cases) {
        CHECK(with_ascii_syntax(c.text) == c.expected);
    }
}

TEST_CASE("a character beyond ASCII is escaped where a multi-line text continues") {
    CHECK(with_ascii_syntax("a = \"\"\"x \\\n\n \t ößö\"\"\"") ==
          "a = \"\"\"x \\\n\n \t \\U000000F6ßö\"\"\"");
    CHECK(with_ascii_syntax("a = \"\"\"\\ \r\n😀\"\"\"") == "a = \"\"\"\\ \r\n\\U0001F600\"\"\"");
}
