#pragma once

#include <string>
#include <string_view>

// Numbers as XPath 1.0 reads and writes them (sections 4.2 and 4.4).

namespace promfile {

// A number is optional white space, an optional minus and digits with at most one point. Any other
// text is NaN, also "1e3" and "+5".
double number_in_xpath(std::string_view text);

// Appends the text that string() gives for a number, as pugixml writes it: at most 16 significant
// digits.
void append_in_xpath(std::string& out, double number);

} // namespace promfile
