#pragma once

#include "suggest/row_kinds.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace promfile::suggest {

// What rows of numbers say of themselves: which of them are counters. The others are gauges.
struct CounterField {
    std::string condition; // XPath that is true on the rows that are counters
    std::uint64_t rows;    // that are counters
};

// The field that says of each row whether its number is a counter or a gauge, such as the
// <flag>c</flag> of varnishstat or the type="Counter64" of SNMP; nothing if there is none, or none
// is a counter.
std::optional<CounterField> find_counter_field(const RowKind& row_kind);

} // namespace promfile::suggest
