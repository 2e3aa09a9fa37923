#include "run/element_paths.hpp"

#include "input/input_file.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"
#include "xml/event_reader.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

namespace promfile {

namespace {

constexpr size_t max_paths = 1000;
constexpr size_t max_names_shown = 6;

std::string_view name_of(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view parent_of(std::string_view path) {
    return path.substr(0, path.rfind('/'));
}

bool selects(const RowPath& rows, std::string_view path) {
    RowPath::Progress progress = RowPath::start;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view name = path.substr(0, path.find('/'));
        progress = rows.step(progress, name);
        path.remove_prefix(name.size());
    }
    return rows.selects(progress);
}

// "/store//item" as "/store", "//item".
std::vector<std::string> steps_of(const std::string& rows) {
    std::vector<std::string> steps;
    size_t begin = 0;
    while (begin < rows.size()) {
        const size_t name = std::min(rows.find_first_not_of('/', begin), rows.size());
        const size_t end = std::min(rows.find('/', name), rows.size());
        steps.push_back(rows.substr(begin, end - begin));
        begin = end;
    }
    return steps;
}

} // namespace

ElementPaths element_paths(const std::string& store) {
    ElementPaths paths;
    try {
        InputFile file(store);
        xml::EventReader xml(file.reader(), store, {});
        std::string path;
        for (xml::Event event = xml.next(); event.kind != xml::EventKind::end_of_store;
             event = xml.next()) {
            if (event.kind == xml::EventKind::start_tag) {
                path.append("/").append(event.name);
                if (paths.size() < max_paths || paths.contains(path)) {
                    ++paths[path];
                }
            } else if (event.kind == xml::EventKind::end_tag) {
                path.resize(path.size() - event.name.size() - 1);
            }
        }
    } catch (const Error&) {
        // The run has reported this fault when it read the store first.
    }
    return paths;
}

std::string rows_hint(const std::string& rows, const ElementPaths& paths) {
    const std::vector<std::string> steps = steps_of(rows.starts_with('/') ? rows : "//" + rows);
    std::string prefix;
    for (const std::string& step : steps) {
        const std::string longer = prefix + step;
        if (step.find('@') != std::string::npos) {
            return {}; // an attribute is missing, not an element
        }
        const RowPath path(longer);
        if (std::any_of(paths.begin(), paths.end(),
                        [&](const auto& each) { return selects(path, each.first); })) {
            prefix = longer;
            continue;
        }
        const bool any_depth = step.starts_with("//");
        std::map<std::string_view, std::uint64_t> counts;
        for (const auto& [candidate, count] : paths) {
            const std::string_view parent = parent_of(candidate);
            if (prefix.empty() ? any_depth || parent.empty()
                               : any_depth || selects(RowPath(prefix), parent)) {
                counts[name_of(candidate)] += count;
            }
        }
        std::vector<std::string_view> names;
        std::vector<std::string> shown;
        for (const auto& [name, count] : counts) {
            names.push_back(name);
            if (shown.size() < max_names_shown) {
                shown.push_back(fmt::format("{} ({})", name, count));
            }
        }
        const std::string_view wanted = std::string_view(step).substr(any_depth ? 2 : 1);
        return fmt::format("{} {}{}{}",
                           prefix.empty() ? "in the store there is"
                                          : fmt::format("below {} there is", prefix),
                           shown.empty() ? "no element" : fmt::format("{}", fmt::join(shown, ", ")),
                           names.size() > shown.size() ? ", ..." : "", did_you_mean(wanted, names));
    }
    return {};
}

std::string better_rows(const ElementPaths& paths) {
    size_t children = 0;
    const std::pair<const std::string, std::uint64_t>* most = nullptr;
    for (const auto& each : paths) {
        const auto depth = std::count(each.first.begin(), each.first.end(), '/');
        if (depth == 2 && each.second > 1) {
            return {};
        }
        children += depth == 2 ? 1 : 0;
        if (depth > 2 && each.second > 1 && (most == nullptr || each.second > most->second)) {
            most = &each;
        }
    }
    return most == nullptr || children == 0
               ? ""
               : fmt::format("the root's children are all different; rows are probably {} ({}): "
                             "try -r //{}",
                             most->first, most->second, name_of(most->first));
}

} // namespace promfile
