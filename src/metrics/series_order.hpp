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

// Leaves each series of the family once. The lines of a histogram or a summary stay or go together.
void remove_overlaps(MetricFamily& family, Overlaps& overlaps, Warnings& warnings);

// Sorts the series by their labels; the lines of a histogram or a summary stay as they stand.
void sort_series(MetricFamily& family);

} // namespace promfile
