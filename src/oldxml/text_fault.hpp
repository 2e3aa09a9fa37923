#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace promfile {

// Something in a text that is no well-formed XML: where, and a sentence without a place.
struct TextFault {
    size_t offset = 0;
    std::string cause;
};

struct TextContext {
    const std::set<std::string>& declared; // entities of the DTD, which get a sentence of their own
    bool store_begins = false;             // the text is the beginning of the store
    bool several_roots = false;            // each may have its XML declaration, as it comes
};

// The first fault that pugixml lets pass and that shows in the text itself, which begins at a
// boundary of markup: references to entities other than the five of XML, or to no character that
// XML allows; "]]>" in text; "--" in comments; names of processing instructions; an XML
// declaration that is none, or has no place there.
std::optional<TextFault> first_text_fault(std::string_view text, const TextContext& context);

} // namespace promfile
