#include "suggest/draft.hpp"

#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

bool has_value(const Rule& rule) {
    return rule.type != RuleType::info && rule.type != RuleType::stateset;
}

// Conditions on the names of elements that stand beside others: starts-with(name(..), 'Slot').
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

// A rule reads what another one reads, whatever it is called.
bool Present::has(const Rule& rule) const {
    std::vector<std::string> paths = {rule.rows};
    for (const std::string& value : rule.value) {
        paths.push_back(value == "." ? rule.rows : fmt::format("{}/{}", rule.rows, value));
    }
    const bool is_left = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return std::any_of(left.begin(), left.end(), [&](const std::string& other) {
            return path == other || path.starts_with(other + "/");
        });
    });
    return is_left || std::any_of(rules.begin(), rules.end(), [&](const Rule& other) {
               const bool counts = rule.value.empty();
               return other.rows == rule.rows && other.value == rule.value &&
                      (!counts || (other.type == rule.type && other.where == rule.where));
           });
}

void Draft::add(Candidate candidate, const PathNode& row) {
    Rule& rule = candidate.rule;
    const Entity& entity = *candidate.entity;
    if (rule.rows.empty()) {
        rule.rows = row_path(row);
    }
    for (const std::string& condition : name_conditions(rule, row)) {
        require(rule, condition);
    }
    const bool plain = rule.aggregate == Aggregate::each && !rule.value.empty();
    if (const std::uint64_t moments = moments_of(entity)) {
        if (!has_value(rule)) {
            return;
        }
        if (plain) {
            rule.aggregate = Aggregate::last;
            candidate.series = std::max<std::uint64_t>(1, candidate.series / moments);
        }
    } else if (entity.near_key && plain && !rule.labels.empty() && candidate.tier == Tier::active) {
        rule.aggregate = rule.type == RuleType::counter ? Aggregate::sum : Aggregate::max;
    }
    if (entity.near_key && !has_value(rule)) {
        return;
    }
    for (LabelRule& label : rule.labels) {
        // A stateset has a label of that name already.
        if (rule.type == RuleType::stateset && label.name == "state") {
            label.name = "state_name";
        }
    }
    if (present_.has(rule)) {
        return;
    }
    rule.name = names_.unique(entity, rule.name);
    candidates_.push_back(std::move(candidate));
}

void Draft::leave_out(const std::string& path, const std::string& reason) {
    left_out_.push_back({path, reason});
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

void require(Rule& rule, const std::string& condition) {
    rule.where.insert(rule.where.begin(), condition);
}

std::string row_title(const Entity& entity) {
    return joined(entity_words(entity), " ");
}

std::string help_text(const Field& field, const Entity& entity, const std::string& extra) {
    std::string text = field_title(field);
    const std::string row = row_title(entity);
    const bool said = lower_case(text).find(row) != std::string::npos;
    if (!row.empty() && !said) {
        text += " of the " + row;
    }
    return text + extra + ".";
}

std::vector<const Field*> siblings_of(const Entity& entity) {
    std::vector<const Field*> siblings;
    for (const Field& field : entity.fields) {
        siblings.push_back(&field);
    }
    for (const Entity* around = entity.parent; around != nullptr; around = around->parent) {
        for (const Field& field : around->fields) {
            if (field.name == "uptime") {
                siblings.push_back(&field);
            }
        }
    }
    return siblings;
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

std::string name_suffix(const NumberMeaning& meaning) {
    if (!meaning.counter) {
        return meaning.suffix;
    }
    return meaning.suffix.empty() ? "total" : meaning.suffix + "_total";
}

} // namespace promfile::suggest
