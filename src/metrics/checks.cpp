#include "metrics/checks.hpp"

#include "metrics/exposition.hpp"
#include "metrics/names.hpp"
#include "metrics/series_order.hpp"
#include "support/error.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace promfile {

namespace {

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

void check_names(const MetricFamily& family) {
    if (!is_metric_name(family.name)) {
        throw Error(fmt::format("'{}' is not a legal metric name", family.name));
    }
    for (const Sample& sample : family.samples) {
        for (const Label& label : sample.labels) {
            if (!is_label_name(label.name)) {
                throw Error(fmt::format("'{}' is not a legal label name (metric {})", label.name,
                                        family.name));
            }
        }
    }
}

// node_exporter drops both a histogram x and a gauge x_count.
void check_derived_names(const std::map<std::string, MetricFamily>& families) {
    for (const auto& [name, family] : families) {
        for (const std::string_view suffix : derived_suffixes(family.type)) {
            const auto other = families.find(fmt::format("{}{}", name, suffix));
            if (other != families.end()) {
                throw Error(fmt::format("the metric {} clashes with the {} {}, whose series have "
                                        "that name; rename one of them",
                                        other->first, type_name(family.type), name));
            }
        }
    }
}

void check_limits(const MetricFamily& family, const SeriesLimits& limits,
                  std::uint64_t& label_bytes) {
    std::set<std::string_view> names;
    for (const Sample& sample : family.samples) {
        if (sample.labels.size() > limits.max_labels) {
            throw Error(fmt::format("the metric {} has a series with {} labels; more than {} are "
                                    "too many",
                                    family.name, sample.labels.size(), limits.max_labels));
        }
        for (const Label& label : sample.labels) {
            label_bytes += label.value.size();
            names.insert(label.name);
        }
    }
    if (names.size() > limits.max_label_names) {
        throw Error(fmt::format("the metric {} has {} different labels; more than {} make every "
                                "scrape slow",
                                family.name, names.size(), limits.max_label_names));
    }
    if (label_bytes > limits.max_label_bytes) {
        throw Error(fmt::format("the labels of all series are longer than {} bytes (metric {})",
                                limits.max_label_bytes, family.name));
    }
}

} // namespace

void refuse_reserved_names(const std::vector<MetricFamily>& families) {
    for (const MetricFamily& family : families) {
        const std::string_view reserved = reserved_metric_prefix(family.name);
        if (!reserved.empty()) {
            throw Error(fmt::format("the metric name {} is reserved ({}), choose another prefix",
                                    family.name, reserved));
        }
    }
}

std::string clashing_name(const MetricFamily& family, const std::vector<MetricFamily>& others) {
    const auto derives = [](const MetricFamily& from, const std::string& name) {
        return name.starts_with(from.name) && exposes(from.type, name.substr(from.name.size()));
    };
    const auto found = std::find_if(others.begin(), others.end(), [&](const MetricFamily& other) {
        return (other.name == family.name && other.type != family.type) ||
               derives(other, family.name) || derives(family, other.name);
    });
    return found == others.end() ? "" : found->name;
}

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
        // Rules of one configuration cannot get here, but built-in metrics of two stores can:
        // <a><b_rows/></a> and <a_b/> derive the same name.
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
        // A family without HELP ends node_exporter if another file has a HELP text for it.
        family.help = trimmed(family.help).empty() ? fmt::format("{}, without a help text.", name)
                                                   : to_utf8(family.help);
        check_names(family);
        check_limits(family, limits, label_bytes);
        remove_overlaps(family, overlaps, warnings);
        sort_series(family);
        if (!family.samples.empty()) {
            checked.push_back(std::move(family));
        }
    }
    return checked;
}

} // namespace promfile
