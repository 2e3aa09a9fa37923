#pragma once

#include "metrics/exposition_parser.hpp"

#include <string>
#include <sys/types.h>

namespace promfile {

// What the first line of every file of ours says, and how a file is known to be one.
constexpr std::string_view written_by = "Written by promfile from ";
bool is_by_promfile(const Exposition& exposition);

// Whether an open regular file begins as the files of ours do. Reads no more than it takes to see
// that, and leaves the file's position alone. Sets `error` to 0 or an errno.
bool begins_as_ours(int descriptor, int& error);

// Reads an open regular file through the parser, in pieces, and ends it into `out`. Returns 0, or
// the errno that stopped it; EFBIG when there are more than `max_size` bytes. `out` then holds the
// complete lines before that.
int read_exposition(int descriptor, off_t max_size, ExpositionParser& parser, Exposition& out);

} // namespace promfile
