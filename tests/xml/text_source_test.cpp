#include "xml/text_source.hpp"

#include "fuzz/bytes_reader.hpp"
#include "support/error.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace promfile;
using namespace promfile::xml;
using namespace std::string_literals;

namespace {

// Hands out at most `most` bytes at a time.
ReadBytes in_pieces(std::string_view bytes, size_t most) {
    return [read = bytes_reader(bytes), most](char* data, size_t size) {
        return read(data, std::min(size, most));
    };
}

// Reads `step` bytes at a time.
std::string all_of(TextSource& source, size_t step) {
    std::string text;
    std::string piece(step, ' ');
    for (size_t got = 0; (got = source.read(piece.data(), step)) > 0;) {
        text.append(piece, 0, got);
    }
    return text;
}

std::string copies(const std::string& text, size_t times) {
    std::string out;
    for (size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

} // namespace

TEST_CASE("a text does not depend on how its file is read, nor on how much is asked for at once") {
    const std::string text = copies("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 500);
    const std::string declaration = "<?xml version='1.0' encoding='cp1252'?>";
    const struct {
        std::string bytes, text;
    } cases[] = {
        {"", ""},
        {text, text},
        {"\xef\xbb\xbf<a>" + text, "<a>" + text},
        {"\xff\xfe"s + copies("a\0\xe9\0\xac\x20\x3d\xd8\0\xde"s, 500), text},
        {declaration + copies("a\xe9\x80", 2000),
         declaration + copies("a\xc3\xa9\xe2\x82\xac", 2000)},
    };
    for (const auto& c : cases) {
        for (const size_t most : {1u, 3u, 1000u, 100000u}) {
            for (const size_t step : {1u, 2u, 700u, 100000u}) {
                CAPTURE(most);
                TextSource source(in_pieces(c.bytes, most), "s.xml", false);
                CHECK(all_of(source, step) == c.text);
                CHECK_FALSE(source.fault().has_value());
            }
        }
    }
}

TEST_CASE("a text ends before a byte that is not a character, or has U+FFFD in its place") {
    const std::string not_utf8 = " is not UTF-8, the encoding of this store";
    const std::string bad = "\xef\xbf\xbd", many(5000, 'b');
    const struct {
        std::string bytes;
        std::string text; // before the fault
        std::string fault;
        std::string replaced;
        std::uint64_t times;
    } cases[] = {
        {"a\xff!", "a", "the byte 0xff" + not_utf8, "a" + bad + "!", 1},
        {"\xc0\xaf\xc3\xa9", "", "the byte 0xc0" + not_utf8, bad + bad + "\xc3\xa9", 2},
        {"a\1b", "a", "the character U+0001 is not allowed in XML", "a" + bad + "b", 1},
        {many + "\xff\xfe", many, "the byte 0xff" + not_utf8, many + bad + bad, 2},
        {"ab\xc3", "ab", "the file ends within a character", "ab" + bad, 1},
        {"\xff\xfe!\0b"s, "!", "the file ends within a character", "!" + bad, 1},
        {"\xff\xfe\0\xd8!\0"s, "", "the character U+D800 is not allowed in XML", bad + "!", 1},
    };
    for (const auto& c : cases) {
        for (const size_t most : {1u, 100000u}) {
            CAPTURE(c.fault);
            TextSource strict(in_pieces(c.bytes, most), "s.xml", false);
            if (strict.encoding().form != EncodingForm::utf8) { // of which the scanner tells
                CHECK(all_of(strict, 100) == c.text);
                CHECK(strict.fault() == c.fault);
            }
            TextSource lenient(in_pieces(c.bytes, most), "s.xml", true);
            CHECK(all_of(lenient, 100) == c.replaced);
            CHECK_FALSE(lenient.fault().has_value());
            CHECK(lenient.replaced() == c.times);
        }
    }
}

TEST_CASE("an unknown encoding and an exception of the source end the reading") {
    const auto unknown = bytes_reader("<?xml version='1.0' encoding='EUC-JP'?><s/>");
    CHECK_THROWS_AS(TextSource(unknown, "s.xml", true), Error);
    const ReadBytes broken = [](char*, size_t) -> size_t { throw Error("broken"); };
    CHECK_THROWS_WITH_AS(TextSource(broken, "s.xml", true), "broken", Error);
}
