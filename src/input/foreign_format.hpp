#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// The format of a store whose first bytes are certainly not XML, and the remedy, as the end of a
// message: "it is JSON, and promfile reads XML". Nothing if the bytes may be XML.
std::optional<std::string> foreign_format(std::string_view first_bytes);

} // namespace promfile
