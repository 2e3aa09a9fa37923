#pragma once

#include "metrics/metric_family.hpp"
#include "support/log.hpp"

#include <cstdint>

namespace promfile {

// Samples left out because two rules gave the same series.
struct Overlaps {
    std::uint64_t merged = 0;   // equal values: one of them is enough
    std::uint64_t conflict = 0; // different values: neither is right
};

// Removes samples so that no series occurs twice: if the samples of a series are equal, all but the
// first; if they differ, all of them, with a warning. The samples of one histogram or summary are
// kept or removed together.
void remove_overlaps(MetricFamily& family, Overlaps& overlaps, Warnings& warnings);

// Sorts the series by their labels. The samples of one histogram or summary keep their order.
void sort_series(MetricFamily& family);

} // namespace promfile
