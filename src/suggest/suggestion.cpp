#include "suggest/suggestion.hpp"

#include "suggest/configuration_text.hpp"
#include "suggest/draft_rules.hpp"
#include "suggest/earlier_store.hpp"
#include "suggest/folding.hpp"
#include "suggest/profile_store.hpp"
#include "suggest/row_key.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

// Is it a document such as XHTML or DocBook? Half of its elements with children have text of their
// own, too.
bool is_prose(const Profile& profile) {
    std::uint64_t mixed = 0;
    std::uint64_t structures = 0;
    for (const PathNode& node : profile.nodes) {
        mixed += node.mixed;
        structures += node.children.empty() ? 0 : node.count;
    }
    return structures > 1 && 2 * mixed >= structures;
}

// Throws `Error` if the store cannot be read.
void check_store(const SuggestedStore& store, const xml::ReadLimits& limits,
                 const ReadingTime& time) {
    Profile profile;
    Profiler profiler(profile);
    profile_store(store.path, store.name, limits, time, profiler);
}

std::vector<std::string> summary_of(const Draft& draft, const std::vector<Candidate>& candidates) {
    size_t active = 0, optional = 0;
    std::uint64_t series = 0;
    for (const Candidate& candidate : candidates) {
        active += candidate.tier == Tier::active;
        optional += candidate.tier == Tier::optional;
        series += candidate.tier == Tier::active ? candidate.series : 0;
    }
    const size_t left_out = draft.left_out().size() + candidates.size() - active - optional;
    std::vector<std::string> lines = {
        fmt::format("{}, {} series{}{}", counted(active, "rule"), series,
                    optional == 0 ? "" : fmt::format("; {} more as comments", optional),
                    left_out == 0 ? "" : fmt::format("; {} left out", left_out))};
    const Profile& profile = draft.row_kinds().profile();
    if (profile.stores.size() == 1) {
        const bool one_row = std::all_of(
            draft.row_kinds().all().begin(), draft.row_kinds().all().end(),
            [](const RowKind& row_kind) { return row_kind.is_root() || row_kind.count() == 1; });
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
        profile_store(store.path, store.name == "-" ? "standard input" : store.name, request.limits,
                      request.time, profiler);
    }
    fold(profile);
    RowKinds row_kinds(profile);
    MetricNames names(profile, request.prefix);
    const ExistingConfiguration existing{request.existing_rules, request.left_out};
    for (const Rule& rule : existing.rules) {
        names.reserve(rule.name);
    }
    Draft draft(row_kinds, names, existing);
    std::string warning;
    if (is_prose(profile)) {
        draft.leave_out("the whole store", "it is a text, not data: most of its structures have "
                                           "words beside their elements");
    } else {
        find_keys(row_kinds);
        draft_rules(draft, row_kinds);
        const Trial trial(paths, request.limits, request.time, request.selection.max_series);
        if (!request.earlier_store.path.empty()) {
            check_store(request.earlier_store, request.limits, request.time);
            const Trial before({request.earlier_store.path}, request.limits, request.time,
                               request.selection.max_series);
            warning = compare_with_earlier(draft, before, trial);
        }
        SelectionLimits selection = request.selection;
        selection.needs_active_rule = existing.rules.empty();
        select(draft, trial, selection);
    }
    Heading heading;
    heading.stores = profile.stores;
    heading.configuration = request.configuration;
    heading.textfile_directory = request.textfile_directory;
    heading.name = request.name;
    heading.version = request.version;
    heading.recover = request.limits.recover;
    return {configuration_text(draft, draft.candidates(), heading),
            summary_of(draft, draft.candidates()), warning};
}

} // namespace promfile::suggest
