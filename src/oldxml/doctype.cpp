#include "oldxml/doctype.hpp"

#include "oldxml/markup.hpp"
#include "xml/xml_name.hpp"

#include <algorithm>

namespace promfile {

namespace {

constexpr std::string_view white_space = " \t\r\n";

// Takes white space off the front; was there any?
bool skip_space(std::string_view& text) {
    const size_t end = std::min(text.find_first_not_of(white_space), text.size());
    text.remove_prefix(end);
    return end > 0;
}

std::string_view take_name(std::string_view& text) {
    const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n[]<>%;\"'"));
    text.remove_prefix(name.size());
    return name;
}

// Takes white space and a quoted text off the front.
bool take_literal(std::string_view& text) {
    if (!skip_space(text) || text.empty() || (text.front() != '"' && text.front() != '\'')) {
        return false;
    }
    const size_t end = text.find(text.front(), 1);
    text.remove_prefix(std::min(end, text.size() - 1) + 1);
    return end != std::string_view::npos;
}

// Takes the name and the external identifier off the front.
bool take_head(std::string_view& text) {
    skip_space(text);
    if (!is_xml_name(take_name(text))) {
        return false;
    }
    const bool apart = skip_space(text);
    if (text.empty() || text.front() == '[') {
        return true;
    }
    const std::string_view keyword = take_name(text);
    const bool literals = keyword == "SYSTEM"   ? take_literal(text)
                          : keyword == "PUBLIC" ? take_literal(text) && take_literal(text)
                                                : false;
    skip_space(text);
    return apart && literals && (text.empty() || text.front() == '[');
}

// Takes white space and references to parameter entities off the front.
bool take_separators(std::string_view& text) {
    while (skip_space(text), !text.empty() && text.front() == '%') {
        text.remove_prefix(1);
        if (!is_xml_name(take_name(text)) || text.empty() || text.front() != ';') {
            return false;
        }
        text.remove_prefix(1);
    }
    return true;
}

bool read_declaration(std::string_view text, Doctype& found) {
    const std::string_view all = text;
    text.remove_prefix(std::string_view("<!").size());
    const std::string_view keyword = take_name(text);
    if (!skip_space(text)) {
        return false;
    }
    if (keyword == "ENTITY") {
        const std::string_view name = take_name(text);
        if (!name.empty()) {
            found.entities.emplace(name);
        }
    } else if (keyword == "ATTLIST") {
        // A default is the only thing in quotes there.
        found.attribute_defaults |= all.find_first_of("\"'") != std::string_view::npos;
    }
    return keyword == "ENTITY" || keyword == "ATTLIST" || keyword == "ELEMENT" ||
           keyword == "NOTATION";
}

} // namespace

Doctype read_doctype(std::string_view declaration) {
    Doctype found;
    std::string_view rest = declaration;
    found.well_formed = take_head(rest);
    if (!found.well_formed || rest.empty()) {
        return found;
    }
    rest.remove_prefix(1);
    while (found.well_formed) {
        found.well_formed = take_separators(rest) && !rest.empty();
        if (!found.well_formed || rest.front() == ']') {
            break;
        }
        const Markup markup = markup_at(rest, 0);
        switch (markup.kind) {
        case MarkupKind::doctype:
            found.well_formed = read_declaration(rest.substr(0, markup.end), found);
            break;
        case MarkupKind::comment:
        case MarkupKind::instruction:
            break;
        default:
            found.well_formed = false;
        }
        rest.remove_prefix(markup.end);
    }
    if (found.well_formed) {
        rest.remove_prefix(1);
        skip_space(rest);
        found.well_formed = rest.empty();
    }
    return found;
}

} // namespace promfile
