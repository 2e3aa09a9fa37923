#include "run/check_report.hpp"

#include "aggregate/families.hpp"
#include "metrics/exposition.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace promfile {

namespace {

struct Line {
    std::string type;
    size_t series = 0;
    std::uint64_t rows = 0;
    UnusableRows values;
    UnusableRows bounds;
};

// ", 1 without a value, 2 with an unusable one"
std::string unusable_text(const UnusableRows& rows, std::string_view what, std::string_view again) {
    std::string text = rows.missing > 0 ? fmt::format(", {} without a {}", rows.missing, what) : "";
    text += rows.invalid > 0 ? fmt::format(", {} with an unusable {}", rows.invalid, again) : "";
    return text;
}

// The families of a rule with `name-suffix` share a line.
std::string line_name(const Rule& rule) {
    return has_name_suffix(rule) ? fmt::format("{}_*", rule.name) : rule.name;
}

// The line of a family: its own, or else the line of the longest name-suffix rule that fits.
Line* line_of(const MetricFamily& family, std::map<std::string, Line>& lines) {
    const auto own = lines.find(family.name);
    if (own != lines.end()) {
        return &own->second;
    }
    Line* found = nullptr;
    for (auto& [name, line] : lines) { // by name, so that a longer one comes later
        const std::string_view prefix = std::string_view(name).substr(0, name.size() - 1);
        if (name.ends_with('*') && family.name.starts_with(prefix)) {
            found = &line;
        }
    }
    return found;
}

void count_series(const std::vector<MetricFamily>& families, std::map<std::string, Line>& lines) {
    for (const MetricFamily& family : families) {
        if (Line* line = line_of(family, lines)) {
            line->series += family.samples.size();
        }
    }
}

// Whether the samples of this type only rise until a restart.
bool rises(MetricType type, const Sample& sample) {
    return type == MetricType::counter || sample.suffix == "_count" || sample.suffix == "_bucket";
}

} // namespace

std::string check_table(const std::vector<const EvaluatedRule*>& rules,
                        const std::vector<MetricFamily>& families) {
    std::map<std::string, Line> lines;
    for (const EvaluatedRule* resolved : rules) {
        const Rule& rule = resolved->rule;
        // Of the built-in sensor metrics, most machines have only a few; the others are not listed.
        const bool offered = rule.sensors && rule.origin.line == 0;
        if (resolved->table.matched_rows > 0 || !offered) {
            Line& line = lines[line_name(rule)];
            line.type = type_name(metric_type(rule.type));
            line.rows += resolved->table.matched_rows;
            line.values.add(UnusableRows(resolved->table.unusable_values));
            line.bounds.add(UnusableRows(resolved->table.unusable_bounds));
        }
    }
    count_series(families, lines);
    size_t name_width = 0, series_width = 0, rows_width = 0;
    for (const auto& [name, line] : lines) {
        name_width = std::max(name_width, name.size());
        series_width = std::max(series_width, fmt::formatted_size("{}", line.series));
        rows_width = std::max(rows_width, fmt::formatted_size("{}", line.rows));
    }
    std::string table;
    for (const auto& [name, line] : lines) {
        table += fmt::format("{:<{}}  {:<9}  {:>{}} series  {:>{}} rows", name, name_width,
                             line.type, line.series, series_width, line.rows, rows_width);
        table += unusable_text(line.values, "value", "one");
        table += unusable_text(line.bounds, "bound", "bound");
        table += '\n';
    }
    return table;
}

std::vector<std::string> rule_outcomes(const std::vector<const EvaluatedRule*>& rules,
                                       const std::vector<MetricFamily>& families,
                                       const std::vector<std::string>& paths) {
    std::map<std::string, Line> counts;
    for (const EvaluatedRule* evaluated : rules) {
        counts[line_name(evaluated->rule)];
    }
    count_series(families, counts);
    std::vector<std::string> lines;
    for (const EvaluatedRule* evaluated : rules) {
        const SeriesTable& table = evaluated->table;
        if (evaluated->rule.origin.line == 0) {
            continue;
        }
        std::string rows = fmt::format("  rows      {}", table.matched_rows);
        if (table.candidates != table.matched_rows) {
            rows += fmt::format(" of {}", table.candidates);
        }
        for (const auto& [unusable, what, again] :
             {std::tuple(&table.unusable_values, "value", "one"),
              std::tuple(&table.unusable_bounds, "bound", "bound")}) {
            rows += unusable_text(*unusable, what, again);
            const std::optional<InvalidRow>& first = unusable->first_invalid;
            if (first && first->place.store < paths.size()) {
                rows += fmt::format(" (the first is \"{}\" at {}:{})", to_utf8(first->text),
                                    paths[first->place.store], first->place.line);
            }
        }
        lines.push_back(line_name(evaluated->rule));
        lines.push_back(std::move(rows));
        lines.push_back(fmt::format("  series    {}", counts[line_name(evaluated->rule)].series));
    }
    return lines;
}

Warnings fallen_counters(const std::vector<MetricFamily>& families,
                         const std::vector<ExposedFamily>& published) {
    Warnings warnings;
    for (const MetricFamily& family : families) {
        const auto earlier =
            std::find_if(published.begin(), published.end(),
                         [&](const ExposedFamily& exposed) { return exposed.name == family.name; });
        if (earlier == published.end() || earlier->seen_type() != family.type) {
            continue;
        }
        std::map<std::string, double> before;
        for (const Sample& sample : earlier->samples) {
            before.emplace(series_text(earlier->name + sample.suffix, sample.labels), sample.value);
        }
        size_t fallen = 0;
        std::string first;
        for (const Sample& sample : family.samples) {
            const std::string text = series_text(family.name + sample.suffix, sample.labels);
            const auto old = before.find(text);
            if (rises(family.type, sample) && old != before.end() && sample.value < old->second &&
                fallen++ == 0) {
                first = fmt::format("{} falls from {} to {}", text, format_number(old->second),
                                    format_number(sample.value));
            }
        }
        if (fallen > 0) {
            warnings.push_back(fmt::format(
                "{}{}, which Prometheus takes for a restart at 0; a value that can fall is a gauge",
                first, fallen == 1 ? "" : fmt::format(" and {} more series fall", fallen - 1)));
        }
    }
    return warnings;
}

Warnings relative_stores(const Settings& settings) {
    Warnings warnings;
    for (const StoreArgument& argument : settings.stores) {
        const std::string* path = std::get_if<std::string>(&argument);
        if (path == nullptr) {
            continue;
        }
        const std::string& store = *path;
        if (!settings.textfile_directory.empty() && store != "-" && !store.starts_with('/')) {
            warnings.push_back(fmt::format("the store path {} is relative, and a timer or cron job "
                                           "runs elsewhere: give the whole path",
                                           store));
        }
    }
    return warnings;
}

} // namespace promfile
