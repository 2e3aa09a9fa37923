#include "config/document.hpp"

#include "config/toml_text.hpp"
#include "support/utf8.hpp"

// Some inputs (the text `[:`) break conditions that toml++ asserts, and with NDEBUG toml++ tells
// some compilers to assume these conditions. The code after each assertion handles such an input
// correctly, so the assertions are compiled to nothing with and without NDEBUG.
// clang-format off: the order of the includes matters.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 1 // TOML 1.1: line breaks in inline tables
#define TOML_MAX_NESTED_VALUES 10
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
// clang-format on

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// toml++, the destructors of its trees and `config_value_of` recurse once for each part of a dotted
// key. A key does not go beyond the end of its line, and values nest at most TOML_MAX_NESTED_VALUES
// deep, so that a limit for each line bounds the depth of a document.
constexpr auto max_dots_in_a_line = 400;

ConfigPlace place_of(const toml::source_position& position) {
    return {position.line, position.column};
}

// Refuses a text with a NUL. No XML document has one, so the text would match nothing, and in a
// label or a HELP text a scraper takes a NUL for the end of the page.
std::string without_nul(std::string_view text, ConfigPlace place) {
    if (text.find('\0') != std::string_view::npos) {
        throw ConfigFault{place, "a text holds the character U+0000, which no metric can show"};
    }
    return std::string(text);
}

ConfigValue config_value_of(const toml::node& node) {
    ConfigValue out;
    out.place = place_of(node.source().begin);
    if (const auto* table = node.as_table()) {
        ConfigTable entries;
        for (const auto& [key, value] : *table) {
            const ConfigPlace place = place_of(key.source().begin);
            entries.push_back({without_nul(key.str(), place), place, config_value_of(value)});
        }
        std::stable_sort(entries.begin(), entries.end(),
                         [](const auto& a, const auto& b) { return a.place < b.place; });
        out.data = std::move(entries);
    } else if (const auto* array = node.as_array()) {
        ConfigArray items;
        for (const toml::node& item : *array) {
            items.push_back(config_value_of(item));
        }
        out.data = std::move(items);
    } else if (const auto* text = node.as_string()) {
        out.data = without_nul(text->get(), out.place);
    } else if (const auto* whole = node.as_integer()) {
        out.data = whole->get();
    } else if (const auto* number = node.as_floating_point()) {
        out.data = number->get();
    } else if (const auto* boolean = node.as_boolean()) {
        out.data = boolean->get();
    } else {
        out.data = ConfigDate{};
    }
    return out;
}

void check_size(std::string_view text) {
    if (text.size() > max_config_bytes) {
        throw ConfigFault{{}, "the file is larger than 1 MiB"};
    }
    unsigned line = 1;
    while (!text.empty()) {
        const std::string_view front = text.substr(0, text.find('\n'));
        if (std::count(front.begin(), front.end(), '.') > max_dots_in_a_line) {
            throw ConfigFault{
                {line, 1},
                fmt::format("the line holds more than {} dots; write it as several lines",
                            max_dots_in_a_line)};
        }
        text.remove_prefix(std::min(front.size() + 1, text.size()));
        ++line;
    }
}

// A part of a message of toml++, and advice on the mistake that mostly causes this message.
struct Hint {
    std::string_view said;
    std::string_view advice;
};
constexpr Hint hints[] = {
    {"could not determine value type", "a text needs quotes: '@amount'"},
    {"string: unescaped control characters", "is the closing quote of this text missing?"},
    {"string: control characters", "is the closing quote of this text missing?"},
    {"string: encountered end-of-file", "is the closing quote of this text missing?"},
    {"array: encountered end-of-file", "is the closing ] missing?"},
    {"table header: encountered end-of-file", "is the closing ] missing?"},
    {"inline table: encountered end-of-file", "is the closing } missing?"},
    {"inline table: expected key or", "is the closing } missing?"},
    {"inline table: expected comma", "is a comma or the closing } missing before it?"},
    {"array: expected comma", "is a comma or the closing ] missing before it?"},
    {"key-value pair: expected a comment or whitespace", "does the text end too early? One that "
                                                         "holds quotes of one kind is written in "
                                                         "the other, or in '''...'''"},
    {"saw '@'", "a text needs quotes: '@amount'"},
    {"cannot redefine existing array 'metric' as array-of-tables",
     "rules are either a list, metric = [...], or tables [[metric]]; in a file with such a list "
     "the others are in a [[group]]"},
    {"cannot redefine existing array 'group.metric' as array-of-tables",
     "the rules of a group are either a list, metric = [...], or tables [[group.metric]]"},
    {"cannot redefine existing array 'metric'",
     "each rule begins with [[metric]], in two brackets"},
    {"cannot redefine existing table 'metric'",
     "each rule begins with [[metric]], in two brackets"},
};

// The character at a place if it is beyond ASCII, otherwise nothing.
std::string_view character_beyond_ascii(std::string_view text, ConfigPlace place) {
    for (unsigned line = 1; line < place.line; ++line) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    Utf8Character c = decode_utf8(text);
    for (unsigned column = 1; column < place.column && c.length != 0; ++column) {
        text.remove_prefix(c.length);
        c = decode_utf8(text);
    }
    return c.length > 1 ? text.substr(0, c.length) : std::string_view();
}

// The sentence of a fault, from a description of toml++ such as "Error while parsing value: could
// not ...".
std::string sentence_of(std::string_view description) {
    constexpr std::string_view opening = "Error while parsing ";
    if (description.starts_with(opening)) {
        description.remove_prefix(opening.size());
    }
    const auto hint = std::find_if(std::begin(hints), std::end(hints), [&](const Hint& h) {
        return description.find(h.said) != std::string_view::npos;
    });
    return hint == std::end(hints)
               ? fmt::format("not valid TOML: {}", description)
               : fmt::format("not valid TOML: {} ({})", description, hint->advice);
}

} // namespace

ConfigTable parse_toml(std::string_view text) {
    check_size(text);
    const toml::parse_result result = toml::parse(with_ascii_syntax(text));
    if (!result) {
        const ConfigPlace place = place_of(result.error().source().begin);
        const std::string_view character = character_beyond_ascii(text, place);
        throw ConfigFault{
            place,
            character.empty()
                ? sentence_of(result.error().description())
                : fmt::format("not valid TOML: unexpected character {} (U+{:04X})", character,
                              static_cast<unsigned>(decode_utf8(character).character))};
    }
    return std::get<ConfigTable>(config_value_of(result.table()).data);
}

const ConfigEntry* find(const ConfigTable& table, std::string_view key) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const ConfigEntry& entry) { return entry.key == key; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace promfile
