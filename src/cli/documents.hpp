#pragma once

#include <string>
#include <string_view>

namespace promfile {

// Texts about the options, all of them made from the table of options.

// The text of --help, at most 80 columns wide.
std::string help_text();

// The manual page in mdoc(7): `page_template`, in which the line `@OPTIONS@` is replaced by the
// options.
std::string manual_page(std::string_view page_template);

// The completions of the shells: bash sources its script, zsh finds its function in its fpath.
std::string bash_completion();
std::string zsh_completion();

} // namespace promfile
