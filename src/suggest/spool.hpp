#pragma once

#include "support/file_descriptor.hpp"

#include <cstdint>
#include <string>

namespace promfile::suggest {

// A copy of what can be read only once, in a temporary file without a name, so that it can be read
// again. Throws `Error` where it holds more than `max_bytes`.
class Spool {
public:
    Spool(const std::string& path, std::uint64_t max_bytes);

    // Opens the copy from its beginning, each time.
    std::string path() const;

private:
    FileDescriptor file_;
};

} // namespace promfile::suggest
