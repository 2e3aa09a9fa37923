#include "xml/xml_name.hpp"

#include "support/utf8.hpp"

#include <algorithm>

namespace promfile {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr Range start_characters[] = {
    {':', ':'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},
    {0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x2ff},    {0x370, 0x37d},
    {0x37f, 0x1fff},  {0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef},
    {0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff},
};

// Allowed after the first character of a name.
constexpr Range further_characters[] = {
    {'-', '.'}, {'0', '9'}, {0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040},
};

template<size_t size>
bool holds(const Range (&ranges)[size], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](const Range& range) { return range.first <= c && c <= range.last; });
}

} // namespace

bool is_xml_name(std::string_view name) {
    bool first = true;
    for (std::string_view rest = name; !rest.empty(); first = false) {
        const Utf8Character next = decode_utf8(rest);
        if (next.length == 0 || !(holds(start_characters, next.character) ||
                                  (!first && holds(further_characters, next.character)))) {
            return false;
        }
        rest.remove_prefix(next.length);
    }
    return !first;
}

} // namespace promfile
