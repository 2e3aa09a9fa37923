#pragma once

#include <cstddef>
#include <functional>

namespace promfile {

// Where the bytes of a store come from: up to `size` of them into `data`, 0 at the end. What it
// throws ends the reading.
using ReadBytes = std::function<std::size_t(char* data, std::size_t size)>;

} // namespace promfile
