#include "input/encoding.hpp"

#include "support/utf8.hpp"
#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

// `text` (of characters below U+10000 in UTF-8 of at most two bytes) in units of `width` bytes.
std::string widened(std::string_view text, size_t width, bool little) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        const Utf8Character next = decode_utf8(text.substr(i));
        i += next.length - 1;
        for (size_t byte = 0; byte < width; ++byte) {
            const size_t shift = 8 * (little ? byte : width - 1 - byte);
            out += static_cast<char>(next.character >> shift & 0xff);
        }
    }
    return out;
}

const std::string rows = "<s><r a='\xc3\xa9'/>\n<r>\xc3\xbc</r></s>";
const char* const read_rows = "0 1:4 /s/r[a=\xc3\xa9] \n0 2:1 /s/r \xc3\xbc\nroot s\n";

} // namespace

TEST_CASE("a store gives the same rows in each encoding") {
    CHECK(read_store(rows, whole({"/s/r"})) == read_rows);
    CHECK(read_store("\xef\xbb\xbf" + rows, whole({"/s/r"})) == read_rows);
    for (const size_t width : {size_t{2}, size_t{4}}) {
        for (const bool little : {false, true}) {
            CHECK(read_store(widened(rows, width, little), whole({"/s/r"})) == read_rows);
            CHECK(read_store(widened("\xef\xbb\xbf" + rows, width, little), whole({"/s/r"})) ==
                  read_rows);
        }
    }
    for (const char* name : {"ISO-8859-1", "iso8859_1", "Latin1", "l1", "windows-1252", "CP1252"}) {
        CHECK(read_store(fmt::format("<?xml version='1.0' encoding='{}'?>", name) +
                             "<s>\n<r a='\xe9'/></s>",
                         whole({"/s/r"})) == "0 2:1 /s/r[a=\xc3\xa9] \nroot s\n");
    }
    CHECK(read_store("<?xml version='1.0' encoding='cp-1252'?><s>\n<r>\x80</r></s>",
                     whole({"/s/r"})) == "0 2:1 /s/r \xe2\x82\xac\nroot s\n");
    for (const char* name : {"utf8", "UTF-8", "Utf_8"}) {
        CHECK(read_store(fmt::format("<?xml version='1.0' encoding='{}'?>\n", name) +
                             "<s><r a='\xc3\xa9'/></s>",
                         whole({"/s/r"})) == "0 2:4 /s/r[a=\xc3\xa9] \nroot s\n");
    }
    CHECK(read_store("<?xml version='1.0' encoding='UTF-16'?><s/>", whole({"/s/r"})) ==
          "error: store.xml:1:1: the XML declaration says UTF-16, but the bytes of this store are "
          "not (--recover reads them as UTF-8)\n");
}

TEST_CASE("a byte order mark wins over the declaration, and only the declaration declares") {
    CHECK(read_store("\xef\xbb\xbf<?xml version='1.0' encoding='latin1'?>\n<s><r>\xc3\xa9</r></s>",
                     whole({"/s/r"})) == "0 2:4 /s/r \xc3\xa9\nroot s\n");
    CHECK(read_store("<?xml-stylesheet encoding='koi8-r'?>\n<s><r/></s>", whole({"/s/r"})) ==
          "0 2:4 /s/r \nroot s\n");
    CHECK(read_store("<?xml version='1.0' encoding='EUC-JP'?><s/>", whole({"/s/r"})) ==
          "error: store.xml:1:1: the encoding EUC-JP is not supported (try: iconv -f EUC-JP -t "
          "UTF-16 STORE | promfile ... -)\n");
}

TEST_CASE("the encoding is guessed from four bytes or more, unless nothing follows") {
    using namespace std::string_view_literals;
    CHECK(guess_encoding("\xff\xfe"sv, false).undecided);
    CHECK(guess_encoding("<\0"sv, false).undecided);
    CHECK(guess_encoding("\xff\xfe\0\0"sv, false).encoding.form == EncodingForm::utf32le);
    CHECK(guess_encoding("\xff\xfe<\0"sv, false).encoding.form == EncodingForm::utf16le);
    CHECK(guess_encoding("<?xml version='1.0'"sv, false).undecided);
    CHECK_FALSE(guess_encoding("<?xml version='1.0'"sv, true).undecided);
    CHECK_FALSE(guess_encoding("<a/>"sv, false).undecided);
}
