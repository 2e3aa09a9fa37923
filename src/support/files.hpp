#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

enum class FileKind {
    any,
    regular, // never waits for a writer and never opens a device
};

// The text of a file, or the reason why it could not be read.
struct FileText {
    std::string text;
    int error = 0; // an errno; 0 if the whole file was read
};

// Reads a file of at most `max_bytes`. The error of a larger file is EFBIG, and its text is the
// first `max_bytes`. With FileKind::regular, the error of any other file is ENOENT.
FileText read_small_file(const std::string& path, size_t max_bytes, FileKind kind = FileKind::any);

// The names in a directory, or the reason why it could not be listed.
struct DirectoryListing {
    std::vector<std::string> names; // sorted by byte, hidden files too, without "." and ".."
    int error = 0;                  // an errno
};

// Lists the files of all kinds, or the regular files: neither links nor directories.
DirectoryListing list_directory(const std::string& path, FileKind kind = FileKind::any);

// The last component: "/a/b" is "b".
std::string_view base_name(std::string_view path);

// The path without its last component: "/a/b" is "/a"; "" for a path of one component.
std::string_view parent_directory(std::string_view path);

} // namespace promfile
