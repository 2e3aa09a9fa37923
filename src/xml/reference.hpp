#pragma once

#include "xml/entity.hpp"
#include "xml/input.hpp"

#include <string>
#include <string_view>

namespace promfile::xml {

// All of these begin at the & of a reference, or at the % of one to a parameter entity, and pass
// it.

// A reference in text or an attribute value. One to a character, or to an entity of XML's own, is
// appended to `out`, and so is, as it is written, one to an entity that may be declared where
// nobody looks; then nullptr is returned. Otherwise the entity is, which is not unparsed. Throws
// where none is declared.
Entity* take_reference(Input& input, DocumentType& document, std::string& out);

// A reference to a character.
void take_character_reference(Input& input, std::string& out);

// The name in &name; or %name;.
std::string_view take_reference_name(Input& input);

// A value up to the quote that ends it, which is passed, with line ends, white space and references
// made into what they stand for (XML 1.0, 3.3.3). It is part of the text that is read, or is put
// together in `scratch`.
std::string_view take_attribute_value(Input& input, DocumentType& document, char quote,
                                      std::string& scratch);

// The value of an attribute of tokens: no white space around them and one space between.
std::string without_extra_space(std::string_view value);

} // namespace promfile::xml
