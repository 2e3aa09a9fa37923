#include "xml/reference.hpp"

#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

namespace {

constexpr std::string_view not_a_reference =
    "this & does not begin a reference (a plain & is written &amp;)";

struct Predefined {
    std::string_view reference;
    char character;
    std::string_view name() const { return reference.substr(1, reference.size() - 2); }
};
constexpr Predefined predefined[] = {
    {"&lt;", '<'}, {"&amp;", '&'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

[[noreturn]] void fail_on_reference(Input& input, std::uint64_t place) {
    if (input.at_end() && !input.in_entity() && input.window().source().fault()) {
        input.fail_cut_off();
    }
    input.fail_at(place, std::string(not_a_reference));
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Skips the characters of an attribute value that are copied unchanged, to a quote, markup or white
// space. In the text of an entity, where quotes do not end the value, `quote` is `no_quote`.
char skip_in_value(Input& input, char quote) {
    switch (quote) {
    case '"':
        return input.skip_to<'"', '<', '&', '\t', '\n', '\r'>();
    case '\'':
        return input.skip_to<'\'', '<', '&', '\t', '\n', '\r'>();
    default:
        return input.skip_to<'<', '&', '\t', '\n', '\r'>();
    }
}

constexpr char no_quote = '\0';

void enter_in_value(Input& input, Entity& entity, std::uint64_t place) {
    if (entity.kind != Entity::Kind::internal) {
        input.fail_at(place, fmt::format("the entity &{}; is external, which is not allowed in "
                                         "an attribute value",
                                         quoted(entity.name)));
    }
    input.enter(entity, place);
}

} // namespace

void take_character_reference(Input& input, std::string& out) {
    const std::uint64_t place = input.here();
    input.skip(2);
    const bool hexadecimal = input.take('x');
    constexpr char32_t beyond = 0x110000; // greater codes become this one, so that none overflows
    char32_t code = 0;
    bool digits_alone = true;
    const std::uint64_t digits = input.here();
    while (may_be_in_name(input.peek())) {
        const int digit = digit_of(input.peek());
        digits_alone &= digit >= 0 && (hexadecimal || digit < 10);
        const auto value = static_cast<char32_t>(digits_alone ? digit : 0);
        code = std::min<char32_t>(beyond, code * (hexadecimal ? 16 : 10) + value);
        input.skip(1);
    }
    const bool empty = input.here() == digits;
    if (!input.take(';')) {
        fail_on_reference(input, place);
    }
    if (empty || !digits_alone || !is_xml_character(code)) {
        input.fail_at(place, fmt::format("{} is not a character that XML allows",
                                         quoted(input.text_from(place))));
    }
    append_utf8(out, code);
}

std::string_view take_reference_name(Input& input) {
    const std::uint64_t place = input.here();
    input.skip(1);
    const std::size_t size = input.take_name().size();
    if (size == 0 || !input.take(';')) {
        fail_on_reference(input, place);
    }
    return input.text_from(place).substr(1, size);
}

Entity* take_reference(Input& input, DocumentType& document, std::string& out) {
    if (input.peek_second() == '#') {
        take_character_reference(input, out);
        return nullptr;
    }
    // Almost always the whole reference is in memory. If it is not, these comparisons read padding
    // and fail, and take_reference_name reads the rest.
    for (const Predefined& known : predefined) {
        if (std::equal(known.reference.begin(), known.reference.end(), input.at())) {
            input.skip(known.reference.size());
            out += known.character;
            return nullptr;
        }
    }
    const std::uint64_t place = input.here();
    const std::string_view name = take_reference_name(input);
    for (const Predefined& known : predefined) {
        if (name == known.name()) {
            out += known.character;
            return nullptr;
        }
    }
    const auto declared = document.entities.find(name);
    const bool complete = document.standalone || !document.is_incomplete;
    if (declared == document.entities.end()) {
        if (complete) {
            input.fail_at(place, fmt::format("the entity &{}; is not defined", quoted(name)));
        }
        out.append("&").append(name).append(";");
        return nullptr;
    }
    Entity& entity = declared->second;
    if (complete && entity.in_parameter_entity) {
        input.fail_at(place, fmt::format("the entity &{}; is declared in a parameter entity, which "
                                         "does not count in a standalone document",
                                         quoted(name)));
    }
    if (entity.kind == Entity::Kind::unparsed) {
        input.fail_at(place, fmt::format("the entity &{}; is not XML (it is declared with NDATA), "
                                         "and cannot be referred to",
                                         quoted(name)));
    }
    return &entity;
}

std::string_view take_attribute_value(Input& input, DocumentType& document, char quote,
                                      std::string& scratch) {
    const std::uint64_t begin = input.here();
    if (skip_in_value(input, quote) == quote) {
        const std::string_view value = input.text_from(begin);
        input.skip(1);
        return value;
    }
    scratch.assign(input.text_from(begin));
    const std::size_t depth = input.entity_depth();
    for (;;) {
        const bool in_entity = input.entity_depth() > depth;
        const std::uint64_t from = input.here();
        const char c = skip_in_value(input, in_entity ? no_quote : quote);
        scratch.append(input.text_from(from));
        if (scratch.size() > input.max_kept()) {
            input.fail_at(input.markup_begin(), too_large(input.max_kept()));
        }
        switch (c) {
        case '\0':
            if (!in_entity) {
                input.fail_cut_off();
            }
            input.leave();
            break;
        case '&': {
            const std::uint64_t place = input.here();
            if (Entity* entity = take_reference(input, document, scratch)) {
                enter_in_value(input, *entity, place);
            }
            break;
        }
        case '<':
            input.fail_at(input.here(),
                          in_entity
                              ? fmt::format("the entity &{}; has a <, which is not allowed "
                                            "in an attribute value",
                                            quoted(input.entity().name))
                              : "a plain < is not allowed in an attribute value (it is written "
                                "&lt;, or the quote before it is missing)");
        case '\r':
            input.skip(1);
            // A CR in the text of an entity comes from &#13;, and an LF after it is one more white
            // space: the entity's line ends became LF when it was declared.
            if (!input.in_entity()) {
                input.take('\n');
            }
            scratch += ' ';
            break;
        default:
            input.skip(1);
            if (c == quote) {
                return scratch;
            }
            scratch += ' ';
        }
    }
}

std::string without_extra_space(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c != ' ') {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) {
        out.pop_back();
    }
    return out;
}

} // namespace promfile::xml
