#include "suggest/configuration_text.hpp"

#include "rules/rule_groups.hpp"
#include "suggest/row_key.hpp"
#include "suggest/words.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_left_out_lines = 100;
constexpr size_t max_line = 98;

// The text as comment lines of at most 98 characters.
std::string comment(const std::string& text) {
    std::string out;
    std::string line = "#";
    size_t begin = 0;
    while (begin < text.size()) {
        const size_t end = std::min(text.find(' ', begin), text.size());
        if (line.size() > 1 && line.size() + 1 + end - begin > max_line) {
            out += line + "\n";
            line = "#";
        }
        line += " " + text.substr(begin, end - begin);
        begin = end + 1;
    }
    return out + line + "\n";
}

// Replaces line ends, which would end a comment, and other control characters, with spaces.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }, ' ');
    return text;
}

// ", told apart by stream", for the heading of a section.
std::string told_apart(const RowKind& row_kind, const RowKinds& row_kinds) {
    if (row_kind.is_root()) {
        return {};
    }
    if (moments_of(row_kind) > 0) {
        return row_kind.moments == 0 ? ""
               : row_kind.newest_first
                   ? ", one thing at several times, the newest first: the first row counts"
                   : ", one thing at several times: the last row counts";
    }
    std::string by;
    const RowLabels labels = labels_of(row_kinds, row_kind, *row_kind.node);
    for (const RowLabel& label : labels) {
        by += fmt::format("{}{}", by.empty() ? "" : ", ", label.rule.name);
    }
    return row_kind.has_key() && !by.empty() ? ", told apart by " + by : "";
}

std::string section_heading(const RowKind& row_kind, const RowKinds& row_kinds) {
    const std::uint64_t rows = row_kind.count();
    std::string text = fmt::format("---- {}: {}{}", row_path(*row_kind.node), counted(rows, "row"),
                                   told_apart(row_kind, row_kinds));
    if (rows == 1 && !row_kind.is_root() && row_kind.node->max_in_parent <= 1 &&
        row_kind.has_key()) {
        text += "; one row in one sample tells little";
    }
    return comment(one_line(text));
}

std::string commented(const std::string& rule) {
    std::string out;
    size_t begin = 0;
    while (begin < rule.size()) {
        const size_t end = std::min(rule.find('\n', begin), rule.size());
        out += "#" + rule.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    return out;
}

std::string note_of(const Candidate& candidate) {
    return candidate.note.empty() ? "" : comment(one_line(candidate.note));
}

std::string print_active(const std::vector<const Candidate*>& candidates) {
    std::vector<NotedRule> rules;
    std::transform(candidates.begin(), candidates.end(), std::back_inserter(rules),
                   [](const Candidate* candidate) {
                       return NotedRule{note_of(*candidate), rule_text(candidate->rule)};
                   });
    return print_grouped(rules, GroupForm::tables) + "\n";
}

// Each rule is complete, without a group: any of them may be made active.
std::string print_optional(const std::vector<const Candidate*>& candidates) {
    std::string out;
    for (const Candidate* candidate : candidates) {
        out += note_of(*candidate) + commented(print_rule(candidate->rule)) + "#\n";
    }
    return out;
}

std::vector<const Candidate*> of_tier(const std::vector<Candidate>& candidates, Tier tier) {
    std::vector<const Candidate*> found;
    for (const Candidate& candidate : candidates) {
        if (candidate.tier == tier) {
            found.push_back(&candidate);
        }
    }
    return found;
}

// Calls `print` for each run of consecutive candidates that are in the same section, by `same`.
template<typename Same, typename Print>
void by_sections(const std::vector<const Candidate*>& candidates, Same same, Print print) {
    for (auto begin = candidates.begin(); begin != candidates.end();) {
        const auto end = std::find_if(begin, candidates.end(), [&](const Candidate* candidate) {
            return !same(**begin, *candidate);
        });
        print(std::vector<const Candidate*>(begin, end));
        begin = end;
    }
}

std::uint64_t series_of(const std::vector<const Candidate*>& candidates) {
    std::uint64_t series = 0;
    for (const Candidate* candidate : candidates) {
        series += candidate->series;
    }
    return series;
}

std::string print_settings(const Heading& heading) {
    std::vector<std::string> stores;
    for (const std::string& store : heading.stores) {
        stores.push_back(quoted_toml(store));
    }
    std::string out = fmt::format("store = [{}]\n", fmt::join(stores, ", "));
    if (heading.textfile_directory.empty()) {
        out +=
            "# textfile-directory = '...': the directory of node_exporter's textfile collector\n";
    } else {
        out += fmt::format("textfile-directory = {}\n", quoted_toml(heading.textfile_directory));
    }
    if (!heading.name.empty()) {
        out += fmt::format("name = {}\n", quoted_toml(heading.name));
    }
    out += "# How often a timer runs promfile, for the alert on a file that is too old:\n"
           "#interval = '1min'\n";
    out += heading.recover ? "recover = true\n" : "";
    return out + "\n";
}

// The lines as comments with a blank, which are read by people only.
std::string in_comments(const std::string& text) {
    std::string out;
    size_t begin = 0;
    while (begin < text.size()) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        out += line.empty() ? "\n" : line.starts_with('#') ? line + "\n" : "# " + line + "\n";
        begin = end + 1;
    }
    return out;
}

std::string print_left_out(const Draft& draft, const std::vector<Candidate>& candidates) {
    std::vector<std::string> lines;
    std::set<std::string> seen;
    const auto add = [&](const std::string& path, const std::string& reason) {
        std::string line = one_line(fmt::format("#   {}: {}", path, reason));
        if (seen.insert(line).second) {
            lines.push_back(std::move(line));
        }
    };
    if (draft.row_kinds().profile().truncated) {
        lines.emplace_back("#   paths beyond the first 5,000, and attributes beyond 10,000");
    }
    for (const LeftOut& left : draft.left_out()) {
        add(left.path, left.reason);
    }
    for (const Candidate* candidate : of_tier(candidates, Tier::left_out)) {
        add(candidate->rule.name, candidate->reason);
    }
    if (lines.empty()) {
        return {};
    }
    if (lines.size() > max_left_out_lines) {
        const size_t more = lines.size() - max_left_out_lines;
        lines.resize(max_left_out_lines);
        lines.push_back(fmt::format("#   and {} more", more));
    }
    return fmt::format("# ---- Left out\n{}\n", fmt::join(lines, "\n"));
}

} // namespace

std::string configuration_text(const Draft& draft, const std::vector<Candidate>& candidates,
                               const Heading& heading) {
    const Profile& profile = draft.row_kinds().profile();
    const auto active = of_tier(candidates, Tier::active);
    const auto optional = of_tier(candidates, Tier::optional);
    std::string names;
    for (const std::string& store : profile.stores) {
        names += (names.empty() ? "" : ", ") + std::string(base_name(store));
    }
    constexpr size_t max_names = 200;
    if (names.size() > max_names) {
        names = counted(profile.stores.size(), "store");
    }
    std::string out = comment(one_line(fmt::format(
        "Suggested by promfile {} from {}: {}, {}. Look through it and delete what you do not "
        "need: `promfile --debug -c FILE` shows the metrics. {}, {} series{}",
        heading.version, names, counted(profile.elements, "element"),
        counted(profile.nodes.size(), "path"), counted(active.size(), "rule"), series_of(active),
        optional.empty() ? "." : fmt::format("; {} more below as comments.", optional.size()))));
    if (active.empty() && !heading.configuration.empty()) {
        out += comment(one_line(
            fmt::format("{} has every rule that promfile would suggest{}", heading.configuration,
                        optional.empty() ? "." : "; the optional ones follow.")));
    } else if (active.empty()) {
        // Comments with a blank, since --check advises on the rows of the built-in metrics, which a
        // configuration without rules has.
        out += comment("Nothing was found that would make a metric. To write rules, begin with:");
        out += in_comments(print_settings(heading));
    } else if (heading.configuration.empty()) {
        out += print_settings(heading);
    } else {
        out += comment(one_line(fmt::format(
                   "Rules that {0} does not have yet: add those that you want to it. To stop a "
                   "suggestion, add a line `# promfile: leave PATH` to {0}.",
                   heading.configuration))) +
               "\n";
    }
    by_sections(
        active, [](const Candidate& a, const Candidate& b) { return a.row_kind == b.row_kind; },
        [&](const std::vector<const Candidate*>& section) {
            out += section_heading(*section.front()->row_kind, draft.row_kinds());
            out += print_active(section);
        });
    if (!optional.empty()) {
        out += "# ---- Perhaps: remove the # before the rules that you want\n";
    }
    by_sections(
        optional,
        [](const Candidate& a, const Candidate& b) {
            return a.row_kind == b.row_kind && a.reason == b.reason;
        },
        [&](const std::vector<const Candidate*>& section) {
            out += comment(one_line(fmt::format(
                "-- {}: {}", row_path(*section.front()->row_kind->node), section.front()->reason)));
            out += print_optional(section);
        });
    return out + print_left_out(draft, candidates);
}

} // namespace promfile::suggest
