#include "input/encoding.hpp"

#include "support/ascii.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace promfile {

namespace {

constexpr size_t longest_declaration = 1024;

struct Signature {
    std::string_view bytes;
    EncodingForm form;
    bool is_bom;
};

using namespace std::string_view_literals;

// In this order: the mark of UTF-32LE begins with that of UTF-16LE.
constexpr Signature signatures[] = {
    {"\xff\xfe\0\0"sv, EncodingForm::utf32le, true},
    {"\0\0\xfe\xff"sv, EncodingForm::utf32be, true},
    {"\xff\xfe"sv, EncodingForm::utf16le, true},
    {"\xfe\xff"sv, EncodingForm::utf16be, true},
    {"\xef\xbb\xbf"sv, EncodingForm::utf8, true},
    {"<\0\0\0"sv, EncodingForm::utf32le, false},
    {"\0\0\0<"sv, EncodingForm::utf32be, false},
    {"<\0"sv, EncodingForm::utf16le, false},
    {"\0<"sv, EncodingForm::utf16be, false},
};

// "<?xm" in EBCDIC. A store in any supported encoding begins otherwise.
constexpr std::string_view ebcdic_opening = "\x4c\x6f\xa7\x94";

// Names that mean UTF-8, simplified. When this table is consulted, the declaration has been read in
// one-byte characters. So a declaration of UTF-16 or UTF-32 is wrong: the store is read as UTF-8.
constexpr std::string_view utf8_names[] = {
    "iso10646", "iso106461", "iso10646ucs2", "iso10646ucs4", "iso10646utf8",  "isoir193",
    "csucs4",   "csunicode", "ucs2",         "ucs2be",       "ucs2le",        "ucs4",
    "ucs4be",   "ucs4le",    "unicode",      "unicodebig",   "unicodelittle", "utf16",
    "utf16be",  "utf16le",   "utf32",        "utf32be",      "utf32le",       "utf8",
};

// Names in use that iconv does not know, simplified.
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"ansi", "windows1252"},    {"macroman", "macintosh"},  {"win1250", "windows1250"},
    {"win1251", "windows1251"}, {"win1252", "windows1252"},
};

// A name without case and punctuation.
std::string simplified(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (is_letter(c) || is_digit(c)) {
            out += to_lower(c);
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

// A unit of UTF-16 or UTF-32.
char32_t unit_at(EncodingForm form, std::string_view bytes, size_t at) {
    const auto byte = [&](size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(bytes[at + i]));
    };
    if (form == EncodingForm::utf16le) {
        return byte(0) | byte(1) << 8;
    }
    if (form == EncodingForm::utf16be) {
        return byte(1) | byte(0) << 8;
    }
    return form == EncodingForm::utf32le ? byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24
                                         : byte(3) | byte(2) << 8 | byte(1) << 16 | byte(0) << 24;
}

bool is_utf16(EncodingForm form) {
    return form == EncodingForm::utf16le || form == EncodingForm::utf16be;
}

std::string not_allowed(char32_t character) {
    return fmt::format("the character U+{:04X} is not allowed in XML",
                       static_cast<unsigned>(character));
}

size_t decode_units(const Encoding& encoding, std::string_view bytes, std::string& out,
                    std::optional<std::string>& fault) {
    const size_t width = unit_bytes(encoding);
    size_t at = 0;
    while (at + width <= bytes.size()) {
        char32_t character = unit_at(encoding.form, bytes, at);
        size_t used = width;
        if (is_utf16(encoding.form) && character >= 0xd800 && character < 0xdc00) {
            if (at + 2 * width > bytes.size()) {
                break;
            }
            const char32_t low = unit_at(encoding.form, bytes, at + width);
            if (low >= 0xdc00 && low < 0xe000) {
                character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
                used = 2 * width;
            }
        }
        if (!is_xml_character(character)) {
            fault = not_allowed(character);
            break;
        }
        append_utf8(out, character);
        at += used;
    }
    return at;
}

// A byte of a single-byte encoding in UTF-8; empty if XML does not allow the character.
struct Utf8Bytes {
    std::array<char, 3> bytes;
    std::uint8_t size;
};

std::array<Utf8Bytes, 256> utf8_of_bytes(const SingleByteEncoding& encoding) {
    std::array<Utf8Bytes, 256> all{};
    for (size_t byte = 0; byte < all.size(); ++byte) {
        const std::optional<char32_t> character =
            encoding.character(static_cast<unsigned char>(byte));
        if (character && is_xml_character(*character)) {
            std::string text;
            append_utf8(text, *character);
            std::copy(text.begin(), text.end(), all[byte].bytes.begin());
            all[byte].size = static_cast<std::uint8_t>(text.size());
        }
    }
    return all;
}

size_t decode_single_bytes(const Encoding& encoding, std::string_view bytes, std::string& out,
                           std::optional<std::string>& fault) {
    const std::array<Utf8Bytes, 256> utf8 = utf8_of_bytes(*encoding.single_byte);
    std::array<char, 4096> piece;
    size_t filled = 0;
    for (size_t at = 0; at < bytes.size(); ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        const Utf8Bytes& character = utf8[byte];
        if (character.size == 0) {
            out.append(piece.data(), filled);
            const std::optional<char32_t> meant = encoding.single_byte->character(byte);
            fault = meant ? not_allowed(*meant)
                          : fmt::format("the byte 0x{:02x} stands for no character in {}, the "
                                        "encoding of this store",
                                        byte, encoding.name);
            return at;
        }
        std::copy(character.bytes.begin(), character.bytes.end(), piece.begin() + filled);
        filled += character.size;
        if (filled + character.bytes.size() > piece.size()) {
            out.append(piece.data(), std::exchange(filled, 0));
        }
    }
    out.append(piece.data(), filled);
    return bytes.size();
}

size_t decode_utf8_bytes(std::string_view bytes, std::string& out,
                         std::optional<std::string>& fault) {
    const size_t good = xml_text_prefix(bytes);
    out += bytes.substr(0, good);
    if (good < bytes.size()) {
        const Utf8Character next = decode_utf8(bytes.substr(good));
        if (next.length > 0) {
            fault = not_allowed(next.character);
        } else if (!next.missing) {
            fault = fmt::format("the byte 0x{:02x} is not UTF-8, the encoding of this store",
                                static_cast<unsigned char>(bytes[good]));
        }
    }
    return good;
}

std::optional<Encoding> encoding_called(std::string_view declared) {
    std::string name = simplified(declared);
    if (name.starts_with('x')) {
        name.erase(0, 1); // "x-cp1252", "x-mac-cyrillic"
    }
    if (std::find(std::begin(utf8_names), std::end(utf8_names), name) != std::end(utf8_names)) {
        return Encoding();
    }
    for (const auto& [other, known] : other_names) {
        if (name == other) {
            name = known;
        }
    }
    const std::string word = fmt::format(" {} ", name);
    for (const SingleByteEncoding& encoding : single_byte_encodings()) {
        if (fmt::format(" {} ", encoding.names).find(word) != std::string::npos) {
            return Encoding{EncodingForm::single_byte, &encoding, std::string(declared)};
        }
    }
    return std::nullopt;
}

} // namespace

bool is_wide_encoding_name(std::string_view declared) {
    const std::string name = simplified(declared);
    constexpr std::string_view one_byte[] = {"iso10646utf8", "utf8"};
    return std::find(std::begin(utf8_names), std::end(utf8_names), name) != std::end(utf8_names) &&
           std::find(std::begin(one_byte), std::end(one_byte), name) == std::end(one_byte);
}

EncodingGuess guess_encoding(std::string_view head, bool whole) {
    EncodingGuess guess;
    if (head.size() < 4 && !whole) {
        guess.undecided = true; // the mark of UTF-32LE begins with that of UTF-16LE
        return guess;
    }
    for (const Signature& signature : signatures) {
        if (head.starts_with(signature.bytes)) {
            guess.encoding.form = signature.form;
            guess.bom_bytes = signature.is_bom ? signature.bytes.size() : 0;
            return guess;
        }
    }
    if (head.starts_with(ebcdic_opening)) {
        guess.unsupported = "EBCDIC-US";
        return guess;
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
    if (name.empty()) {
        return guess;
    }
    if (std::optional<Encoding> known = encoding_called(name)) {
        guess.encoding = std::move(*known);
    } else {
        guess.unsupported = name;
    }
    return guess;
}

size_t unit_bytes(const Encoding& encoding) {
    switch (encoding.form) {
    case EncodingForm::utf16le:
    case EncodingForm::utf16be:
        return 2;
    case EncodingForm::utf32le:
    case EncodingForm::utf32be:
        return 4;
    default:
        return 1;
    }
}

size_t decode(const Encoding& encoding, std::string_view bytes, std::string& out,
              std::optional<std::string>& fault) {
    switch (encoding.form) {
    case EncodingForm::utf8:
        return decode_utf8_bytes(bytes, out, fault);
    case EncodingForm::single_byte:
        return decode_single_bytes(encoding, bytes, out, fault);
    default:
        return decode_units(encoding, bytes, out, fault);
    }
}

} // namespace promfile
