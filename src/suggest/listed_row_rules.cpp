#include "suggest/listed_row_rules.hpp"

#include "suggest/doubts.hpp"
#include "suggest/row_key.hpp"
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
          siblings_(siblings_of(row_kind)), doubts_(row_kind),
          labels_(labels_of(draft.row_kinds(), row_kind, *row_kind.node)) {}

    void run() {
        draft_moment();
        draft_status_attributes();
        for (const Field& field : row_kind_.fields) {
            const bool key = std::find(row_kind_.key.begin(), row_kind_.key.end(), &field) !=
                             row_kind_.key.end();
            if (!field.skip_reason.empty()) {
                draft_.leave_out(field_path(row_kind_, field), field.skip_reason);
            } else if (!key && statuses_.count(&field) == 0) {
                draft_field(field);
            }
        }
        for (const LeftOut& left_out : row_kind_.left_out) {
            draft_.leave_out(left_out.path, left_out.reason);
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
        if (!from_tags || field.column != nullptr ||
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
            const bool in_element = field.is_attribute() || field.path == "." ||
                                    field.unit_path.starts_with(field.path + "/");
            value = fmt::format("concat({}, ' ', {}{})", own, in_element ? "" : "../", last);
        }
        return {field.node,
                value,
                labels_.empty() ? RowLabels()
                                : labels_of(draft_.row_kinds(), row_kind_, *field.node),
                {}};
    }

    // The time of the newest row, if the rows are one thing at several times. A time of day is read
    // together with the date beside it.
    void draft_moment() {
        constexpr size_t date_bytes = 10; // of 2026-11-22
        const std::vector<const Field*>& moment = row_kind_.moment;
        if (moment.empty() || moment.front()->kind == FieldKind::duration) {
            return;
        }
        const Field& date = *moment.front();
        Candidate made = candidate(62, 1);
        Rule& rule = made.rule;
        if (date.kind == FieldKind::time) {
            use_time(made, date);
        } else {
            use_number(made, date, meaning_of(date, date.name, siblings_));
        }
        rule.value = {date.value};
        if (moment.size() > 1 && moment[1]->kind == FieldKind::duration &&
            date.format == "iso8601" && date.statistics->longest == date_bytes) {
            rule.value = {fmt::format("concat({}, 'T', {})", date.path, moment[1]->path)};
        }
        rule.aggregate = Aggregate::max;
        rule.name = draft_.names().name(row_kind_, {"newest"}, "timestamp_seconds");
        rule.help = fmt::format("Time of the newest {}, in unix seconds.", row_title(row_kind_));
        draft_.add(std::move(made), node_);
    }

    // Three or more boolean attributes with the same words become one metric with a label for the
    // attribute's name: online="true" standby="false" maintenance="false".
    void draft_status_attributes() {
        constexpr size_t min_count = 3;
        std::map<std::vector<std::string>, std::vector<const Field*>> by_words;
        for (const Field& field : row_kind_.fields) {
            if (field.kind == FieldKind::boolean && field.path.starts_with('@') &&
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
            const bool has_status = std::any_of(
                row_kind_.fields.begin(), row_kind_.fields.end(),
                [](const Field& field) { return field.name == "status" && field.depth() == 0; });
            rule.name = draft_.names().name(row_kind_, {has_status ? "flags" : "status"}, "");
            rule.help = fmt::format("Whether the {} has the status (1 or 0): {}.",
                                    row_title(row_kind_), listed);
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
            draft_.leave_out(field_path(row_kind_, field), "without values");
        } else if (const std::string reason = reason_to_leave_out(field); !reason.empty()) {
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
        make_optional(made, is_setting(field) ? "looks like a setting" : "");
        return made;
    }

    void draft_number(const Field& field) {
        constexpr std::uint64_t many = 8;
        const Words words = field_words(field);
        NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        meaning.counter = meaning.counter && !starts_anew(row_kind_);
        const bool constant =
            field.statistics->distinct() == 1 && node_.count >= many && field.name != "size";
        Candidate made = placed(field, constant ? 35 : 60);
        Rule& rule = made.rule;
        use_number(made, field, meaning);
        rule.name = draft_.names().name(row_kind_, words, name_suffix(meaning));
        rule.help = help_text(field, row_kind_,
                              meaning.suffix == "timestamp_seconds" ? ", in unix seconds" : "");
        make_optional(made, doubts_.about_number(field, meaning));
        const bool counts_events = holds_word(field.name, vocabulary::events_counted_words) &&
                                   meaning.suffix != "timestamp_seconds";
        if (!rule.where.empty() && counts_events && row_ == &node_ && field.depth() == 0) {
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
        make_optional(made, doubts_.about_boolean(field));
        draft_.add(std::move(made), *row_);
    }

    void draft_time(const Field& field) {
        Candidate made = placed(field, 45);
        made.rule.name = draft_.names().name(row_kind_, field_words(field), "timestamp_seconds");
        made.rule.help = help_text(field, row_kind_, ", in unix seconds");
        use_time(made, field);
        draft_.add(std::move(made), *row_);
    }

    bool draft_states(const Field& field) {
        Candidate made = placed(field, 55);
        use_states(made.rule, field);
        if (node_.count * made.rule.states.size() > max_metric_series) {
            return false;
        }
        made.series = field.statistics->non_empty() * made.rule.states.size();
        Words words = field_words(field);
        if (!is_state_name(field.name)) {
            words.emplace_back("status");
        }
        made.rule.name = draft_.names().name(row_kind_, words, "");
        made.rule.help = help_text(field, row_kind_, "");
        make_optional(made, doubt_about_states(field));
        draft_.add(std::move(made), *row_);
        return true;
    }

    // A state in a configuration is the wanted one; a mode or a role is often a choice, too.
    std::string doubt_about_states(const Field& field) const {
        const std::vector<CountedText>& texts = field.statistics->texts;
        const bool chosen = holds_word(field.name, "mode level stage encryption dkim spf") &&
                            field.statistics->distinct() == 1 &&
                            std::none_of(texts.begin(), texts.end(), [](const CountedText& text) {
                                return is_state_text(text.text);
                            });
        return is_in_configuration(node_) || chosen ? "looks like a setting" : "";
    }

    void draft_flags() {
        for (const Flag& flag : row_kind_.flags) {
            Candidate made = candidate(48, node_.count);
            const Words words = split_words(flag.path);
            made.rule.name = draft_.names().name(row_kind_, words, "");
            made.rule.help = fmt::format("Whether the {} is {} (1 or 0).", row_title(row_kind_),
                                         joined(words, " "));
            made.rule.value = {fmt::format("boolean({})", flag.path)};
            add_labels(made.rule, labels_);
            make_optional(made, doubt_about_flag(joined(words)));
            draft_.add(std::move(made), node_);
        }
    }

    // An info metric with the texts as labels: the name, then descriptions.
    void draft_info() {
        std::vector<const Field*> telling;
        for (const Field* field : texts_) {
            constexpr size_t max_depth = 2;
            if (is_setting(*field) || field->depth() > max_depth || node_.max_bytes >= huge_row) {
                draft_.leave_out(field_path(row_kind_, *field), "a text");
            } else {
                telling.push_back(field);
            }
        }
        if (telling.empty()) {
            return;
        }
        const auto order = [](const Field& field) {
            const bool is_name =
                field.depth() == 0 && is_word(field.name, vocabulary::plain_name_words);
            const bool describes = holds_word(field.name, vocabulary::description_words);
            return std::pair(is_name ? 0 : describes ? 1 : 2, field.depth());
        };
        std::stable_sort(telling.begin(), telling.end(),
                         [&](const Field* a, const Field* b) { return order(*a) < order(*b); });
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
        for (const Field* text : telling) {
            const Field& field = *text;
            if (told.count(field.path) > 0) {
                continue;
            }
            if (repeats_key(row_kind_, field)) {
                draft_.leave_out(field_path(row_kind_, field), "repeats the key");
                continue;
            }
            if (rule.labels.size() >= labels_.size() + max_info_labels) {
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
        make_optional(made, is_in_configuration(node_) ? "looks like a setting" : "");
        rule.name = draft_.names().name(row_kind_, {}, "info");
        rule.help =
            fmt::format("Properties of the {} ({}); always 1.", row_title(row_kind_), listed);
        draft_.add(std::move(made), node_);
    }

    Draft& draft_;
    const RowKind& row_kind_;
    const PathNode& node_;
    bool setting_;
    std::vector<const Field*> siblings_;
    Doubts doubts_;
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
