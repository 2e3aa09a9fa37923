#include "suggest/listed_row_rules.hpp"

#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

constexpr std::uint64_t large_row = 64 << 10;
constexpr std::uint64_t huge_row = 1 << 20; // too large to hold in memory for an info metric
constexpr size_t max_info_labels = 6;
constexpr size_t max_info_text = 64;

// Converts an XPath relative to an element into one relative to an attribute of the element.
std::string from_attribute(const std::string& xpath) {
    constexpr std::string_view name_of = "name(";
    if (xpath == ".") {
        return "..";
    }
    if (xpath.starts_with(name_of)) {
        const std::string way = xpath.substr(name_of.size(), xpath.size() - name_of.size() - 1);
        return fmt::format("name({})", way.empty() ? ".." : "../" + way);
    }
    return "../" + xpath;
}

// How a rule reads a field: its row element, and the XPath relative to that element.
struct Place {
    const PathNode* row;
    std::string value;
    RowLabels labels;
    std::vector<std::string> where;
};

class ListedRows {
public:
    ListedRows(Draft& draft, const RowKind& row_kind, bool is_setting)
        : draft_(draft), row_kind_(row_kind), node_(*row_kind.node), setting_(is_setting),
          siblings_(siblings_of(row_kind)),
          labels_(labels_of(draft.row_kinds(), row_kind, *row_kind.node)) {}

    void run() {
        draft_status_attributes();
        for (const Field& field : row_kind_.fields) {
            const bool key = std::find(row_kind_.key.begin(), row_kind_.key.end(), &field) !=
                             row_kind_.key.end();
            if (!key && field.skip_reason.empty() && statuses_.count(&field) == 0) {
                draft_field(field);
            }
        }
        draft_flags();
        draft_info();
    }

private:
    Candidate candidate(int score, std::uint64_t series) const {
        return new_candidate(row_kind_, setting_, score, series);
    }

    // The rule reads the elements that have the field if the row is large, a root or without
    // labels: then no whole row has to be in memory. This needs labels that come from start tags.
    // Otherwise the rule reads the row element.
    Place place_of(const Field& field) const {
        const bool from_tags = std::all_of(labels_.begin(), labels_.end(),
                                           [](const RowLabel& label) { return label.from_tags; });
        const bool path_label = !row_kind_.path_attribute.empty();
        if (!from_tags ||
            (!labels_.empty() && node_.max_bytes <= large_row && !row_kind_.is_root()) ||
            (path_label && field.node != &node_)) {
            const bool optional = field.statistics->non_empty() < node_.count;
            const std::string there = field.path == "." ? "string(.)" : field.path;
            std::vector<std::string> where;
            if (optional) {
                where.push_back(there);
            }
            return {&node_, field.value, labels_, where};
        }
        const std::string own = field.is_attribute() ? field.steps.back() : ".";
        std::string value = own;
        if (!field.unit_path.empty()) {
            const size_t slash = field.unit_path.rfind('/');
            const std::string last =
                slash == std::string::npos ? field.unit_path : field.unit_path.substr(slash + 1);
            const bool beside = !field.is_attribute() && !last.starts_with('@');
            value = fmt::format("concat({}, ' ', {}{})", own, beside ? "../" : "", last);
        }
        return {field.node,
                value,
                labels_.empty() ? RowLabels()
                                : labels_of(draft_.row_kinds(), row_kind_, *field.node),
                {}};
    }

    // Three or more boolean attributes with the same words become one metric with a label for the
    // attribute's name: online="true" standby="false" maintenance="false".
    void draft_status_attributes() {
        constexpr size_t min_count = 3;
        std::map<std::vector<std::string>, std::vector<const Field*>> by_words;
        for (const Field& field : row_kind_.fields) {
            if (field.kind == FieldKind::boolean && field.depth() == 0 && field.is_attribute() &&
                field.skip_reason.empty()) {
                std::vector<std::string> words;
                for (const auto& [text, target] : field.map) {
                    if (std::holds_alternative<double>(target)) {
                        words.push_back(text);
                    }
                }
                std::sort(words.begin(), words.end());
                by_words[words].push_back(&field);
            }
        }
        for (const auto& [words, fields] : by_words) {
            if (fields.size() < min_count || !row_kind_.path_attribute.empty()) {
                continue;
            }
            std::string listed;
            std::string condition;
            std::uint64_t series = 0;
            for (const Field* field : fields) {
                statuses_.insert(field);
                series += field->statistics->non_empty();
                listed += (listed.empty() ? "" : ", ") + field->path.substr(1);
            }
            for (const std::string& word : words) {
                condition +=
                    fmt::format("{}. = {}", condition.empty() ? "" : " or ", xpath_literal(word));
            }
            Candidate made = candidate(57, series);
            Rule& rule = made.rule;
            rule.name = draft_.names().name(row_kind_, {"status"}, "");
            rule.help = fmt::format("Whether the {} has the status (1 or 0): {}.",
                                    row_kind_.is_root() ? "store" : row_title(row_kind_), listed);
            rule.rows = row_path(node_) + "/@*";
            rule.where = {condition};
            rule.value = {"."};
            rule.conversion.map = fields.front()->map;
            std::set<std::string> used;
            for (RowLabel label : labels_) {
                used.insert(label.rule.name);
                label.rule.value = from_attribute(label.rule.value);
                rule.labels.push_back(label.rule);
            }
            LabelRule status;
            status.name = used.count("status") > 0 ? "flag" : "status";
            status.value = "name()";
            rule.labels.push_back(status);
            draft_.add(std::move(made), node_);
        }
    }

    void draft_field(const Field& field) {
        if (field.kind == FieldKind::none) {
            return;
        }
        if (const std::string reason = reason_to_leave_out(field); !reason.empty()) {
            draft_.leave_out(field_path(row_kind_, field), reason);
        } else if (field.is_numeric()) {
            draft_number(field);
        } else if (field.kind == FieldKind::boolean) {
            draft_boolean(field);
        } else if (field.kind == FieldKind::time) {
            draft_time(field);
        } else if (is_stateful(field) && draft_states(field)) {
            return;
        } else if (field.statistics->longest <= max_info_text) {
            texts_.push_back(&field);
        } else {
            draft_.leave_out(field_path(row_kind_, field), "long texts");
        }
    }

    Candidate placed(const Field& field, int score) {
        Candidate made = candidate(score, field.statistics->non_empty());
        const Place place = place_of(field);
        made.rule.rows = row_path(*place.row);
        made.rule.value = {place.value};
        made.rule.where = place.where;
        add_labels(made.rule, place.labels);
        row_ = place.row;
        if (is_setting(field) && made.tier == Tier::active) {
            made.tier = Tier::optional;
            made.reason = "settings";
        }
        return made;
    }

    void draft_number(const Field& field) {
        constexpr std::uint64_t many = 8;
        const Words words = field_words(field);
        const NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        const bool constant =
            field.statistics->distinct() == 1 && node_.count >= many && field.name != "size";
        Candidate made = placed(field, constant ? 35 : 60);
        Rule& rule = made.rule;
        use_number(made, field, meaning);
        rule.name = draft_.names().name(row_kind_, words, name_suffix(meaning));
        rule.help = help_text(field, row_kind_,
                              meaning.suffix == "timestamp_seconds" ? ", in unix seconds" : "");
        if (holds_word(field.name, vocabulary::settings_words)) {
            made.tier = Tier::optional;
            made.reason = "looks like a setting";
        }
        const bool counts_events = holds_word(field.name, vocabulary::events_counted_words) &&
                                   meaning.suffix != "timestamp_seconds";
        if (!rule.where.empty() && counts_events && row_ == &node_) {
            rule.where.clear();
            rule.missing = 0.0;
            made.series = node_.count;
        }
        draft_.add(std::move(made), *row_);
    }

    void draft_boolean(const Field& field) {
        Candidate made = placed(field, 50);
        made.rule.name = draft_.names().name(row_kind_, field_words(field), "");
        made.rule.help = help_text(field, row_kind_, " (1 or 0)");
        made.rule.conversion.map = field.map;
        draft_.add(std::move(made), *row_);
    }

    void draft_time(const Field& field) {
        Candidate made = placed(field, 45);
        made.rule.name = draft_.names().name(row_kind_, field_words(field), "timestamp_seconds");
        made.rule.help = help_text(field, row_kind_, ", in unix seconds");
        use_time(made.rule, field);
        draft_.add(std::move(made), *row_);
    }

    bool draft_states(const Field& field) {
        const std::vector<std::string> states = states_of(field);
        if (node_.count * states.size() > max_metric_series) {
            return false;
        }
        Candidate made = placed(field, 55);
        made.series = field.statistics->non_empty() * states.size();
        made.rule.type = RuleType::stateset;
        made.rule.name = draft_.names().name(row_kind_, field_words(field), "");
        made.rule.help = help_text(field, row_kind_, "");
        made.rule.states = states;
        draft_.add(std::move(made), *row_);
        return true;
    }

    void draft_flags() {
        for (const Flag& flag : row_kind_.flags) {
            Candidate made = candidate(48, node_.count);
            const Words words = split_words(flag.path);
            made.rule.name = draft_.names().name(row_kind_, words, "");
            made.rule.help = fmt::format("Whether the {} is {} (1 or 0).",
                                         row_kind_.is_root() ? "store" : row_title(row_kind_),
                                         joined(words, " "));
            made.rule.value = {fmt::format("boolean({})", flag.path)};
            add_labels(made.rule, labels_);
            draft_.add(std::move(made), node_);
        }
    }

    // An info metric with the texts as labels, descriptions first.
    void draft_info() {
        std::vector<const Field*> telling;
        for (const Field* field : texts_) {
            constexpr size_t max_depth = 2;
            if (!is_setting(*field) && field->depth() <= max_depth) {
                telling.push_back(field);
            }
        }
        if (telling.empty() || node_.max_bytes >= huge_row) {
            return;
        }
        std::stable_sort(telling.begin(), telling.end(), [](const Field* a, const Field* b) {
            const bool a_describes = holds_word(a->name, vocabulary::description_words);
            const bool b_describes = holds_word(b->name, vocabulary::description_words);
            return a_describes != b_describes ? a_describes : a->depth() < b->depth();
        });
        Candidate made = candidate(40, node_.count);
        Rule& rule = made.rule;
        add_labels(rule, labels_);
        std::set<std::string> used;
        std::set<std::string> told; // paths that are labels already
        for (const RowLabel& label : labels_) {
            used.insert(label.rule.name);
            told.insert(label.rule.value);
        }
        std::string listed;
        for (size_t i = 0; i < telling.size(); ++i) {
            const Field& field = *telling[i];
            if (told.count(field.path) > 0) {
                continue;
            }
            if (i >= max_info_labels) {
                draft_.leave_out(field_path(row_kind_, field), "one of many texts");
                continue;
            }
            LabelRule label;
            label.name = label_name(field_label(row_kind_, field));
            label.value = field.path;
            if (used.insert(label.name).second) {
                listed += (listed.empty() ? "" : ", ") + joined(split_words(label.name), " ");
                rule.labels.push_back(label);
            }
        }
        if (listed.empty()) {
            return;
        }
        rule.type = RuleType::info;
        rule.name = draft_.names().name(row_kind_, {}, "info");
        rule.help = fmt::format("Properties of the {} ({}); always 1.",
                                row_kind_.is_root() ? "store" : row_title(row_kind_), listed);
        draft_.add(std::move(made), node_);
    }

    Draft& draft_;
    const RowKind& row_kind_;
    const PathNode& node_;
    bool setting_;
    std::vector<const Field*> siblings_;
    RowLabels labels_;
    std::set<const Field*> statuses_; // fields that draft_status_attributes has covered
    std::vector<const Field*> texts_;
    const PathNode* row_ = nullptr; // of the rule that `placed` made last
};

} // namespace

void draft_listed_rows(Draft& draft, const RowKind& row_kind, bool is_setting) {
    ListedRows(draft, row_kind, is_setting).run();
}

} // namespace promfile::suggest
