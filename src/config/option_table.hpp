#pragma once

#include "config/option.hpp"

#include <span>

namespace promfile {

// The options in the order of --help and the manual page: one table for the command line, the keys
// of the configuration, --help, the manual page and the completions of shells.
std::span<const Option> option_table();

} // namespace promfile
