#include "run/provenance.hpp"

#include "metrics/exposition.hpp"
#include "output/exposition_file.hpp"
#include "rules/rule_words.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string_view>
#include <vector>

namespace promfile {

namespace {

// The names for the first line; if there are many stores, the names of the first few.
std::vector<std::string> named_sources(const Settings& settings) {
    constexpr size_t max_stores_named = 3;
    if (!settings.config_path.empty() && !settings.inputs_given) {
        return {settings.config_path};
    }
    if (settings.stores.empty()) {
        return {std::string(source_of_sensors)};
    }
    const size_t named = std::min(settings.stores.size(), max_stores_named);
    std::vector<std::string> names(named);
    std::transform(settings.stores.begin(),
                   settings.stores.begin() + static_cast<std::ptrdiff_t>(named), names.begin(),
                   store_name);
    return names;
}

std::string source_text(const Settings& settings) {
    std::vector<std::string> names = named_sources(settings);
    if (names.size() < settings.stores.size() &&
        names.front() == store_name(settings.stores.front())) {
        names.push_back(fmt::format("and {} more", settings.stores.size() - names.size()));
    }
    return escaped_utf8(fmt::format("{}", fmt::join(names, " ")));
}

std::string_view without_dot(std::string_view path) {
    return path.substr(path.starts_with("./") ? 2 : 0);
}

// Whether the text, a list of paths, has this path or one that ends in it.
bool names(std::string_view text, std::string_view path) {
    path = without_dot(path);
    for (size_t at = text.find(path); at != std::string_view::npos; at = text.find(path, at + 1)) {
        const size_t end = at + path.size();
        const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '/';
        if (begins && (end == text.size() || text[end] == ' ')) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string first_line(const Settings& settings) {
    return fmt::format("{}{}", written_by, source_text(settings));
}

std::optional<std::string> other_owner(const PublishedFile& published, const Settings& settings) {
    constexpr size_t max_shown = 300; // bytes
    const std::string ours = escape_comment(source_text(settings));
    if (!published.exists || published.source == ours || names(ours, published.source)) {
        return std::nullopt;
    }
    for (const std::string& source : named_sources(settings)) {
        if (names(published.source, escape_comment(escaped_utf8(source)))) {
            return std::nullopt;
        }
    }
    const std::string theirs = to_utf8(published.source.substr(0, max_shown));
    return fmt::format("{} was written from {}, and not from {}: where both are run they "
                       "replace each other's metrics; give one of them another name with -n, or "
                       "remove the file if {} is not used any more",
                       published.path, theirs, ours, theirs);
}

} // namespace promfile
