#include "run/reading_keys.hpp"

#include "aggregate/row_value.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"
#include "values/unit.hpp"

#include <fmt/format.h>
#include <optional>

namespace promfile {

namespace {

// What unit = "auto" reads of a text that is no number without it.
std::optional<double> with_unit(const std::string& text) {
    constexpr double thousand = 1000;
    return parse_number(text) ? std::nullopt : parse_quantity(text, thousand);
}

} // namespace

std::string key_that_reads_value(const Rule& rule, const SeriesTable& table) {
    const UnusableRows& rows = table.unusable_values;
    if (!rows.first_invalid || !rule.conversion.time.empty() || rule.type == RuleType::stateset) {
        return "";
    }
    const std::string& text = rows.first_invalid->text;
    const std::optional<double> quantity = with_unit(text);
    if (rule.conversion.unit.empty() && quantity && (!rule.bucket || is_bucket_count(*quantity))) {
        return "; unit = \"auto\" reads it";
    }
    const bool has_digits = text.find_first_of("0123456789") != std::string::npos;
    if (has_digits && text.find(':') != std::string::npos) {
        return "; if it is a time, time = \"...\" gives its format, such as "
               "\"%Y-%m-%d %H:%M:%S\"";
    }
    if (!rule.conversion.map.empty() || has_digits) {
        return "";
    }
    const bool all = rows.missing + rows.invalid == table.matched_rows;
    return fmt::format("; map = {{ \"{}\" = {} }} {}", to_utf8(text),
                       all ? "1, else = 0" : "\"skip\"",
                       all ? "makes a number of it" : "leaves it out");
}

std::string key_that_reads_bound(const Rule& rule, const SeriesTable& table) {
    const std::optional<InvalidRow>& first = table.unusable_bounds.first_invalid;
    return rule.bucket && first && rule.bucket->conversion.unit.empty() && with_unit(first->text)
               ? fmt::format("; bucket = {{ value = \"{}\", unit = \"auto\" }} reads it",
                             rule.bucket->value)
               : "";
}

} // namespace promfile
