#pragma once

#include "support/file_descriptor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The name of a temporary file of NAME.prom: `.NAME.prom.<16 hex digits>.tmp`. It must not end in
// .prom, or node_exporter would read it.
std::string temporary_name(std::string_view name);
// Whether `file` is the name of a temporary file, of any NAME.
bool is_temporary_name(std::string_view file);

// A new file in the directory of the target. It is locked with flock(2), so that no sweep takes it
// for a leftover, and the destructor removes it unless it was renamed.
class TemporaryFile {
public:
    // Throws an Error if the file cannot be created.
    TemporaryFile(int directory_descriptor, const std::string& directory, std::string_view name);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int descriptor() const { return descriptor_.get(); }
    std::string path() const;

    // Renames the file to `target` in the same directory. Returns 0 or an errno. The lock is held
    // until destruction.
    int rename_to(const std::string& target);

private:
    int directory_descriptor_;
    std::string directory_;
    std::string file_; // empty once it was renamed
    FileDescriptor descriptor_;
};

// Removes the temporary files of killed runs, which are the files without a lock of a process.
// Returns a sentence for each file that could not be removed.
std::vector<std::string> sweep_temporary_files(int directory_descriptor,
                                               const std::string& directory);

} // namespace promfile
