#pragma once

#include "metrics/metric_family.hpp"
#include "metrics/series_order.hpp"
#include "support/log.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace promfile {

struct SeriesLimits {
    std::uint64_t max_series = 10'000;
    std::uint64_t max_labels = 16;                           // of one series
    std::uint64_t max_label_names = 64;                      // of one family
    std::uint64_t max_label_bytes = std::uint64_t{16} << 20; // of all series together
};

// The limits of families that were published before.
constexpr SeriesLimits no_limits = {
    std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max(),
    std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max()};

// Families as they may be published: one for each name, sorted by name, series sorted by labels,
// each once, empty labels and empty families removed, every text valid UTF-8. Throws `Error` for
// two families of one name and different types, for names that harm node_exporter (also derived
// ones, such as x_count beside a histogram x), and for anything over a limit. Families that passed
// once pass again unchanged.
std::vector<MetricFamily> checked_families(std::vector<MetricFamily> families,
                                           const SeriesLimits& limits, Overlaps& overlaps,
                                           Warnings& warnings);

// The name of a family that cannot be published beside this one: it has the same name and another
// type, or one of the two has series under the name of the other. Empty if there is none.
std::string clashing_name(const MetricFamily& family, const std::vector<MetricFamily>& others);

// Throws `Error` for a name that is reserved for others, or for promfile's own metrics.
void refuse_reserved_names(const std::vector<MetricFamily>& families);

// The number of lines of the families.
std::uint64_t count_series(const std::vector<MetricFamily>& families);

} // namespace promfile
