#pragma once

#include "support/file_descriptor.hpp"
#include "support/files.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Access to sysfs. Nothing here throws, because an unreadable file is a finding about the hardware
// and does not end the run.

namespace promfile {

// Reads one attribute and removes trailing white space. An attribute has at most the size of a page
// (Documentation/filesystems/sysfs.rst), so a larger file gives the error EFBIG. Only regular files
// are opened; any other file gives the error ENOENT.
FileText read_sysfs(const std::string& path);

// The text that read_sysfs reads, or nothing if the file cannot be read or is empty.
std::optional<std::string> sysfs_text(const std::string& path);

// The names in a directory, sorted, without dot files; none if the directory cannot be read.
std::vector<std::string> directory_entries(const std::string& path);

// Like directory_entries, but only regular files: neither links nor directories.
std::vector<std::string> regular_files(const std::string& path);

// Locks the directory (flock) until the returned descriptor is closed. This needs no permission to
// write. If another process holds the lock, calls `wait` once and then waits. Returns no descriptor
// if the file system has no locks.
FileDescriptor lock_directory(const std::string& path, const std::function<void()>& wait);

// The path with all links resolved, or nothing if it does not exist.
std::optional<std::string> resolved(const std::string& path);

// The last component of a link's target ("pci" of subsystem -> ../../bus/pci), or nothing.
std::optional<std::string> link_target_name(const std::string& path);

// Orders runs of digits as numbers: hwmon2 before hwmon10.
bool natural_less(const std::string& a, const std::string& b);

} // namespace promfile
