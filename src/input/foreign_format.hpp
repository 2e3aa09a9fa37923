#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace promfile {

// What a store is whose first bytes are certainly not XML, and what to do about it, as the end of a
// message: "it is JSON, and promfile reads XML". Nothing if the bytes may be XML.
std::optional<std::string> foreign_format(std::string_view first_bytes);

} // namespace promfile
