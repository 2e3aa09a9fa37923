#pragma once

#include "input/store_input.hpp"
#include "input/store_list.hpp"
#include "support/file_descriptor.hpp"

#include <cstdint>
#include <string>

namespace promfile::suggest {

// A copy of a store that can be read only once, in a temporary file without a name, so that it can
// be read several times. Throws `Error` if the store has more than `max_bytes` or takes longer than
// `time`.
class Spool {
public:
    Spool(const StoreName& store, const ReadingTime& time, std::uint64_t max_bytes);

    // A path to the copy, valid as long as the spool. Each open begins at the start.
    std::string path() const;

private:
    FileDescriptor file_;
};

} // namespace promfile::suggest
