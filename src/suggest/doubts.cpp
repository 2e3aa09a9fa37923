#include "suggest/doubts.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace promfile::suggest {

namespace {

// Doubts that end when the value changes.
constexpr const char* never_positive = "never above 0 so far";
constexpr const char* always_zero = "always 0 so far";
constexpr const char* same_on_rows = "the same on each row so far";
constexpr const char* property = "may be a property, which never changes";
constexpr const char* format = "a size or a format, measures nothing";
constexpr const char* code = "a code, measures nothing";

constexpr size_t max_compared_rows = 200;
constexpr size_t max_compared_fields = 100;

bool is_measured(const Field& field) {
    return field.name == "time" || holds_word(field.name, vocabulary::watched_words) ||
           holds_word(field.name, vocabulary::measured_words);
}

bool is_whole(const FieldStatistics& statistics) {
    return statistics.count_of(ValueClass::decimal) == 0;
}

// Calls `matches` with each number that is in the structure of the field, or is its value: the
// temperature in <temperature value="5" min="1"/>.
template<typename Matches>
const Field* sibling_of(const RowKind& row_kind, const Field& field, Matches matches) {
    const auto found =
        std::find_if(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& other) {
            return &other != &field && other.is_numeric() &&
                   (other.is_beside(field) || other.holds(field)) &&
                   other.is_attribute() == field.is_attribute() && matches(other);
        });
    return found == row_kind.fields.end() ? nullptr : &*found;
}

std::string stated_by(const Field& other) {
    return other.path + " says the same";
}

// The text before an ending of the name; empty if the name has none of the endings.
std::string stem_of(const std::string& name, std::initializer_list<std::string_view> endings) {
    for (const std::string_view ending : endings) {
        if (name.ends_with(ending) && name.size() > ending.size()) {
            return name.substr(0, name.size() - ending.size());
        }
    }
    return {};
}

// "last_5_min" is of five minutes.
bool ends_in_minutes(const std::string& name) {
    const Words words = split_words(name);
    return words.size() > 1 && words.back() == "min" && is_digit(words[words.size() - 2].back());
}

bool is_limit(const Field& field) {
    return holds_word(field.name, vocabulary::limit_words) && !ends_in_minutes(field.name) &&
           !holds_word(field.name, "used usage current busy active open");
}

std::string doubt_about_name(const Field& field) {
    constexpr double earliest_time = 1e8; // unix seconds
    const std::string& name = field.name;
    if (is_setting(field) || holds_word(name, vocabulary::settings_words) ||
        is_calendar_year(field)) {
        return "looks like a setting";
    }
    if (ends_in_word(name, vocabulary::geometry_words) ||
        holds_word(name, "width height resolution aspect") || name == "left") {
        return format;
    }
    if (field.kind == FieldKind::number && ends_in_word(name, vocabulary::code_words) &&
        field.statistics->max < earliest_time) {
        return code;
    }
    return {};
}

std::string doubt_about_values(const Field& field, const NumberMeaning& meaning,
                               std::uint64_t rows) {
    constexpr std::uint64_t many = 8;
    constexpr double small = 64;
    const FieldStatistics& statistics = *field.statistics;
    const bool constant = statistics.distinct() == 1;
    const bool whole = statistics.min == std::floor(statistics.min);
    // Numbers such as -1 and -1000000 stand for "none"; between them are levels of signals.
    constexpr double lowest_level = -200;
    const bool is_level = statistics.min < -1 && statistics.min > lowest_level;
    if (statistics.max <= 0 && statistics.min < 0 && !is_level && whole &&
        meaning.suffix != "celsius" && statistics.distinct() <= 2 &&
        !holds_word(field.name, vocabulary::events_counted_words)) {
        return never_positive;
    }
    constexpr double hottest = 150;
    if (meaning.suffix == "celsius" && meaning.unit.empty() && statistics.max >= hottest) {
        return "hotter than most things; add scale = 0.1 if these are tenths of a degree";
    }
    // The statistics have no smallest and largest duration.
    if (!constant || meaning.counter || statistics.count_of(ValueClass::duration) > 0) {
        return {};
    }
    if (statistics.max == 0 && statistics.min == 0) {
        return holds_word(field.name, vocabulary::watched_words) ? "" : always_zero;
    }
    if (is_measured(field) || is_limit(field)) {
        return {};
    }
    if (rows >= many && statistics.count() >= many) {
        return same_on_rows;
    }
    return field.kind == FieldKind::number && is_whole(statistics) && meaning.suffix.empty() &&
                   std::abs(statistics.max) <= small
               ? property
               : "";
}

} // namespace

Doubts::Doubts(const RowKind& row_kind) : row_kind_(row_kind) {
    for (const Field& field : row_kind.fields) {
        if (field.kind != FieldKind::number || columns_.size() == max_compared_fields) {
            continue;
        }
        Column column;
        for (const SampledElement* row : row_kind.node->sampled) {
            if (column.size() == max_compared_rows) {
                break;
            }
            column.push_back(classify(field.value_in(*row).value_or("")).number);
        }
        columns_.emplace_back(&field, std::move(column));
    }
}

std::string Doubts::about_number(const Field& field, const NumberMeaning& meaning) const {
    if (meaning.suffix == "timestamp_seconds") {
        return is_word(field.name, "built compiled released") ? "a property, which never changes"
                                                              : "";
    }
    using Doubt = std::string (Doubts::*)(const Field&, const NumberMeaning&) const;
    std::string doubt = about_name(field);
    doubt = doubt.empty() ? about_limit(field) : doubt;
    for (const Doubt about :
         {&Doubts::about_siblings, &Doubts::about_equals, &Doubts::about_values}) {
        doubt = doubt.empty() ? (this->*about)(field, meaning) : doubt;
    }
    return doubt;
}

std::string Doubts::about_name(const Field& field) const {
    const bool described =
        std::any_of(field.steps.begin(), field.steps.end() - 1, [](const std::string& step) {
            return is_word(snake_case(step), vocabulary::describing_elements);
        });
    return described ? "describes, measures nothing" : doubt_about_name(field);
}

// A limit deserves a metric beside the value that it limits: their ratio is what alerts are about.
std::string Doubts::about_limit(const Field& field) const {
    constexpr double unlimited = 9e15;
    if (!is_limit(field)) {
        return {};
    }
    if (field.statistics->min >= unlimited || field.statistics->max <= 0) {
        return "a limit that is not set";
    }
    const Field* limited = sibling_of(row_kind_, field, [&](const Field& other) {
        return holds_word(other.name, vocabulary::measured_beside_limit_words) ||
               other.holds(field);
    });
    return limited == nullptr ? "a limit" : "";
}

// The same fact in another unit, as a part or as a rate.
std::string Doubts::about_siblings(const Field& field, const NumberMeaning& meaning) const {
    constexpr std::string_view byte_units = "byte bytes kilobyte kilobytes kb megabyte mb";
    const std::string& name = field.name;
    const auto named = [&](const std::string& names) {
        return sibling_of(row_kind_, field,
                          [&](const Field& other) { return is_word(other.name, names); });
    };
    // <create-time seconds="4000">1:06:40</create-time>
    if (field.kind == FieldKind::duration && !field.is_attribute()) {
        for (const Field& other : row_kind_.fields) {
            if (other.is_attribute() && other.node == field.node && other.is_numeric() &&
                ends_in_word(other.name, "seconds secs sec milliseconds msecs ms")) {
                return stated_by(other);
            }
        }
    }
    if (is_word(name, byte_units)) {
        if (const Field* percent = named("percent percentage pct")) {
            return stated_by(*percent);
        }
    }
    if (ends_in_word(name, "usec nsec msec usecs nsecs msecs")) {
        const size_t end = name.rfind('_');
        const std::string stem = end == std::string::npos ? "" : name.substr(0, end + 1);
        if (const Field* seconds = named(fmt::format("{0}sec {0}secs {0}seconds", stem))) {
            return "the fraction of " + seconds->path;
        }
    }
    if (const std::string stem = stem_of(name, {"_ts", "_pts", "_ticks"}); !stem.empty()) {
        if (const Field* time = named(fmt::format("{0} {0}_time", stem))) {
            return stated_by(*time);
        }
    }
    if (!meaning.counter && is_word(name, vocabulary::rate_words)) {
        const Field* total = named(name == "count" ? "total totals" : "total totals count");
        if (total != nullptr && total->statistics->max > field.statistics->max) {
            return fmt::format("rate() of {} gives it", total->path);
        }
    }
    if (is_word(name, vocabulary::memory_sizes)) {
        constexpr std::ptrdiff_t several = 3;
        const Field* best = &field;
        std::ptrdiff_t sizes = 0;
        for (const Field& other : row_kind_.fields) {
            if (other.is_numeric() && is_word(other.name, vocabulary::memory_sizes) &&
                other.is_beside(field)) {
                ++sizes;
                best = vocabulary::memory_sizes.find(other.name) <
                               vocabulary::memory_sizes.find(best->name)
                           ? &other
                           : best;
            }
        }
        if (sizes >= several && best != &field) {
            return fmt::format("another size of the memory than {}", best->path);
        }
    }
    return {};
}

std::string Doubts::about_equals(const Field& field, const NumberMeaning&) const {
    if (is_sum_of_others(field)) {
        return "the sum of the others";
    }
    const Field* same = same_as(field);
    return same == nullptr ? "" : fmt::format("follows {} on each row so far", same->path);
}

// Is the field called a total, and is it the sum of all other numbers of its structure on each row?
bool Doubts::is_sum_of_others(const Field& field) const {
    if (!is_word(field.name, "total all sum overall")) {
        return false;
    }
    const Column* total = nullptr;
    std::vector<const Column*> parts;
    for (const auto& [other, column] : columns_) {
        if (other == &field) {
            total = &column;
        } else if (other->is_beside(field) && other->is_attribute() == field.is_attribute()) {
            parts.push_back(&column);
        }
    }
    if (total == nullptr || parts.size() < 2) {
        return false;
    }
    bool any = false;
    for (size_t row = 0; row < total->size(); ++row) {
        double sum = 0;
        for (const Column* part : parts) {
            sum += (*part)[row].value_or(0);
        }
        if (sum != (*total)[row].value_or(0)) {
            return false;
        }
        any |= sum != 0;
    }
    return any;
}

// The first field before this one, itself not in doubt, whose numbers are the same in all rows, or
// the same but for a factor. Few or small numbers may agree by chance.
const Field* Doubts::same_as(const Field& field) const {
    constexpr size_t min_rows = 2;
    constexpr size_t min_distinct = 3;
    constexpr double large = 1000;
    constexpr double tolerance = 1e-3;
    constexpr double min_spread = 0.1; // less would be within the tolerance of a constant
    const auto own = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const auto& column) { return column.first == &field; });
    if (own == columns_.end() || own->second.size() < min_rows) {
        return nullptr;
    }
    for (auto other = columns_.begin(); other != own; ++other) {
        std::set<double> values;
        std::optional<double> factor;
        const Field& one = *other->first;
        const bool part_and_whole = holds_word(field.name, vocabulary::parts_of_capacity) !=
                                    holds_word(one.name, vocabulary::parts_of_capacity);
        bool same = !part_and_whole && one.skip_reason.empty() && about_name(one).empty() &&
                    about_limit(one).empty() && about_siblings(one, NumberMeaning()).empty();
        bool equal = true;
        double largest = 0;
        for (size_t row = 0; row < own->second.size() && same; ++row) {
            const std::optional<double>& a = own->second[row];
            const std::optional<double>& b = other->second[row];
            same = a.has_value() == b.has_value();
            if (!same || !a) {
                continue;
            }
            if (*a == 0 || *b == 0) {
                same = *a == *b;
                continue;
            }
            values.insert(*a);
            largest = std::max(largest, std::abs(*a));
            factor = factor.value_or(*a / *b);
            equal &= *a == *b;
            same = std::abs(*a / *b - *factor) <= tolerance * std::abs(*factor);
        }
        const double smallest = values.empty() ? 0 : std::abs(*values.begin());
        const bool spread = largest - smallest >= min_spread * largest;
        const bool enough =
            equal ? values.size() >= min_distinct || (values.size() >= 2 && largest >= large)
                  : values.size() >= min_distinct && spread;
        if (same && enough) {
            return other->first;
        }
    }
    return nullptr;
}

std::string Doubts::about_values(const Field& field, const NumberMeaning& meaning) const {
    return doubt_about_values(field, meaning, row_kind_.count());
}

std::string Doubts::about_boolean(const Field& field) const {
    const bool states = std::all_of(field.map.begin(), field.map.end(), [](const auto& entry) {
        return !std::holds_alternative<double>(entry.second) || is_state_pair(entry.first);
    });
    return states ? "" : doubt_about_flag(field.name);
}

std::string doubt_about_pair(const Field& field, const NumberMeaning& meaning) {
    std::string doubt = doubt_about_name(field);
    if (doubt.empty() && is_limit(field)) {
        doubt = "a limit";
    }
    return doubt.empty() ? doubt_about_values(field, meaning, field.statistics->count()) : doubt;
}

std::string doubt_about_flag(std::string_view name) {
    const bool watched = is_state_name(name) || holds_word(name, vocabulary::watched_flag_words) ||
                         holds_word(name, vocabulary::bad_state_words) ||
                         holds_word(name, vocabulary::good_state_words);
    return watched ? "" : property;
}

bool ends_with_change(std::string_view doubt) {
    constexpr std::string_view doubts[] = {never_positive, always_zero, same_on_rows,
                                           property,       format,      code};
    return std::find(std::begin(doubts), std::end(doubts), doubt) != std::end(doubts);
}

} // namespace promfile::suggest
