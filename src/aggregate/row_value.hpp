#pragma once

#include "aggregate/rule_set.hpp"

#include <span>
#include <string_view>

namespace promfile {

// The value of a row for a rule, by the rule's type and aggregate: a number, the index of a
// stateset's state, 1 for a rule without values. If `value` is an array, the first usable one
// counts; if none is usable, the outcome is `invalid` if any is there, else `missing`. Policies for
// missing and invalid values are not applied yet.
Converted row_value(const CompiledRule& rule, ExpressionPool& expressions,
                    const RowContext& context);

// The first text that is not empty, trimmed, as `distinct` counts it.
std::string_view first_text(std::span<const ExpressionPool::Id> xpaths, ExpressionPool& expressions,
                            const RowContext& context);

// The upper bound of the bucket, for a rule whose rows are buckets of a histogram.
Converted row_bound(const CompiledRule& rule, ExpressionPool& expressions,
                    const RowContext& context);

// Whether the number can be the count of a bucket. node_exporter reads these counts as unsigned
// integers.
bool is_bucket_count(double number);

} // namespace promfile
