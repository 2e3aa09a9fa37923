#include "oldxml/text_fault.hpp"

#include "oldxml/markup.hpp"
#include "xml/xml_name.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr size_t npos = std::string_view::npos;
constexpr std::string_view white_space = " \t\r\n";

bool is_name_end(char c) {
    return std::string_view(" \t\r\n;&<>\"'=/").find(c) != npos;
}

// Why the reference that begins with the & at `at` is none, or nothing.
std::optional<std::string> reference_cause(std::string_view text, size_t at,
                                           const std::set<std::string>& declared) {
    const std::string_view rest = text.substr(at + 1);
    const auto name_end = std::find_if(rest.begin(), rest.end(), is_name_end);
    const std::string_view name(rest.data(), static_cast<size_t>(name_end - rest.begin()));
    if (name.empty() || name_end == rest.end() || *name_end != ';') {
        return "this & begins no reference (a plain & is written &amp;)";
    }
    if (name.front() == '#') {
        const bool hexadecimal = name.starts_with("#x");
        const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                  code, hexadecimal ? 16 : 10);
        if (error != std::errc() || end != digits.data() + digits.size() ||
            !is_xml_character(code)) {
            return fmt::format("&{}; refers to no character that XML allows", name);
        }
        return std::nullopt;
    }
    for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"}) {
        if (name == known) {
            return std::nullopt;
        }
    }
    if (declared.count(std::string(name)) > 0) {
        return fmt::format("the entity &{}; comes from the DTD, which promfile does not expand",
                           name);
    }
    return fmt::format("the entity &{}; is not defined", name);
}

std::optional<TextFault> reference_fault(std::string_view text, size_t at,
                                         const TextContext& context) {
    const std::optional<std::string> cause = reference_cause(text, at, context.declared);
    return cause ? std::optional<TextFault>({at, *cause}) : std::nullopt;
}

std::optional<TextFault> section_end_fault(std::string_view text, size_t at, const TextContext&) {
    return text.substr(at).starts_with("]]>")
               ? std::optional<TextFault>({at, "]]> has no place in text (it is written ]]&gt;)"})
               : std::nullopt;
}

std::optional<TextFault> comment_fault(std::string_view text, size_t at, const TextContext&) {
    constexpr std::string_view behind_sign = "!--";
    if (at == 0 || text[at - 1] != '<' || !text.substr(at).starts_with(behind_sign)) {
        return std::nullopt;
    }
    const size_t dashes = text.find("--", at + behind_sign.size());
    return dashes == npos || text.substr(dashes + 2).starts_with('>')
               ? std::nullopt
               : std::optional<TextFault>({dashes, "-- has no place in a comment"});
}

// Takes `name="value"` and the white space around it off the front of `text`; the value, or
// nothing.
std::optional<std::string_view> take_pseudo_attribute(std::string_view& text,
                                                      std::string_view name) {
    const auto skip_space = [](std::string_view& rest) {
        rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    };
    std::string_view rest = text;
    skip_space(rest);
    if (rest.size() == text.size() || !rest.starts_with(name)) {
        return std::nullopt;
    }
    rest.remove_prefix(name.size());
    skip_space(rest);
    if (!rest.starts_with('=')) {
        return std::nullopt;
    }
    rest.remove_prefix(1);
    skip_space(rest);
    if (!rest.starts_with('"') && !rest.starts_with('\'')) {
        return std::nullopt;
    }
    const size_t end = rest.find(rest.front(), 1);
    if (end == npos) {
        return std::nullopt;
    }
    const std::string_view value = rest.substr(1, end - 1);
    text = rest.substr(end + 1);
    return value;
}

// What stands between "<?xml" and "?>" (XML 1.0, production 23). Which encoding it names is not
// looked at here.
bool is_declaration(std::string_view text) {
    const auto version = take_pseudo_attribute(text, "version");
    take_pseudo_attribute(text, "encoding");
    const auto standalone = take_pseudo_attribute(text, "standalone");
    return version && version->starts_with("1.") && version->size() > 2 &&
           version->find_first_not_of("0123456789", 2) == npos &&
           (!standalone || *standalone == "yes" || *standalone == "no") &&
           text.find_first_not_of(white_space) == npos;
}

std::optional<TextFault> instruction_fault(std::string_view text, size_t at,
                                           const TextContext& context) {
    if (at == 0 || text[at - 1] != '<') {
        return std::nullopt;
    }
    const size_t end = std::min(text.find("?>", at + 1), text.size());
    const std::string_view content = text.substr(at + 1, end - at - 1);
    const std::string_view target = content.substr(0, content.find_first_of(white_space));
    if (!is_xml_name(target)) {
        return TextFault{at - 1, "the name of this processing instruction is none"};
    }
    constexpr std::string_view reserved = "xml";
    const bool is_reserved =
        std::equal(target.begin(), target.end(), reserved.begin(), reserved.end(),
                   [](char a, char b) { return (a | 0x20) == b; });
    if (!is_reserved || context.several_roots) {
        return std::nullopt;
    }
    if (target != reserved || at != 1 || !context.store_begins) {
        return TextFault{at - 1, "an XML declaration has its place at the very start of the store"};
    }
    return is_declaration(content.substr(target.size()))
               ? std::nullopt
               : std::optional<TextFault>({0, "this XML declaration is not well-formed"});
}

// Faults are looked for where a rare character stands; only then does it matter what is around it.
struct Rule {
    char sign;
    std::optional<TextFault> (*fault)(std::string_view text, size_t at, const TextContext& context);
    bool (*counts_in)(MarkupKind kind);
};
constexpr Rule rules[] = {
    {'&', reference_fault,
     [](MarkupKind kind) { return kind == MarkupKind::text || kind == MarkupKind::tag; }},
    {']', section_end_fault, [](MarkupKind kind) { return kind == MarkupKind::text; }},
    {'!', comment_fault, [](MarkupKind kind) { return kind == MarkupKind::comment; }},
    {'?', instruction_fault, [](MarkupKind kind) { return kind == MarkupKind::instruction; }},
};

std::optional<TextFault> first_fault(const Rule& rule, std::string_view text,
                                     const TextContext& context) {
    size_t boundary = 0;
    for (size_t at = text.find(rule.sign); at != npos; at = text.find(rule.sign, at + 1)) {
        std::optional<TextFault> fault = rule.fault(text, at, context);
        if (!fault) {
            continue;
        }
        const Markup around = markup_around(text, boundary, at);
        boundary = around.begin;
        if (rule.counts_in(around.kind)) {
            return fault;
        }
        at = around.end - 1;
    }
    return std::nullopt;
}

} // namespace

std::optional<TextFault> first_text_fault(std::string_view text, const TextContext& context) {
    std::optional<TextFault> first;
    for (const Rule& rule : rules) {
        const std::optional<TextFault> fault = first_fault(rule, text, context);
        if (fault && (!first || fault->offset < first->offset)) {
            first = fault;
        }
    }
    return first;
}

} // namespace promfile
