#pragma once

#include <string>
#include <string_view>

namespace promfile {

// The documents about the options, all made from the table of options.

// The text of --help, at most 80 columns wide.
std::string help_text();

// The manual page: its template with the line `@OPTIONS@` replaced, in mdoc(7).
std::string manual_page(std::string_view page_template);

// The completions of shells: bash sources the one, zsh finds the other in its fpath.
std::string bash_completion();
std::string zsh_completion();

} // namespace promfile
