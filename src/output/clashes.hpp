#pragma once

#include "metrics/exposition_parser.hpp"
#include "metrics/metric_family.hpp"
#include "support/log.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace promfile {

// Another .prom file of the directory, as far as it can clash with our families.
struct Neighbour {
    std::string path;
    bool by_promfile = false; // according to its first line
    std::vector<ExposedFamily> families;
};

// Selects the parts of another file that are to be compared with our families: the families of the
// same or of a derived name, and of these families the samples whose series we have, too. Series
// are compared by a hash, which is wrong with a probability of 2^-64.
class Comparable {
public:
    explicit Comparable(const std::vector<MetricFamily>& families);

    bool family(std::string_view name) const;
    bool sample(const ExposedFamily& family, const Sample& sample) const;

private:
    std::unordered_set<std::string> names_;
    std::vector<size_t> series_; // hashes, sorted
};

// Makes our families consistent with those of the neighbours (sorted by file name) and returns the
// warnings. node_exporter gathers all files of a directory into one set of families and silently
// drops a family that contradicts an earlier one. If a neighbour has another HELP text for a
// family, its text replaces ours (the first neighbour's, if several have one). These are clashes,
// and throw an Error that names the file:
//   - a family of another TYPE;
//   - a family without HELP, or with a HELP text that we cannot repeat (not UTF-8, over 1 KiB,
//     control characters);
//   - a name that a histogram or summary also exposes;
//   - a series that both files have.
// A clash that the `published` families already have is a warning: publishing makes nothing worse.
Warnings reconcile_with_neighbours(std::vector<MetricFamily>& families,
                                   const std::vector<Neighbour>& neighbours,
                                   const std::vector<ExposedFamily>& published);

} // namespace promfile
