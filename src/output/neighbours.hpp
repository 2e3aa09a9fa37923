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

// Reads every *.prom of the directory but NAME.prom, as node_exporter does: dot files too, symbolic
// links followed. Opening never waits (a fifo). A file that is not regular, over 16 MiB,
// unreadable, gone again or ill-formed is a warning that quotes nothing of it (a link may lead to a
// secret); what parses of its first 16 MiB is there. Only what can clash with `families` is held,
// whatever the files' size. A directory that cannot be listed throws an Error.
Neighbours read_neighbours(const std::string& directory, std::string_view name,
                           const std::vector<MetricFamily>& families);

} // namespace promfile
