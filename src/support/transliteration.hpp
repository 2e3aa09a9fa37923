#pragma once

#include <string>
#include <string_view>

namespace promfile {

// `text`, which is UTF-8, in ASCII: Latin letters lose their marks ("é" is "e", "ß" is "ss"), and
// every other character is "_u", its code point in hexadecimal, and "_" ("я" is "_u044f_"). ASCII
// characters stay.
std::string transliterated(std::string_view text);

} // namespace promfile
