#pragma once

#include "support/file_descriptor.hpp"
#include "support/files.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Access to sysfs. Nothing here throws: a file that cannot be read says something about the
// hardware.

namespace promfile {

// One attribute, without trailing white space. sysfs serves at most a page
// (Documentation/filesystems/sysfs.rst); the error of a larger file is EFBIG. Only regular files
// are opened; the error of any other file is ENOENT.
FileText read_sysfs(const std::string& path);

// As read_sysfs, or nothing if it cannot be read or is empty.
std::optional<std::string> sysfs_text(const std::string& path);

// The names in a directory, sorted, without dot files; none if the directory cannot be read.
std::vector<std::string> directory_entries(const std::string& path);

// As directory_entries, but regular files only: neither links nor directories.
std::vector<std::string> regular_files(const std::string& path);

// Takes the lock on a directory, which needs no right to write and ends with the descriptor. Calls
// `wait` once before it has to wait for another process. No descriptor where there are no locks.
FileDescriptor lock_directory(const std::string& path, const std::function<void()>& wait);

// The path with all links resolved, or nothing if it does not exist.
std::optional<std::string> resolved(const std::string& path);

// The last component of a link's target ("pci" of subsystem -> ../../bus/pci), or nothing.
std::optional<std::string> link_target_name(const std::string& path);

// Orders runs of digits as numbers: hwmon2 before hwmon10.
bool natural_less(const std::string& a, const std::string& b);

} // namespace promfile
