#pragma once

#include "metrics/exposition_parser.hpp"

#include <string>
#include <sys/types.h>

namespace promfile {

// What the first line of every file of ours says, and how a file is known to be one.
constexpr std::string_view written_by = "Written by promfile from ";
bool is_by_promfile(const Exposition& exposition);

// Reads an open regular file through the parser, in pieces, and ends it into `out`. Returns 0, or
// the errno that stopped it; EFBIG when there are more than `largest` bytes. `out` then holds what
// came before.
int read_exposition(int descriptor, off_t largest, ExpositionParser& parser, Exposition& out);

} // namespace promfile
