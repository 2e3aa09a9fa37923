#pragma once

#include "output/clashes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

struct Neighbours {
    std::vector<Neighbour> files; // sorted by file name
    Warnings warnings;
};

// Reads every *.prom file of the directory except NAME.prom. Like node_exporter, it reads hidden
// files and follows symbolic links. Opening never waits, not even for a fifo. A file that is not
// regular, larger than 16 MiB, unreadable, deleted meanwhile or ill-formed gives a warning, which
// quotes nothing of the file (a link may lead to a secret); the well-formed lines of its first
// 16 MiB are used. Only the parts that can clash with `families` are kept in memory. Throws an
// Error if the directory cannot be listed.
Neighbours read_neighbours(const std::string& directory, std::string_view name,
                           const std::vector<MetricFamily>& families);

} // namespace promfile
