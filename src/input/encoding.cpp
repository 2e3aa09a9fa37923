#include "input/encoding.hpp"

#include "support/utf8.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr size_t longest_declaration = 1024;

struct Signature {
    std::string_view bytes;
    Encoding encoding;
    bool is_bom;
};

using namespace std::string_view_literals;

// In this order: the mark of UTF-32LE begins with that of UTF-16LE.
constexpr Signature signatures[] = {
    {"\xff\xfe\0\0"sv, Encoding::utf32le, true}, {"\0\0\xfe\xff"sv, Encoding::utf32be, true},
    {"\xff\xfe"sv, Encoding::utf16le, true},     {"\xfe\xff"sv, Encoding::utf16be, true},
    {"\xef\xbb\xbf"sv, Encoding::utf8, true},    {"<\0\0\0"sv, Encoding::utf32le, false},
    {"\0\0\0<"sv, Encoding::utf32be, false},     {"<\0"sv, Encoding::utf16le, false},
    {"\0<"sv, Encoding::utf16be, false},
};

// Names without case and punctuation. A declaration in one-byte characters that says UTF-16 or
// UTF-32 cannot be true; the bytes decide, and they are read as UTF-8.
constexpr std::pair<std::string_view, Encoding> names[] = {
    {"", Encoding::utf8},
    {"ansi", Encoding::windows1252},
    {"ascii", Encoding::utf8},
    {"cp1252", Encoding::windows1252},
    {"cp819", Encoding::latin1},
    {"ibm819", Encoding::latin1},
    {"iso10646ucs2", Encoding::utf8},
    {"iso10646ucs4", Encoding::utf8},
    {"iso88591", Encoding::latin1},
    {"iso885911987", Encoding::latin1},
    {"isoir100", Encoding::latin1},
    {"l1", Encoding::latin1},
    {"latin1", Encoding::latin1},
    {"ucs2", Encoding::utf8},
    {"ucs4", Encoding::utf8},
    {"unicode", Encoding::utf8},
    {"usascii", Encoding::utf8},
    {"utf16", Encoding::utf8},
    {"utf16be", Encoding::utf8},
    {"utf16le", Encoding::utf8},
    {"utf32", Encoding::utf8},
    {"utf32be", Encoding::utf8},
    {"utf32le", Encoding::utf8},
    {"utf8", Encoding::utf8},
    {"win1252", Encoding::windows1252},
    {"windows1252", Encoding::windows1252},
    {"xansi", Encoding::windows1252},
    {"xcp1252", Encoding::windows1252},
};

std::string simplified(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        }
    }
    return out;
}

// The value of encoding="..." in a complete XML declaration, or nothing.
std::string_view declared_name(std::string_view declaration) {
    size_t at = declaration.find("encoding");
    if (at == std::string_view::npos) {
        return {};
    }
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) {
        return {};
    }
    const size_t end = declaration.find(declaration[at], at + 1);
    return end == std::string_view::npos ? std::string_view()
                                         : declaration.substr(at + 1, end - at - 1);
}

// Windows-1252 from 0x80 to 0x9f; the five holes stay the control characters they are in Latin-1.
constexpr std::array<char16_t, 32> windows1252_high = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

char32_t unit_at(Encoding encoding, std::string_view bytes, size_t at) {
    const auto byte = [&](size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(bytes[at + i]));
    };
    switch (encoding) {
    case Encoding::utf16le:
        return byte(0) | byte(1) << 8;
    case Encoding::utf16be:
        return byte(1) | byte(0) << 8;
    case Encoding::utf32le:
        return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
    case Encoding::utf32be:
        return byte(3) | byte(2) << 8 | byte(1) << 16 | byte(0) << 24;
    case Encoding::windows1252:
        return byte(0) >= 0x80 && byte(0) < 0xa0 ? windows1252_high[byte(0) - 0x80] : byte(0);
    case Encoding::latin1:
    case Encoding::utf8:
        break;
    }
    return byte(0);
}

bool is_utf16(Encoding encoding) {
    return encoding == Encoding::utf16le || encoding == Encoding::utf16be;
}

size_t decode_units(Encoding encoding, std::string_view bytes, std::string& out,
                    std::optional<std::string>& fault) {
    const size_t width = unit_bytes(encoding);
    size_t at = 0;
    while (at + width <= bytes.size()) {
        char32_t character = unit_at(encoding, bytes, at);
        size_t used = width;
        if (is_utf16(encoding) && character >= 0xd800 && character < 0xdc00) {
            if (at + 2 * width > bytes.size()) {
                break;
            }
            const char32_t low = unit_at(encoding, bytes, at + width);
            if (low >= 0xdc00 && low < 0xe000) {
                character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
                used = 2 * width;
            }
        }
        if (!is_xml_character(character)) {
            fault = fmt::format("the character U+{:04X} is not allowed in XML",
                                static_cast<unsigned>(character));
            break;
        }
        append_utf8(out, character);
        at += used;
    }
    return at;
}

size_t decode_utf8_bytes(std::string_view bytes, std::string& out,
                         std::optional<std::string>& fault) {
    const size_t good = xml_text_prefix(bytes);
    out += bytes.substr(0, good);
    if (good < bytes.size()) {
        const Utf8Character next = decode_utf8(bytes.substr(good));
        if (next.length > 0) {
            fault = fmt::format("the character U+{:04X} is not allowed in XML",
                                static_cast<unsigned>(next.character));
        } else if (!next.missing) {
            fault = fmt::format("the byte 0x{:02x} is not UTF-8, the encoding of this store",
                                static_cast<unsigned char>(bytes[good]));
        }
    }
    return good;
}

} // namespace

EncodingGuess guess_encoding(std::string_view head, bool whole) {
    EncodingGuess guess;
    if (head.size() < 4 && !whole) {
        guess.undecided = true; // the mark of UTF-32LE begins with that of UTF-16LE
        return guess;
    }
    for (const Signature& signature : signatures) {
        if (head.starts_with(signature.bytes)) {
            guess.encoding = signature.encoding;
            guess.bom_bytes = signature.is_bom ? signature.bytes.size() : 0;
            return guess;
        }
    }
    constexpr std::string_view opening = "<?xml";
    const bool may_declare =
        head.substr(0, opening.size()) == opening.substr(0, head.size()) &&
        (head.size() <= opening.size() ||
         std::string_view(" \t\r\n").find(head[opening.size()]) != std::string_view::npos);
    const size_t end = head.substr(0, longest_declaration).find("?>");
    if (!may_declare || end == std::string_view::npos) {
        guess.undecided = !whole && may_declare && head.size() < longest_declaration;
        return guess;
    }
    const std::string_view name = declared_name(head.substr(0, end));
    const auto known = std::find_if(std::begin(names), std::end(names), [&](const auto& entry) {
        return entry.first == simplified(name);
    });
    if (known == std::end(names) || (simplified(name).empty() && !name.empty())) {
        guess.unsupported = name;
    } else {
        guess.encoding = known->second;
    }
    return guess;
}

size_t unit_bytes(Encoding encoding) {
    switch (encoding) {
    case Encoding::utf16le:
    case Encoding::utf16be:
        return 2;
    case Encoding::utf32le:
    case Encoding::utf32be:
        return 4;
    default:
        return 1;
    }
}

size_t decode(Encoding encoding, std::string_view bytes, std::string& out,
              std::optional<std::string>& fault) {
    return encoding == Encoding::utf8 ? decode_utf8_bytes(bytes, out, fault)
                                      : decode_units(encoding, bytes, out, fault);
}

} // namespace promfile
