#pragma once

#include <string>
#include <vector>

namespace promfile {

// One store to read: what was given, or a match of a glob that was given. "-" is standard input.
struct StoreName {
    std::string path;
    bool literal = true;
    std::string text; // the path as UTF-8, for labels: unlike that of any other store
};

// The stores that the arguments name, in the order given, matches of a glob sorted by byte. A file
// that is reached twice is there once; a literal file that is missing stays in the list, for its
// reader to complain of. An argument that names an existing file is no glob. A glob that matches
// nothing gives nothing; a directory that it has to read and cannot throws `Error`.
std::vector<StoreName> list_stores(const std::vector<std::string>& arguments);

} // namespace promfile
