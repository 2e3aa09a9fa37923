#include "metrics/series_order.hpp"

#include "metrics/exposition.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

namespace {

// The place of a sample within its series: its suffix and the value of its inner label.
std::string line_key(const Sample& sample, std::string_view inner) {
    std::string key = sample.suffix + ' ';
    for (const Label& label : sample.labels) {
        key += label.name == inner ? label.value : "";
    }
    return key;
}

struct Line {
    std::string number; // as it is printed
    std::uint64_t times = 0;
};

struct Series {
    std::map<std::string, Line> lines;
    bool conflict = false;
    // The number of rules that gave the series; unless they conflict, each gave every line.
    std::uint64_t times() const { return lines.begin()->second.times; }
};

std::string sort_key(const Sample& sample, std::string_view inner) {
    std::string key;
    for (const Label& label : sample.labels) {
        if (label.name != inner) {
            key += label.name;
            key += '\0';
            key += label.value;
            key += '\0';
        }
    }
    return key;
}

} // namespace

void remove_overlaps(MetricFamily& family, Overlaps& overlaps, Warnings& warnings) {
    const std::string_view inner = inner_label(family.type);
    std::map<std::string, Series> all;
    for (const Sample& sample : family.samples) {
        Series& series = all[series_text(family.name, sample.labels, inner)];
        Line& line = series.lines[line_key(sample, inner)];
        const std::string number = format_number(sample.value);
        series.conflict |= line.times > 0 && line.number != number;
        line.number = number;
        ++line.times;
    }
    bool any = false;
    for (auto& [key, series] : all) {
        for (const auto& [name, line] : series.lines) {
            series.conflict |= line.times != series.times();
        }
        any |= series.conflict || series.times() > 1;
        if (series.conflict) {
            overlaps.conflict += series.times();
            warnings.push_back(
                fmt::format("{} is left out, since two rules give it different values", key));
        } else {
            overlaps.merged += series.times() - 1;
        }
    }
    if (!any) {
        return;
    }
    std::vector<Sample> kept;
    for (Sample& sample : family.samples) {
        Series& series = all[series_text(family.name, sample.labels, inner)];
        // The first of equal lines stays.
        if (!series.conflict && series.lines.erase(line_key(sample, inner)) > 0) {
            kept.push_back(std::move(sample));
        }
    }
    family.samples = std::move(kept);
}

void sort_series(MetricFamily& family) {
    const std::string_view inner = inner_label(family.type);
    std::vector<std::pair<std::string, Sample>> keyed;
    keyed.reserve(family.samples.size());
    for (Sample& sample : family.samples) {
        std::string key = sort_key(sample, inner);
        keyed.emplace_back(std::move(key), std::move(sample));
    }
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    family.samples.clear();
    for (auto& [key, sample] : keyed) {
        family.samples.push_back(std::move(sample));
    }
}

} // namespace promfile
