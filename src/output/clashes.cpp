#include "output/clashes.hpp"

#include "metrics/exposition.hpp"
#include "metrics/names.hpp"
#include "support/error.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace promfile {

namespace {

// A text that identifies the series: all samples of one histogram or summary have the same text.
std::string series_of(std::string_view name, MetricType type, const Labels& labels) {
    return series_text(name, labels, inner_label(type));
}

// The reason why promfile cannot repeat the HELP text of a neighbour, as a phrase after "the metric
// x", or "" if it can.
std::string fault_of_help(const ExposedFamily& family) {
    if (family.help_is_not_utf8) {
        return "with a HELP text that is not valid UTF-8";
    }
    if (!family.help) {
        return "without a HELP line";
    }
    const std::string_view fault = help_fault(*family.help);
    return fault.empty() ? "" : fmt::format("with a HELP text {}", fault);
}

// A family in a comparison: one of ours, or one of a file.
struct View {
    std::string_view name;
    MetricType type;
    std::string help_fault; // why its HELP text cannot be repeated, or ""
    const std::vector<Sample>& samples;
};

template<typename Families>
std::map<std::string_view, View> views_of(const Families& families);

template<>
std::map<std::string_view, View> views_of(const std::vector<MetricFamily>& families) {
    std::map<std::string_view, View> views;
    for (const MetricFamily& family : families) {
        views.emplace(family.name, View{family.name, family.type, "", family.samples});
    }
    return views;
}

template<>
std::map<std::string_view, View> views_of(const std::vector<ExposedFamily>& families) {
    std::map<std::string_view, View> views;
    for (const ExposedFamily& family : families) {
        views.emplace(family.name,
                      View{family.name, family.seen_type(), fault_of_help(family), family.samples});
    }
    return views;
}

using Views = std::map<std::string_view, View>;

// A clash is old if the published file has a clash of the same kind with the same family, and, if
// the kind is `series`, with the same series.
enum class Kind { type, help, derived, series };
struct Clash {
    Kind kind;
    std::string family; // ours
    std::string sentence;
    std::vector<std::string> series; // sorted
};

std::vector<std::string> common_series(const View& our, const View& their) {
    std::unordered_set<std::string> there;
    for (const Sample& sample : their.samples) {
        there.insert(series_of(their.name, their.type, sample.labels));
    }
    std::vector<std::string> common;
    for (const Sample& sample : our.samples) {
        if (there.empty()) {
            break;
        }
        std::string text = series_of(our.name, our.type, sample.labels);
        if (there.erase(text) != 0) {
            common.push_back(std::move(text));
        }
    }
    std::sort(common.begin(), common.end());
    return common;
}

std::string with_article(MetricType type) {
    return fmt::format("{} {}", type == MetricType::untyped ? "an" : "a", type_name(type));
}

void compare_same_name(const View& our, const View& their, const std::string& path,
                       std::vector<Clash>& clashes) {
    if (our.type != their.type) {
        clashes.push_back({Kind::type,
                           std::string(our.name),
                           fmt::format("{} has the metric {} as {}, not as {}", path, our.name,
                                       with_article(their.type), with_article(our.type)),
                           {}});
        return; // series of different types cannot be compared
    }
    if (!their.help_fault.empty()) {
        clashes.push_back({Kind::help,
                           std::string(our.name),
                           fmt::format("{} has the metric {} {}", path, our.name, their.help_fault),
                           {}});
    }
    std::vector<std::string> common = common_series(our, their);
    if (!common.empty()) {
        const std::string more =
            common.size() == 1 ? "" : fmt::format(" and {} more of our series", common.size() - 1);
        std::string sentence = fmt::format("{} already has {}{}", path, common.front(), more);
        clashes.push_back(
            {Kind::series, std::string(our.name), std::move(sentence), std::move(common)});
    }
}

// A histogram or summary on one side exposes names that may be families on the other side.
void compare_derived(const View& whole, const Views& other, bool whole_is_ours,
                     const std::string& path, std::vector<Clash>& clashes) {
    for (const std::string_view suffix : histogram_suffixes) {
        const std::string part = std::string(whole.name) + std::string(suffix);
        if (!exposes(whole.type, suffix) || other.count(part) == 0) {
            continue;
        }
        const std::string_view type = type_name(whole.type);
        clashes.push_back(
            {Kind::derived,
             whole_is_ours ? std::string(whole.name) : part,
             whole_is_ours ? fmt::format("{} has the metric {}, which is also part of our {} {}",
                                         path, part, type, whole.name)
                           : fmt::format("{} has the {} {}, of which our metric {} would be part",
                                         path, type, whole.name, part),
             {}});
    }
}

std::vector<Clash> clashes_between(const Views& ours, const Neighbour& neighbour) {
    std::vector<Clash> clashes;
    if (neighbour.families.empty()) {
        return clashes; // the ordinary case
    }
    const Views theirs = views_of(neighbour.families);
    for (const auto& [name, their] : theirs) {
        const auto our = ours.find(name);
        if (our != ours.end()) {
            compare_same_name(our->second, their, neighbour.path, clashes);
        }
        compare_derived(their, ours, false, neighbour.path, clashes);
    }
    for (const auto& [name, our] : ours) {
        compare_derived(our, theirs, true, neighbour.path, clashes);
    }
    return clashes;
}

bool is_old(const Clash& clash, const std::vector<Clash>& earlier) {
    return std::any_of(earlier.begin(), earlier.end(), [&](const Clash& old) {
        return old.kind == clash.kind && old.family == clash.family &&
               std::includes(old.series.begin(), old.series.end(), clash.series.begin(),
                             clash.series.end());
    });
}

[[noreturn]] void refuse(const Clash& clash, const Neighbour& neighbour) {
    if (neighbour.by_promfile) {
        const std::string_view name = base_name(neighbour.path);
        throw Error(fmt::format("{}, and promfile wrote that file: to write it anew give -n {}; if "
                                "the name was changed, remove {}; else give this output other "
                                "metrics",
                                clash.sentence, name.substr(0, name.rfind(".prom")),
                                neighbour.path));
    }
    throw Error(fmt::format("{}, and node_exporter would lose one of the two: rename the metric, "
                            "or change or remove that file",
                            clash.sentence));
}

void adopt_help(std::vector<MetricFamily>& families, const std::vector<Neighbour>& neighbours,
                const Views& ours, Warnings& warnings) {
    struct Found {
        const std::string* help;
        const std::string* path;
    };
    std::map<std::string_view, Found> first;
    for (const Neighbour& neighbour : neighbours) {
        for (const ExposedFamily& family : neighbour.families) {
            if (!fault_of_help(family).empty() || ours.count(family.name) == 0) {
                continue;
            }
            const Found found{&*family.help, &neighbour.path};
            const Found& held = first.emplace(family.name, found).first->second;
            if (*held.help != *family.help) {
                warnings.push_back(fmt::format("{} and {} give the metric {} different HELP texts, "
                                               "node_exporter loses one of the two",
                                               *held.path, neighbour.path, family.name));
            }
        }
    }
    for (MetricFamily& family : families) {
        const auto found = first.find(family.name);
        if (found != first.end()) {
            family.help = *found->second.help;
        }
    }
}

size_t series_hash(std::string_view name, MetricType type, const Labels& labels) {
    return std::hash<std::string>()(series_of(name, type, labels));
}

} // namespace

Comparable::Comparable(const std::vector<MetricFamily>& families) {
    for (const MetricFamily& family : families) {
        names_.insert(family.name);
        for (const std::string_view suffix : histogram_suffixes) {
            names_.insert(family.name + std::string(suffix));
            if (family.name.ends_with(suffix)) {
                names_.insert(family.name.substr(0, family.name.size() - suffix.size()));
            }
        }
        for (const Sample& sample : family.samples) {
            series_.push_back(series_hash(family.name, family.type, sample.labels));
        }
    }
    std::sort(series_.begin(), series_.end());
}

bool Comparable::family(std::string_view name) const {
    return names_.count(std::string(name)) != 0;
}

bool Comparable::sample(const ExposedFamily& exposed, const Sample& sample) const {
    return family(exposed.name) &&
           std::binary_search(series_.begin(), series_.end(),
                              series_hash(exposed.name, exposed.seen_type(), sample.labels));
}

Warnings reconcile_with_neighbours(std::vector<MetricFamily>& families,
                                   const std::vector<Neighbour>& neighbours,
                                   const std::vector<ExposedFamily>& published) {
    Warnings warnings;
    const Views ours = views_of(families);
    const Views before = views_of(published);
    for (const Neighbour& neighbour : neighbours) {
        const std::vector<Clash> old = clashes_between(before, neighbour);
        for (const Clash& clash : clashes_between(ours, neighbour)) {
            if (!is_old(clash, old)) {
                refuse(clash, neighbour);
            }
            warnings.push_back(fmt::format(
                "{}, as it had before, and node_exporter loses one of the two", clash.sentence));
        }
    }
    adopt_help(families, neighbours, ours, warnings);
    return warnings;
}

} // namespace promfile
