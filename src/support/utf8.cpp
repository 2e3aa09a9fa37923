#include "support/utf8.hpp"

#include <algorithm>

namespace promfile {

namespace {

unsigned char byte_at(std::string_view text, size_t i) {
    return static_cast<unsigned char>(text[i]);
}

// Whether the bytes are printable ASCII, TAB, LF and CR alone. Without branches in the loop, so
// that compilers vectorize it.
bool is_plain_ascii(const char* data, size_t size) {
    unsigned char odd = 0;
    for (size_t i = 0; i < size; ++i) {
        const auto c = static_cast<unsigned char>(data[i]);
        odd = static_cast<unsigned char>(
            odd | (c & 0x80) |
            static_cast<unsigned char>((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r')));
    }
    return odd == 0;
}

} // namespace

void append_utf8(std::string& out, char32_t character) {
    const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xc0 | (character >> 6));
        add(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        add(0xe0 | (character >> 12));
        add(0x80 | ((character >> 6) & 0x3f));
        add(0x80 | (character & 0x3f));
    } else {
        add(0xf0 | (character >> 18));
        add(0x80 | ((character >> 12) & 0x3f));
        add(0x80 | ((character >> 6) & 0x3f));
        add(0x80 | (character & 0x3f));
    }
}

bool is_xml_character(char32_t c) {
    return c >= 0x20 ? c < 0xd800 || (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c <= 0x10ffff)
                     : c == '\t' || c == '\n' || c == '\r';
}

Utf8Character decode_utf8(std::string_view text) {
    if (text.empty()) {
        return {0, 0, true};
    }
    const unsigned char lead = byte_at(text, 0);
    if (lead < 0x80) {
        return {lead, 1, false};
    }
    // The bounds of the second byte exclude overlong forms, surrogates and code points above
    // U+10FFFF (Unicode, table 3-7).
    struct Form {
        unsigned char first, last, low, high;
        size_t length;
    };
    constexpr Form forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    const auto form = std::find_if(std::begin(forms), std::end(forms), [lead](const Form& f) {
        return f.first <= lead && lead <= f.last;
    });
    if (form == std::end(forms)) {
        return {};
    }
    char32_t character = lead & (0xffU >> (form->length + 1));
    for (size_t i = 1; i < form->length; ++i) {
        if (i == text.size()) {
            return {0, 0, true};
        }
        const unsigned char low = i == 1 ? form->low : 0x80;
        const unsigned char high = i == 1 ? form->high : 0xbf;
        const unsigned char next = byte_at(text, i);
        if (next < low || next > high) {
            return {};
        }
        character = (character << 6) | (next & 0x3fU);
    }
    return {character, form->length, false};
}

namespace {

// The length of the character at the front if a few comparisons suffice to accept it: ASCII, two
// bytes, and three bytes from U+1000 to U+CFFF. 0 for the characters that decode_utf8 has to judge.
size_t common_character(std::string_view text) {
    const auto follows = [text](size_t i) {
        return i < text.size() && (byte_at(text, i) & 0xc0) == 0x80;
    };
    const unsigned char lead = byte_at(text, 0);
    if (lead >= 0x20 && lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return follows(1) ? 2 : 0;
    }
    return lead >= 0xe1 && lead <= 0xec && follows(1) && follows(2) ? 3 : 0;
}

} // namespace

size_t xml_text_prefix(std::string_view text) {
    constexpr size_t block = 256;
    size_t done = 0;
    while (done < text.size()) {
        const size_t size = std::min(block, text.size() - done);
        if (is_plain_ascii(text.data() + done, size)) {
            done += size;
            continue;
        }
        const size_t end = done + size;
        while (done < end) {
            if (const size_t length = common_character(text.substr(done))) {
                done += length;
                continue;
            }
            const Utf8Character next = decode_utf8(text.substr(done));
            if (next.length == 0 || !is_xml_character(next.character)) {
                return done;
            }
            done += next.length;
        }
    }
    return done;
}

std::string to_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const Utf8Character next = decode_utf8(text);
        if (next.length == 0) {
            append_utf8(out, 0xfffd);
            text.remove_prefix(1);
        } else {
            out += text.substr(0, next.length);
            text.remove_prefix(next.length);
        }
    }
    return out;
}

namespace {

// Does the text begin as escaped_utf8 writes a byte?
bool begins_as_escape(std::string_view text) {
    const auto is_digit = [&](size_t i) {
        return std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
    };
    return text.size() >= 4 && text.starts_with("\\x") && is_digit(2) && is_digit(3);
}

} // namespace

std::string escaped_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const size_t length = decode_utf8(text).length;
        if (length > 0 && !begins_as_escape(text)) {
            out += text.substr(0, length);
        } else {
            constexpr char digits[] = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(text.front());
            out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        }
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    return out;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const Utf8Character next = decode_utf8(text);
        if (next.length == 0) {
            return false;
        }
        text.remove_prefix(next.length);
    }
    return true;
}

bool is_ascii(std::string_view text) {
    constexpr size_t block = 4096;
    for (; !text.empty(); text.remove_prefix(std::min(block, text.size()))) {
        unsigned char bits = 0;
        for (const char c : text.substr(0, block)) {
            bits = static_cast<unsigned char>(bits | static_cast<unsigned char>(c));
        }
        if (bits >= 0x80) {
            return false;
        }
    }
    return true;
}

} // namespace promfile
