#include "input/markup.hpp"

#include "support/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr size_t npos = std::string_view::npos;

// The end behind the first `closing` from `from` on, or npos.
size_t behind(std::string_view text, std::string_view closing, size_t from) {
    const size_t at = text.find(closing, from);
    return at == npos ? npos : at + closing.size();
}

// Behind the > of a tag that begins at `at`; a > in a quoted attribute value does not count.
size_t behind_tag(std::string_view text, size_t at) {
    while ((at = text.find_first_of("\"'>", at)) != npos) {
        if (text[at] == '>') {
            return at + 1;
        }
        at = text.find(text[at], at + 1);
        if (at == npos) {
            return npos;
        }
        ++at;
    }
    return npos;
}

// Pieces that end with a fixed text. The doctype and tags nest or quote, and are not here.
struct Delimited {
    MarkupKind kind;
    std::string_view opening;
    std::string_view closing;
};
constexpr Delimited delimited[] = {
    {MarkupKind::comment, "<!--", "-->"},
    {MarkupKind::cdata, "<![CDATA[", "]]>"},
    {MarkupKind::instruction, "<?", "?>"},
};

size_t behind_doctype(std::string_view text, size_t at) {
    size_t depth = 0;
    while ((at = text.find_first_of("\"'<>", at)) != npos) {
        switch (text[at]) {
        case '>':
            ++at;
            if (--depth == 0) {
                return at;
            }
            break;
        case '<': {
            const auto skipped =
                std::find_if(std::begin(delimited), std::end(delimited), [&](const Delimited& d) {
                    return d.kind != MarkupKind::cdata && text.substr(at).starts_with(d.opening);
                });
            if (skipped != std::end(delimited)) {
                at = behind(text, skipped->closing, at + skipped->opening.size());
            } else {
                ++depth;
                ++at;
            }
            break;
        }
        default:
            at = text.find(text[at], at + 1);
            at += at != npos;
        }
        if (at == npos) {
            return npos;
        }
    }
    return npos;
}

bool is_name_end(char c) {
    return std::string_view(" \t\r\n;&<>\"'=/").find(c) != npos;
}

// The cause why the reference that begins at `at` is none, or nothing.
std::optional<std::string> reference_fault(std::string_view text, size_t at,
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

} // namespace

Markup markup_at(std::string_view text, size_t at) {
    const auto piece = [&](MarkupKind kind, size_t end) {
        return end == npos ? Markup{kind, at, text.size(), false} : Markup{kind, at, end, true};
    };
    const std::string_view rest = text.substr(at);
    if (rest.front() != '<') {
        return {MarkupKind::text, at, std::min(text.find('<', at), text.size()), true};
    }
    for (const Delimited& d : delimited) {
        if (rest.starts_with(d.opening)) {
            return piece(d.kind, behind(text, d.closing, at + d.opening.size()));
        }
        if (d.opening.starts_with(rest)) {
            return {d.kind, at, text.size(), false};
        }
    }
    if (rest.starts_with("<!")) {
        return piece(MarkupKind::doctype, behind_doctype(text, at));
    }
    return piece(MarkupKind::tag, behind_tag(text, at + 1));
}

Markup markup_around(std::string_view text, size_t from, size_t place) {
    while (from < text.size()) {
        const Markup markup = markup_at(text, from);
        if (place < markup.end) {
            return markup;
        }
        from = markup.end;
    }
    return {MarkupKind::text, text.size(), text.size(), true};
}

size_t incomplete_from(std::string_view text, size_t from) {
    while (from < text.size()) {
        const Markup markup = markup_at(text, from);
        if (!markup.complete) {
            return from;
        }
        from = markup.end;
    }
    return text.size();
}

std::optional<TextFault> first_bad_reference(std::string_view text,
                                             const std::set<std::string>& declared) {
    size_t boundary = 0;
    for (size_t at = text.find('&'); at != npos; at = text.find('&', at + 1)) {
        const std::optional<std::string> cause = reference_fault(text, at, declared);
        if (!cause) {
            continue;
        }
        // Only now does it matter whether it stands where references count.
        const Markup around = markup_around(text, boundary, at);
        boundary = around.begin;
        if (around.kind == MarkupKind::text || around.kind == MarkupKind::tag) {
            return TextFault{at, *cause};
        }
        at = around.end - 1;
    }
    return std::nullopt;
}

Doctype read_doctype(std::string_view declaration) {
    Doctype found;
    const size_t subset = declaration.find('[');
    size_t at = subset == npos ? declaration.size() : subset + 1;
    while (at < declaration.size()) {
        const Markup markup = markup_at(declaration, at);
        at = std::max(markup.end, at + 1);
        std::string_view text = declaration.substr(markup.begin, markup.end - markup.begin);
        if (text.starts_with("<!ENTITY")) {
            text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n", 8), text.size()));
            const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n"));
            found.entities.emplace(name);
        } else if (text.starts_with("<!ATTLIST")) {
            // A default is the only thing in quotes behind a type, but for enumerations, which
            // have none.
            found.attribute_defaults |= text.find_first_of("\"'") != npos;
        }
    }
    return found;
}

} // namespace promfile
