#include "suggest/draft.hpp"

#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/zoned_times.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace promfile::suggest {

namespace {

bool has_value(const Rule& rule) {
    return rule.type != RuleType::info && rule.type != RuleType::stateset;
}

// The conditions that choose rows by a text, as @name = 'size' does. Others demand a value or leave
// rows out.
std::vector<std::string> choices(const Rule& rule) {
    std::vector<std::string> chosen;
    std::copy_if(rule.where.begin(), rule.where.end(), std::back_inserter(chosen),
                 [](const std::string& condition) {
                     return condition.find(" = ") != std::string::npos &&
                            !condition.starts_with("not(");
                 });
    return chosen;
}

// Does the other rule read all rows that are chosen here?
bool reads_chosen(const Rule& other, const std::vector<std::string>& chosen) {
    const std::vector<std::string> own = choices(other);
    return own.empty() ||
           std::all_of(chosen.begin(), chosen.end(), [&](const std::string& condition) {
               return std::find(own.begin(), own.end(), condition) != own.end();
           });
}

// A condition such as starts-with(name(..), 'Slot') for each element that is matched with *
// although other elements have the same parent.
std::vector<std::string> name_conditions(const Rule& rule, const PathNode& row) {
    std::vector<std::string> conditions;
    std::string way = rule.rows.ends_with("/@*") ? ".." : "";
    for (const PathNode* node = &row; node != nullptr; node = node->parent) {
        if (!node->folded_prefix.empty()) {
            conditions.push_back(
                fmt::format("starts-with(name({}), {})", way, xpath_literal(node->folded_prefix)));
        }
        way += way.empty() ? ".." : "/..";
    }
    return conditions;
}

} // namespace

bool ExistingConfiguration::has(const Rule& rule) const {
    std::vector<std::string> paths = {rule.rows};
    for (const std::string& value : rule.value) {
        paths.push_back(value == "." ? rule.rows : fmt::format("{}/{}", rule.rows, value));
    }
    const bool is_left_out = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return std::any_of(left_out.begin(), left_out.end(), [&](const std::string& other) {
            return path == other || path.starts_with(other + "/");
        });
    });
    const std::vector<std::string> chosen = choices(rule);
    return is_left_out || std::any_of(rules.begin(), rules.end(), [&](const Rule& other) {
               const bool same = rule.value.empty()
                                     ? other.type == rule.type && other.where == rule.where
                                     : reads_chosen(other, chosen);
               return other.rows == rule.rows && other.value == rule.value && same;
           });
}

void Draft::add(Candidate candidate, const PathNode& row) {
    Rule& rule = candidate.rule;
    const RowKind& row_kind = *candidate.row_kind;
    for (const std::string& condition : name_conditions(rule, row)) {
        add_condition(rule, condition);
    }
    const bool plain = rule.aggregate == Aggregate::each && !rule.value.empty();
    if (const std::uint64_t moments = moments_of(row_kind)) {
        if (!has_value(rule)) {
            return;
        }
        if (plain) {
            rule.aggregate =
                moment_row(row_kind)->newest_first ? Aggregate::first : Aggregate::last;
            candidate.series = std::max<std::uint64_t>(1, candidate.series / moments);
        }
    } else if (row_kind.near_key && plain && !rule.labels.empty() &&
               candidate.tier == Tier::active) {
        rule.aggregate = rule.type == RuleType::counter ? Aggregate::sum : Aggregate::max;
    }
    if (row_kind.near_key && !has_value(rule)) {
        return;
    }
    for (LabelRule& label : rule.labels) {
        // The states of a stateset have this label.
        if (rule.type == RuleType::stateset && label.name == "state") {
            label.name = "state_name";
        }
    }
    if (existing_.has(rule)) {
        return;
    }
    rule.name = names_.unique(row_kind, rule.name);
    candidates_.push_back(std::move(candidate));
}

void Draft::leave_out(const std::string& path, const std::string& reason) {
    left_out_.push_back({path, reason});
}

Candidate new_candidate(const RowKind& row_kind, bool is_setting, int score, std::uint64_t series) {
    Candidate candidate;
    candidate.row_kind = &row_kind;
    candidate.score = score;
    candidate.series = std::max<std::uint64_t>(1, series);
    candidate.tier = is_setting ? Tier::optional : Tier::active;
    candidate.reason = is_setting ? "settings" : "";
    candidate.rule.rows = row_path(*row_kind.node);
    return candidate;
}

bool is_in_configuration(const PathNode& node) {
    for (const PathNode* at = &node; at->parent != nullptr; at = at->parent) {
        if (is_word(snake_case(at->name), vocabulary::settings_elements)) {
            return true;
        }
    }
    return false;
}

void make_optional(Candidate& candidate, const std::string& reason) {
    if (!reason.empty() && candidate.tier == Tier::active) {
        candidate.tier = Tier::optional;
        candidate.reason = reason;
    }
}

std::string field_path(const RowKind& row_kind, const Field& field) {
    return fmt::format("{}/{}", row_path(*row_kind.node), field.path);
}

std::string reason_to_leave_out(const Field& field) {
    constexpr std::pair<FieldKind, const char*> reasons[] = {
        {FieldKind::secret, "looks like a secret"},
        {FieldKind::personal, "looks personal"},
        {FieldKind::free_text, "free text"},
        {FieldKind::url, "addresses"},
    };
    for (const auto& [kind, reason] : reasons) {
        if (field.kind == kind) {
            return reason;
        }
    }
    return names_a_thing(field) ? "names a thing, measures nothing" : "";
}

std::string xpath_literal(const std::string& text) {
    return text.find('\'') == std::string::npos ? fmt::format("'{}'", text)
                                                : fmt::format("\"{}\"", text);
}

void add_labels(Rule& rule, const RowLabels& labels) {
    for (const RowLabel& label : labels) {
        rule.labels.push_back(label.rule);
    }
}

void add_condition(Rule& rule, const std::string& condition) {
    rule.where.insert(rule.where.begin(), condition);
}

std::string row_title(const RowKind& row_kind) {
    return row_kind.is_root() ? "store" : joined(row_kind_words(row_kind), " ");
}

std::string help_text(const Field& field, const RowKind& row_kind, const std::string& extra) {
    std::string text = field_title(field);
    if (is_word(lower_case(text), "since until at from to by in out on before after")) {
        text = fmt::format("'{}'", lower_case(text));
    }
    const std::string row = row_title(row_kind);
    const bool said = lower_case(text).find(row) != std::string::npos;
    if (!row_kind.is_root() && !row.empty() && !said) {
        text += " of the " + row;
    }
    return text + extra + ".";
}

std::vector<const Field*> siblings_of(const RowKind& row_kind) {
    std::vector<const Field*> siblings;
    for (const Field& field : row_kind.fields) {
        siblings.push_back(&field);
    }
    for (const RowKind* around = row_kind.parent; around != nullptr; around = around->parent) {
        for (const Field& field : around->fields) {
            if (field.name == "uptime") {
                siblings.push_back(&field);
            }
        }
    }
    return siblings;
}

void use_time(Candidate& candidate, const Field& field) {
    Conversion& conversion = candidate.rule.conversion;
    conversion.map = field.map;
    conversion.time = field.format;
    if (!states_zone(field)) {
        candidate.note = "guess: the times name no zone, so UTC; `timezone` sets another";
    }
}

void use_number(Candidate& candidate, const Field& field, const NumberMeaning& meaning) {
    Conversion& conversion = candidate.rule.conversion;
    conversion.map = field.map;
    conversion.unit = meaning.unit;
    conversion.scale = meaning.scale;
    candidate.rule.type = meaning.counter ? RuleType::counter : RuleType::gauge;
    if (!meaning.guess.empty()) {
        candidate.note = "guess: " + meaning.guess;
    }
}

void use_states(Rule& rule, const Field& field) {
    constexpr const char* other = "other";
    rule.type = RuleType::stateset;
    rule.states = states_of(field);
    for (const std::string& state : rule.states) {
        rule.state_map.emplace_back(state, state);
    }
    rule.state_map_else = other;
    if (std::find(rule.states.begin(), rule.states.end(), other) == rule.states.end()) {
        rule.states.emplace_back(other);
    }
}

std::string name_suffix(const NumberMeaning& meaning) {
    if (!meaning.counter) {
        return meaning.suffix;
    }
    return meaning.suffix.empty() ? "total" : meaning.suffix + "_total";
}

} // namespace promfile::suggest
