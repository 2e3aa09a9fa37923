#pragma once

#include "metrics/exposition_parser.hpp"
#include "support/file_descriptor.hpp"
#include "support/log.hpp"

#include <ctime>
#include <string>
#include <vector>

namespace promfile {

// The file DIR/NAME.prom of an earlier run, which a publication replaces.
struct PublishedFile {
    std::string path;
    bool exists = false;
    bool complete = true;    // false: larger than 64 MiB, and only the first 64 MiB were read
    bool well_formed = true; // as far as it was read
    std::string source;      // the first line after "Written by promfile from "
    timespec mtime{};        // when the file was last modified
    std::vector<ExposedFamily> families;
    Warnings warnings;
};

// Reads DIRECTORY/NAME.prom if it exists. Throws an Error unless promfile wrote the file: a regular
// file, whose first line says so. A symbolic link is refused too: a rename would replace the link
// and leave the link's target unchanged.
PublishedFile read_published_file(const FileDescriptor& directory_descriptor,
                                  const std::string& directory, const std::string& name);

// Reads the published file for --check, which neither locks nor writes anything. Also throws an
// Error if the directory cannot be written to.
PublishedFile inspect_published_file(const std::string& directory, const std::string& name);

} // namespace promfile
