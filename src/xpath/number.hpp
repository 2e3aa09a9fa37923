#pragma once

#include <string>
#include <string_view>

// Numbers as XPath 1.0 reads and writes them (sections 4.2 and 4.4).

namespace promfile {

// White space, a minus, digits with at most one point: anything else is NaN, "1e3" and "+5" too.
double number_in_xpath(std::string_view text);

// Appends what string() makes of a number, as pugixml writes it: 16 significant digits at most.
void append_in_xpath(std::string& out, double number);

} // namespace promfile
