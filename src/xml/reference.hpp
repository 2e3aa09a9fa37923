#pragma once

#include "xml/entity.hpp"
#include "xml/input.hpp"

#include <string>
#include <string_view>

namespace promfile::xml {

// Each of the first three functions takes a reference that begins at the current place, with & or,
// for a parameter entity, with %. They throw `Fault`.

// A reference in text or an attribute value. Returns the declared entity, internal or external, for
// the caller to read. Returns nullptr if it has appended the reference to `out`: the character that
// it stands for, or the reference unchanged if the entity may be declared in text that is never
// read (see DocumentType::is_incomplete).
Entity* take_reference(Input& input, DocumentType& document, std::string& out);

// A reference to a character, &#65; or &#x41;, which is appended to `out`.
void take_character_reference(Input& input, std::string& out);

// The name in &name; or %name;.
std::string_view take_reference_name(Input& input);

// An attribute value up to and including the closing quote, normalised (XML 1.0, 3.3.3). The result
// is a view of the text in memory if the value is there as it is, otherwise of `scratch`. Throws
// `Fault`.
std::string_view take_attribute_value(Input& input, DocumentType& document, char quote,
                                      std::string& scratch);

// The normalised value of an attribute that is not CDATA: no space at either end, and single spaces
// between tokens (XML 1.0, 3.3.3).
std::string without_extra_space(std::string_view value);

} // namespace promfile::xml
