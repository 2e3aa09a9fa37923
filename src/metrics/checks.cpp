#include "metrics/checks.hpp"

#include "metrics/exposition.hpp"
#include "metrics/names.hpp"
#include "support/error.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace promfile {

namespace {

// A series as its file shows it; of two orders of the same labels this makes one.
std::string series_key(const Sample& sample) {
    std::vector<std::string> parts;
    for (const Label& label : sample.labels) {
        parts.push_back(fmt::format("{}=\"{}\"", label.name, escape_label_value(label.value)));
    }
    std::sort(parts.begin(), parts.end());
    return fmt::format("{}{{{}}}", sample.suffix, fmt::join(parts, ","));
}

// What series are sorted by: their labels without the one that numbers the lines of a histogram or
// summary, which stand in order already.
std::string sort_key(const Sample& sample, MetricType type) {
    std::string key;
    for (const Label& label : sample.labels) {
        if (label.name != inner_label(type)) {
            key += label.name; // two series may have one value under different names
            key += '\0';
            key += label.value;
            key += '\0';
        }
    }
    return key;
}

void clean_labels(Labels& labels) {
    labels.erase(std::remove_if(labels.begin(), labels.end(),
                                [](const Label& label) { return label.value.empty(); }),
                 labels.end());
    for (Label& label : labels) {
        if (!is_utf8(label.value)) {
            label.value = to_utf8(label.value);
        }
    }
}

bool is_in_parts(MetricType type) {
    return type == MetricType::histogram || type == MetricType::summary;
}

// What stands or falls together: the lines of one histogram or summary, of which _count is the
// last; else each sample.
std::vector<std::vector<Sample>> wholes_of(MetricFamily& family) {
    std::vector<std::vector<Sample>> wholes;
    bool begins = true;
    for (Sample& sample : family.samples) {
        if (begins) {
            wholes.emplace_back();
        }
        begins = !is_in_parts(family.type) || sample.suffix == "_count";
        wholes.back().push_back(std::move(sample));
    }
    return wholes;
}

// Two rules may give one series: one is enough where they agree, none is right where they do not.
void settle_overlaps(MetricFamily& family, Overlaps& overlaps, Warnings& warnings) {
    std::set<std::string> keys;
    for (const Sample& sample : family.samples) {
        keys.insert(series_key(sample));
    }
    if (keys.size() == family.samples.size()) {
        return;
    }
    struct Known {
        std::string lines;
        bool conflict = false;
    };
    std::map<std::string, Known> known;
    std::vector<std::vector<Sample>> wholes = wholes_of(family);
    for (const std::vector<Sample>& whole : wholes) {
        std::string lines;
        for (const Sample& sample : whole) {
            lines += fmt::format("{} {}\n", series_key(sample), format_number(sample.value));
        }
        const auto [first, fresh] = known.try_emplace(series_key(whole.back()), Known{lines});
        first->second.conflict |= !fresh && first->second.lines != lines;
    }
    std::set<std::string> seen;
    family.samples.clear();
    for (std::vector<Sample>& whole : wholes) {
        const std::string key = series_key(whole.back());
        if (known[key].conflict) {
            ++overlaps.conflict;
        } else if (!seen.insert(key).second) {
            ++overlaps.merged;
        } else {
            std::move(whole.begin(), whole.end(), std::back_inserter(family.samples));
        }
    }
    for (const auto& [key, first] : known) {
        if (first.conflict) {
            warnings.push_back(fmt::format(
                "{}{} is left out, since two rules give it different values", family.name, key));
        }
    }
}

void check_names(const MetricFamily& family) {
    if (!is_metric_name(family.name)) {
        throw Error(fmt::format("'{}' is no legal metric name", family.name));
    }
    const std::string_view reserved = reserved_metric_prefix(family.name);
    if (!reserved.empty()) {
        throw Error(fmt::format("the metric name {} is reserved ({}), choose another prefix",
                                family.name, reserved));
    }
    for (const Sample& sample : family.samples) {
        for (const Label& label : sample.labels) {
            if (!is_label_name(label.name)) {
                throw Error(fmt::format("'{}' is no legal label name (metric {})", label.name,
                                        family.name));
            }
        }
    }
}

// A histogram x and a gauge x_count would be lost to node_exporter, both.
void check_derived_names(const std::map<std::string, MetricFamily>& families) {
    struct Derived {
        std::string_view suffix;
        bool histogram_only;
    };
    constexpr Derived derived[] = {{"_sum", false}, {"_count", false}, {"_bucket", true}};
    for (const auto& [name, family] : families) {
        const bool histogram = family.type == MetricType::histogram;
        if (!histogram && family.type != MetricType::summary) {
            continue;
        }
        for (const Derived& d : derived) {
            const auto other = families.find(fmt::format("{}{}", name, d.suffix));
            if ((histogram || !d.histogram_only) && other != families.end()) {
                throw Error(fmt::format("the metric {} clashes with the {} {}, whose series have "
                                        "that name; rename one of them",
                                        other->first, type_name(family.type), name));
            }
        }
    }
}

void check_limits(const MetricFamily& family, const SeriesLimits& limits,
                  std::uint64_t& label_bytes) {
    for (const Sample& sample : family.samples) {
        if (sample.labels.size() > limits.max_labels) {
            throw Error(fmt::format("the metric {} has a series with {} labels; more than {} are "
                                    "too many",
                                    family.name, sample.labels.size(), limits.max_labels));
        }
        for (const Label& label : sample.labels) {
            label_bytes += label.value.size();
        }
    }
    if (label_bytes > limits.max_label_bytes) {
        throw Error(fmt::format("the labels of all series are longer than {} bytes (metric {})",
                                limits.max_label_bytes, family.name));
    }
}

} // namespace

std::uint64_t count_series(const std::vector<MetricFamily>& families) {
    std::uint64_t series = 0;
    for (const MetricFamily& family : families) {
        series += family.samples.size();
    }
    return series;
}

std::vector<MetricFamily> checked_families(std::vector<MetricFamily> families,
                                           const SeriesLimits& limits, Overlaps& overlaps,
                                           Warnings& warnings) {
    const std::uint64_t series = count_series(families);
    if (series > limits.max_series) {
        throw Error(
            fmt::format("there are {} series, more than --max-series ({}); is there a label "
                        "that differs from row to row?",
                        series, limits.max_series));
    }
    std::map<std::string, MetricFamily> by_name;
    for (MetricFamily& family : families) {
        if (family.samples.empty()) {
            continue;
        }
        const auto [known, fresh] = by_name.try_emplace(family.name, family);
        if (fresh) {
            continue;
        }
        MetricFamily& into = known->second;
        if (into.type != family.type) {
            throw Error(fmt::format("two metrics are called {}, a {} and a {}; rename one of them",
                                    family.name, type_name(into.type), type_name(family.type)));
        }
        // Only names derived from stores get here with two texts: <a><b_rows/></a> and <a_b/>.
        if (into.help != family.help) {
            warnings.push_back(fmt::format("two metrics are called {}; the help text is \"{}\" and "
                                           "not \"{}\"",
                                           family.name, into.help, family.help));
        }
        into.samples.insert(into.samples.end(), std::make_move_iterator(family.samples.begin()),
                            std::make_move_iterator(family.samples.end()));
    }
    check_derived_names(by_name);
    std::vector<MetricFamily> checked;
    std::uint64_t label_bytes = 0;
    for (auto& [name, family] : by_name) {
        for (Sample& sample : family.samples) {
            clean_labels(sample.labels);
        }
        // A family without a HELP text takes down node_exporter where another file has one.
        family.help = trimmed(family.help).empty() ? fmt::format("{}, without a help text.", name)
                                                   : to_utf8(family.help);
        check_names(family);
        check_limits(family, limits, label_bytes);
        settle_overlaps(family, overlaps, warnings);
        std::stable_sort(family.samples.begin(), family.samples.end(),
                         [type = family.type](const Sample& a, const Sample& b) {
                             return sort_key(a, type) < sort_key(b, type);
                         });
        if (!family.samples.empty()) {
            checked.push_back(std::move(family));
        }
    }
    return checked;
}

} // namespace promfile
