#pragma once

#include "xml/input.hpp"

namespace promfile::xml {

// Passes the XML declaration at the start of a store, where there is one (XML 1.0, productions 23
// to 26, 32, 80 and 81). Does it say that the document is standalone? Which encoding it names is
// not looked at. Throws `Fault`.
bool take_xml_declaration(Input& input);

} // namespace promfile::xml
