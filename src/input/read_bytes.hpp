#pragma once

#include <cstddef>
#include <functional>

namespace promfile {

// A source of bytes: reads up to `size` bytes into `data` and returns their number, 0 at the end.
// An exception ends the reading.
using ReadBytes = std::function<std::size_t(char* data, std::size_t size)>;

} // namespace promfile
