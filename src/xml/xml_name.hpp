#pragma once

#include <string_view>

namespace promfile {

// Is `name`, which is well-formed UTF-8, a Name of XML 1.0 (fifth edition, productions 4, 4a and
// 5)?
bool is_xml_name(std::string_view name);

} // namespace promfile
