#include "suggest/suggestion.hpp"

#include "suggest/drafting.hpp"
#include "suggest/earlier.hpp"
#include "suggest/feed.hpp"
#include "suggest/folding.hpp"
#include "suggest/print.hpp"
#include "suggest/row_key.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

// Documents of prose have text beside their elements.
bool is_prose(const Profile& profile) {
    std::uint64_t mixed = 0;
    std::uint64_t structures = 0;
    for (const PathNode& node : profile.nodes) {
        mixed += node.mixed;
        structures += node.children.empty() ? 0 : node.count;
    }
    return structures > 1 && 2 * mixed >= structures;
}

std::vector<std::string> summary_of(const Draft& draft, const std::vector<Candidate>& candidates) {
    size_t active = 0, perhaps = 0;
    std::uint64_t series = 0;
    for (const Candidate& candidate : candidates) {
        active += candidate.tier == Tier::active;
        perhaps += candidate.tier == Tier::perhaps;
        series += candidate.tier == Tier::active ? candidate.series : 0;
    }
    std::vector<std::string> lines = {fmt::format(
        "{}, {} series; {} more as comments; {} left out", counted(active, "rule"), series, perhaps,
        draft.left_out().size() + candidates.size() - active - perhaps)};
    const Profile& profile = draft.entities().profile();
    if (profile.stores.size() == 1) {
        const bool one_row = std::all_of(
            draft.entities().all().begin(), draft.entities().all().end(),
            [](const Entity& entity) { return entity.is_root() || entity.count() == 1; });
        lines.emplace_back(
            one_row ? "no element repeats in this one store: give more samples of the format"
                    : "one store is a sample: more of the same format make the rules surer");
    }
    return lines;
}

} // namespace

Suggestion suggest_configuration(const SuggestionRequest& request) {
    Profile profile;
    Profiler profiler(profile);
    std::vector<std::string> paths;
    for (const SuggestedStore& store : request.stores) {
        profile.stores.push_back(store.name);
        paths.push_back(store.path);
        feed_store(store.path, store.name == "-" ? "standard input" : store.name, request.limits,
                   profiler);
    }
    fold(profile);
    Entities entities(profile);
    MetricNames names(profile, request.prefix);
    const Present present{request.present, request.left};
    for (const Rule& rule : present.rules) {
        names.reserve(rule.name);
    }
    Draft draft(entities, names, present);
    if (is_prose(profile)) {
        draft.leave_out("the whole store", "it is a text, not data: most of its structures have "
                                           "words beside their elements");
    } else {
        find_keys(entities);
        draft_rules(draft, entities);
        const Trial trial(paths, request.limits, request.selection.max_series);
        if (!request.earlier.empty()) {
            const Trial before({request.earlier}, request.limits, request.selection.max_series);
            compare_with_earlier(draft, before, trial);
        }
        select(draft, trial, request.selection);
    }
    Heading heading;
    heading.stores = profile.stores;
    heading.configuration = request.configuration;
    heading.textfile_directory = request.textfile_directory;
    heading.name = request.name;
    heading.version = request.version;
    heading.recover = request.limits.recover;
    return {print_suggestion(draft, draft.candidates(), heading),
            summary_of(draft, draft.candidates())};
}

} // namespace promfile::suggest
