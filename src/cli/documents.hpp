#pragma once

#include <string>
#include <string_view>

namespace promfile {

// What users read of the options. All of it is written from the table of options.

// What --help prints: at most 80 columns.
std::string help_text();

// The manual page: its template with the line `@OPTIONS@` replaced, in mdoc(7).
std::string manual_page(std::string_view page_template);

// The completions of shells, to be sourced by bash and found in zsh's fpath.
std::string bash_completion();
std::string zsh_completion();

} // namespace promfile
