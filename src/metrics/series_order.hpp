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

// Removes samples so that no series occurs twice: of equal ones all but the first, of different
// ones all, with a warning. The samples of one histogram or summary stay or go together.
void remove_overlaps(MetricFamily& family, Overlaps& overlaps, Warnings& warnings);

// Sorts the series by their labels. The samples of one histogram or summary keep their order.
void sort_series(MetricFamily& family);

} // namespace promfile
