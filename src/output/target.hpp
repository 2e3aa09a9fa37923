#pragma once

#include "output/textfile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// DIRECTORY/FILE, for messages and system calls.
std::string path_in(const std::string& directory, std::string_view file);

// "cannot do PATH: cause; what to do", for an errno.
[[noreturn]] void throw_system_error(std::string_view what, const std::string& path, int error);

// The directory to publish into, opened to be locked, synchronized and worked in.
FileDescriptor open_directory(const std::string& directory);

// The names of all files in it, sorted by byte.
std::vector<std::string> list_directory(const std::string& directory);

// The file NAME.prom in it, if it is one of ours; an Error for anything else.
Standing read_standing(const FileDescriptor& directory_descriptor, const std::string& directory,
                       const std::string& name);

} // namespace promfile
