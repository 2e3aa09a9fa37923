#include "suggest/counter_field.hpp"

#include "suggest/draft.hpp"
#include "suggest/words.hpp"

#include <fmt/format.h>

namespace promfile::suggest {

namespace {

constexpr std::string_view type_fields = "flag type kind class semantics";
constexpr std::string_view counter_types = "c counter counter32 counter64 cumulative monotonic";
constexpr std::string_view gauge_types = "g gauge gauge32 gauge64 b bitmap level instant";

std::optional<CounterField> counters_by(const Field& field, std::uint64_t rows) {
    const FieldStatistics& statistics = *field.statistics;
    const bool is_short = !statistics.more_texts && statistics.non_empty() == rows;
    if (!is_short || field.depth() > 0 || !ends_in_word(field.name, type_fields)) {
        return std::nullopt;
    }
    CounterField found{"", 0};
    Words conditions;
    for (const CountedText& text : statistics.texts) {
        const std::string type = lower_case(text.text);
        if (is_word(type, counter_types)) {
            conditions.push_back(fmt::format("{} = {}", field.path, xpath_literal(text.text)));
            found.rows += text.count;
        } else if (!is_word(type, gauge_types)) {
            return std::nullopt;
        }
    }
    found.condition = joined(conditions, " or ");
    return found.rows > 0 ? std::optional(found) : std::nullopt;
}

} // namespace

std::optional<CounterField> find_counter_field(const RowKind& row_kind) {
    for (const Field& field : row_kind.fields) {
        if (std::optional<CounterField> found = counters_by(field, row_kind.node->count)) {
            return found;
        }
    }
    return std::nullopt;
}

} // namespace promfile::suggest
