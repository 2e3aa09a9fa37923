#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

// What can be told of XML text from its characters alone. The tree comes from pugixml; this finds
// where tags begin and end, for cutting windows, and the faults that pugixml lets pass.

namespace promfile {

enum class MarkupKind { text, tag, comment, cdata, instruction, doctype };

// A piece of markup, or of text between markup: [begin, end). Where the text ends within it,
// `complete` is false.
struct Markup {
    MarkupKind kind = MarkupKind::text;
    size_t begin = 0;
    size_t end = 0;
    bool complete = true;
};

// The piece that begins at `at`, which is a boundary of pieces and not the end of `text`.
Markup markup_at(std::string_view text, size_t at);

// The piece that covers the byte at `place`, found from the boundary `from`; an empty text piece at
// the end of `text` for a place there.
Markup markup_around(std::string_view text, size_t from, size_t place);

// Where, from the boundary `from` on, a piece begins that is not complete; else the end of `text`.
size_t incomplete_from(std::string_view text, size_t from);

// Something in a text that is no well-formed XML: where, and a sentence without a place.
struct TextFault {
    size_t offset = 0;
    std::string cause;
};

// The first reference in `text` (which begins at a boundary) to an entity other than the five of
// XML, to no character, or to one that XML does not allow. `declared` are the entities of the
// DTD, which get a sentence of their own.
std::optional<TextFault> first_bad_reference(std::string_view text,
                                             const std::set<std::string>& declared);

// What promfile has to know of a document type declaration ("a [ <!ENTITY ...> ]").
struct Doctype {
    std::set<std::string> entities;
    bool attribute_defaults = false;
};
Doctype read_doctype(std::string_view declaration);

} // namespace promfile
