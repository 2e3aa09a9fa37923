#include "input/foreign_format.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("the format of a store that is not XML is named") {
    struct Case {
        std::string_view first_bytes;
        std::string_view named;
    };
    for (const Case& test : {
             Case{"\x1f\x8b\x08", "it is compressed with gzip: gzip -dc STORE | promfile ... -"},
             Case{"\xfd"
                  "7zXZ\0",
                  "it is compressed with xz: xz -dc STORE | promfile ... -"},
             Case{"BZh91AY", "it is compressed with bzip2: bzip2 -dc STORE | promfile ... -"},
             Case{"PK\x03\x04", "it is compressed with zip: unzip -p STORE | promfile ... -"},
             Case{"\x28\xb5\x2f\xfd\x04", "it is compressed with zstd: zstd -dc STORE | promfile "
                                          "... -"},
             Case{" \n{\"a\": 1}", "it is JSON, and promfile reads XML"},
             Case{"[{", "it is JSON, and promfile reads XML"},
             Case{"[\"a\"]", "it is JSON, and promfile reads XML"},
             Case{"# comment\n[[metric]]", "it is a configuration; did you mean -c?"},
             Case{"store = 'a.xml'\n", "it is a configuration; did you mean -c?"},
             Case{"", ""},
             Case{"\x1f", ""},
             Case{"<store/>", ""},
             Case{"\xef\xbb\xbf<store/>", ""},
             Case{"\n\n  <store a=\"{\"/>", ""},
             Case{"store", ""},
             Case{"[a]", ""},
         }) {
        CAPTURE(test.first_bytes);
        CHECK(foreign_format(test.first_bytes).value_or("") == test.named);
    }
}
