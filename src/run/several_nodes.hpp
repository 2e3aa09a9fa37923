#pragma once

#include <string>

namespace promfile {

// The advice of --check on an XPath that gives several nodes on a row, as a phrase after the XPath:
// how to choose one of them. `where` is the place of such a row, in parentheses, or empty.
std::string advice_on_several_nodes(const std::string& xpath, const std::string& where);

} // namespace promfile
