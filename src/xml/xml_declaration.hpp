#pragma once

#include "xml/input.hpp"

#include <string_view>

namespace promfile::xml {

// Whether it is the name of an encoding (XML 1.0, production 81).
bool is_encoding_name(std::string_view value);

// Skips the XML declaration at the start of a store, if there is one (XML 1.0, productions 23 to
// 26, 32, 80 and 81), and returns whether it says standalone="yes". TextSource has read the
// encoding already; here a UTF-8 store that claims UTF-16 or UTF-32 is refused. Throws `Fault`.
bool take_xml_declaration(Input& input);

} // namespace promfile::xml
