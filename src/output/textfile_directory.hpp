#pragma once

#include "support/file_descriptor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// DIRECTORY/FILE, for messages and system calls.
std::string path_in(const std::string& directory, std::string_view file);

// Throws an Error for an errno: "cannot WHAT PATH: cause; remedy".
[[noreturn]] void throw_system_error(std::string_view what, const std::string& path, int error);

// Opens the directory to publish into. The descriptor serves to lock and synchronize the directory
// and to open files in it. Throws an Error if the directory cannot be opened.
FileDescriptor open_textfile_directory(const std::string& directory);

// The names of all files in the directory, sorted by byte. Throws an Error if the directory cannot
// be listed.
std::vector<std::string> list_textfile_directory(const std::string& directory);

} // namespace promfile
