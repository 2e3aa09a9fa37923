#include "oldxml/markup.hpp"

#include <algorithm>

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
    for (; at < text.size(); ++at) {
        if (text[at] == '>') {
            return at + 1;
        }
        if (text[at] == '"' || text[at] == '\'') {
            at = text.find(text[at], at + 1);
            if (at == npos) {
                return npos;
            }
        }
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

// A conditional section in a doctype, from its "<![": quotes mean nothing there, others nest.
size_t behind_section(std::string_view text, size_t at) {
    constexpr std::string_view opening = "<![";
    constexpr std::string_view closing = "]]>";
    size_t depth = 0;
    while ((at = text.find_first_of("<]", at)) != npos) {
        if (text.substr(at).starts_with(opening)) {
            ++depth;
            at += opening.size();
        } else if (!text.substr(at).starts_with(closing)) {
            ++at;
        } else {
            at += closing.size();
            if (--depth == 0) {
                return at;
            }
        }
    }
    return npos;
}

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
            } else if (text.substr(at).starts_with("<![")) {
                at = behind_section(text, at);
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

} // namespace promfile
