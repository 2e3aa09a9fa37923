#pragma once

#include <string>
#include <string_view>

namespace promfile {

// A UTF-8 text in ASCII. ASCII characters stay; Latin letters lose their marks ("é" becomes "e",
// "ß" becomes "ss"); every other character becomes "_u", its code point in hexadecimal and "_" ("я"
// becomes "_u044f_").
std::string transliterated(std::string_view text);

} // namespace promfile
