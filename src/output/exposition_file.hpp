#pragma once

#include "metrics/exposition_parser.hpp"

#include <string>
#include <sys/types.h>

namespace promfile {

// The comment on the first line of every file that promfile writes, up to the name of the source.
// The comment tells the files of promfile from others.
constexpr std::string_view written_by = "Written by promfile from ";
bool is_by_promfile(const Exposition& exposition);

// Whether an open regular file begins with that comment. Reads no more bytes than the comment has,
// and leaves the file offset unchanged. Sets `error` to 0 or an errno.
bool begins_as_ours(int descriptor, int& error);

// Reads an open regular file in pieces, hands its lines to the parser and stores the result in
// `out`. Returns 0, or the errno that ended the reading: EFBIG if the file has more than `max_size`
// bytes. `out` then holds the complete lines read before.
int read_exposition(int descriptor, off_t max_size, ExpositionParser& parser, Exposition& out);

} // namespace promfile
