#pragma once

#include "support/file_descriptor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The name of a temporary file of NAME.prom: `.NAME.prom.<16 hex digits>.tmp`. It must not end in
// .prom, or node_exporter would read it.
std::string temporary_name(std::string_view name);
// Is it such a name, of whatever NAME?
bool is_temporary_name(std::string_view file);

// A new file beside the target, locked with flock(2) so that no sweep takes it for a leftover, and
// removed again unless it was renamed.
class TemporaryFile {
public:
    // Throws an Error if none can be made in the directory.
    TemporaryFile(int directory_descriptor, const std::string& directory, std::string_view name);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int descriptor() const { return descriptor_.get(); }
    std::string path() const;

    // Puts it in the place of `target` in the same directory; 0 or an errno. The lock is held on
    // until this is destroyed.
    int rename_to(const std::string& target);

private:
    int directory_descriptor_;
    std::string directory_;
    std::string file_; // empty once it was renamed
    FileDescriptor descriptor_;
};

// Removes the temporary files in the directory that nobody holds a lock on: what killed runs left.
// Returns the paths of those that could not be removed, each with its cause.
std::vector<std::string> sweep_temporary_files(int directory_descriptor,
                                               const std::string& directory);

} // namespace promfile
