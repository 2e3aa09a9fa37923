#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace promfile {

// The reasons why a row adds nothing to a metric. `skip_reason_names` has the values of the label
// `reason` of promfile_rows_skipped, in the same order.
enum class SkipReason { conflict, invalid, label_too_long, merged, missing };

inline constexpr std::array<std::string_view, 5> skip_reason_names = {
    "conflict", "invalid", "label_too_long", "merged", "missing"};

struct RowCounts {
    std::uint64_t read = 0;
    std::array<std::uint64_t, skip_reason_names.size()> skipped{};

    std::uint64_t& operator[](SkipReason reason) { return skipped[static_cast<size_t>(reason)]; }
};

} // namespace promfile
