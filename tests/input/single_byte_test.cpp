#include "input/encoding.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <iconv.h>
#include <vector>

using namespace promfile;

namespace {

// What glibc's iconv makes of single bytes.
class Iconv {
public:
    explicit Iconv(const std::string& name) : descriptor_(iconv_open("UTF-8", name.c_str())) {}
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;
    ~Iconv() {
        if (known()) {
            iconv_close(descriptor_);
        }
    }

    bool known() const { return descriptor_ != reinterpret_cast<iconv_t>(-1); }

    // Nothing where the byte stands for no character.
    std::optional<std::string> text_of(char byte) {
        iconv(descriptor_, nullptr, nullptr, nullptr, nullptr);
        std::array<char, 16> text{};
        char *from = &byte, *to = text.data();
        size_t from_left = 1, to_left = text.size();
        if (iconv(descriptor_, &from, &from_left, &to, &to_left) == static_cast<size_t>(-1)) {
            CHECK(errno == EILSEQ);
            return std::nullopt;
        }
        // Vietnamese and Hebrew letters are held back for a mark that may follow them.
        iconv(descriptor_, nullptr, nullptr, &to, &to_left);
        return std::string(text.data(), text.size() - to_left);
    }

private:
    iconv_t descriptor_;
};

// The encoding of a store that declares it by this name.
EncodingGuess declared(const std::string& name) {
    return guess_encoding(fmt::format("<?xml version='1.0' encoding='{}'?><s/>", name), true);
}

// Names of `iconv -l`.
std::vector<std::string> iconv_names() {
    std::vector<std::string> names;
    FILE* list = popen("iconv -l", "r");
    REQUIRE(list != nullptr);
    std::string output;
    std::array<char, 4096> piece;
    for (size_t got = 0; (got = fread(piece.data(), 1, piece.size(), list)) > 0;) {
        output.append(piece.data(), got);
    }
    pclose(list);
    for (size_t at = 0; at < output.size();) {
        const size_t end = std::min(output.find_first_of(" \n", at), output.size());
        std::string name = output.substr(at, end - at);
        while (name.ends_with('/')) {
            name.pop_back();
        }
        if (!name.empty()) {
            names.push_back(name);
        }
        at = end + 1;
    }
    return names;
}

} // namespace

TEST_CASE("each single-byte encoding gives the characters that iconv gives, byte by byte") {
    size_t compared = 0;
    for (const std::string& name : iconv_names()) {
        const EncodingGuess guess = declared(name);
        Iconv iconv(name);
        if (guess.encoding.form != EncodingForm::single_byte || !iconv.known()) {
            continue;
        }
        CAPTURE(name);
        ++compared;
        for (unsigned byte = 0; byte < 256; ++byte) {
            CAPTURE(byte);
            const char c = static_cast<char>(byte);
            const std::optional<std::string> expected = iconv.text_of(c);
            std::string text;
            std::optional<std::string> fault;
            const size_t used = decode(guess.encoding, {&c, 1}, text, fault);
            if (expected && is_xml_character(decode_utf8(*expected).character)) {
                CHECK(text == *expected);
                CHECK(used == 1);
                CHECK_FALSE(fault);
            } else {
                CHECK(text.empty());
                CHECK(used == 0);
                REQUIRE(fault);
                // (Of one byte that glibc takes for U+0000 promfile says the same.)
                const bool stands_for_none = !expected || expected->front() == '\0';
                CHECK((fault->find("stands for no character in " + name) != std::string::npos) ==
                      (byte != 0 && stands_for_none));
            }
        }
    }
    MESSAGE(compared << " names compared");
    CHECK(compared > 40); // a minimal system has few of them
}

TEST_CASE("encodings without ASCII, with shifts or with characters of several bytes are refused") {
    for (const char* name :
         {"EBCDIC-US", "IBM037", "IBM1047", "ISO646-DE", "SHIFT_JIS", "EUC-JP", "ISO-2022-JP",
          "BIG5", "GB18030", "UTF-7", "CP864", "unheard-of", "x"}) {
        CHECK(declared(name).unsupported == name);
    }
    CHECK(guess_encoding("\x4c\x6f\xa7\x94\x93\x40", true).unsupported == "EBCDIC-US");
}

TEST_CASE("names of single-byte encodings are read in any spelling") {
    const std::pair<const char*, const char*> same[] = {
        {"windows-1252", "CP1252"},   {"WINDOWS_1252", "cp-1252"}, {"x-cp1252", "ansi"},
        {"x-mac-cyrillic", "MAC-UK"}, {"win1251", "cp1251"},       {"macintosh", "x-mac-roman"},
        {"ISO_8859-15", "iso885915"}, {"latin1", "ISO-8859-1"},    {"IBM437", "cp437"},
        {"ISO_8859-7:1987", "greek"},
    };
    for (const auto& names : same) {
        CAPTURE(names.first);
        CHECK(declared(names.first).encoding.single_byte != nullptr);
        CHECK(declared(names.first).encoding.single_byte ==
              declared(names.second).encoding.single_byte);
    }
}

TEST_CASE("bytes that an encoding does not define are faults") {
    const struct {
        const char* encoding;
        const char* bytes;
        const char* text;
        const char* fault;
    } cases[] = {
        {"KOI8-R", "\xf0\xd2\xc9", "\xd0\x9f\xd1\x80\xd0\xb8", ""},
        {"windows-1252", "a\x80\x81", "a\xe2\x82\xac",
         "the byte 0x81 stands for no character in windows-1252, the encoding of this store"},
        {"US-ASCII", "abc\xe9", "abc",
         "the byte 0xe9 stands for no character in US-ASCII, the encoding of this store"},
        {"ISO-8859-1", "\x85\x01", "\xc2\x85", "the character U+0001 is not allowed in XML"},
        {"VISCII", "\x02\x05", "\xe1\xba\xb2\xe1\xba\xb4", ""},
        {"CP856", "\x1c\x7f", "\x7f", "the character U+001A is not allowed in XML"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.encoding);
        std::string text;
        std::optional<std::string> fault;
        decode(declared(c.encoding).encoding, c.bytes, text, fault);
        CHECK(text == c.text);
        CHECK(fault.value_or("") == c.fault);
    }
}

TEST_CASE("long texts of single bytes are decoded whole") {
    std::string bytes, expected;
    for (size_t i = 0; i < 10'000; ++i) {
        bytes += "x\xe9\x80";
        expected += "x\xc3\xa9\xe2\x82\xac";
    }
    std::string text;
    std::optional<std::string> fault;
    CHECK(decode(declared("cp1252").encoding, bytes, text, fault) == bytes.size());
    CHECK(text == expected);
    CHECK_FALSE(fault);
}
