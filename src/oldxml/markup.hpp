#pragma once

#include <cstddef>
#include <string_view>

// Where tags and other markup begin and end in XML text, for cutting windows and for placing
// faults. The tree comes from pugixml.

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

} // namespace promfile
