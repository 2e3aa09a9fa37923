#include "suggest/summed_row_rules.hpp"

#include "suggest/doubts.hpp"
#include "suggest/grouping_labels.hpp"
#include "suggest/outcomes.hpp"
#include "suggest/parent_statements.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile::suggest {

namespace {

class SummedRows {
public:
    SummedRows(Draft& draft, const RowKind& row_kind, bool is_setting)
        : draft_(draft), row_kind_(row_kind), node_(*row_kind.node), setting_(is_setting),
          rows_(row_kind.node->sampled), siblings_(siblings_of(row_kind)), doubts_(row_kind),
          parent_(draft.row_kinds(), row_kind), grouping_(draft.row_kinds(), row_kind) {}

    void run() {
        explain_grouping();
        draft_count();
        for (const Field* field : grouping_.further_states()) {
            draft_count_by(*field);
        }
        draft_presence();
        for (const Field& field : row_kind_.fields) {
            if (!field.skip_reason.empty()) {
                draft_.leave_out(field_path(row_kind_, field), field.skip_reason);
            } else if (!is_key(field) && !grouping_.uses(field)) {
                draft_field(field);
            }
        }
    }

private:
    bool is_key(const Field& field) const {
        return std::find(row_kind_.key.begin(), row_kind_.key.end(), &field) != row_kind_.key.end();
    }

    Candidate candidate(int score, std::uint64_t series) const {
        return new_candidate(row_kind_, setting_, score, series);
    }

    // Without the condition, rows that lack the field would be counted, or skipped with a warning.
    void require_if_optional(Rule& rule, const Field& field) const {
        if (field.statistics->non_empty() < node_.count && field.path != ".") {
            rule.where = {field.path};
        }
    }

    void explain_grouping() {
        const bool many = node_.count > max_listed_rows;
        std::string why = "nothing tells the rows apart";
        if (!row_kind_.key.empty() && row_kind_.transient) {
            why = fmt::format("the values of {} come and go", row_kind_.key.front()->path);
        } else if (many && row_kind_.has_key()) {
            why = fmt::format("there are {}", node_.count);
        }
        draft_.leave_out(row_path(node_), "rows have no series of their own, since " + why);
    }

    void draft_count() {
        outcomes_ = outcomes_of(row_kind_);
        Candidate made = candidate(70, grouping_.count_series() * (1 + outcomes_.size()));
        Rule& rule = made.rule;
        rule.aggregate = Aggregate::count;
        add_labels(rule, grouping_.count_labels());
        if (!outcomes_.empty()) {
            rule.labels.push_back(result_label(outcomes_));
        }
        const Words words = row_words();
        rule.name = draft_.names().pair_name(row_kind_, {}, count_name(), "");
        const std::string title = capitalized(joined(words, " "));
        const std::string by = by_labels(all_labels(rule));
        rule.help = fmt::format("{}{}.", title, by.empty() ? "" : ", " + by);
        if (rule.labels.size() == grouping_.ancestor_labels().size()) {
            if (const Field* above = parent_.count_of_rows()) {
                make_optional(made, fmt::format("{} of the {} is their number", above->path,
                                                row_title(*row_kind_.parent)));
            }
        }
        draft_.add(std::move(made), node_);
    }

    // Of several times of the rows, one tells how new the newest row is: the "time" of the row, or
    // else the latest one. Only that one, starts and dates of expiry are worth a metric.
    std::string doubt_about_time(const Field& field) const {
        constexpr std::string_view plain = "time timestamp date";
        constexpr std::string_view expiry = "deadline expire expires expiry expiration until due";
        if (holds_word(field.name, expiry) || holds_word(field.name, "start started restart")) {
            return {};
        }
        const Field* main = nullptr;
        for (const Field& other : row_kind_.fields) {
            const bool time = other.kind == FieldKind::time ||
                              (other.is_numeric() &&
                               meaning_of(other, joined(field_words(other)), siblings_).suffix ==
                                   "timestamp_seconds");
            if (!time || !other.skip_reason.empty() || holds_word(other.name, expiry)) {
                continue;
            }
            const bool is_plain = is_word(other.name, plain);
            const bool is_main_plain = main != nullptr && is_word(main->name, plain);
            const bool better = main == nullptr || (is_plain && !is_main_plain) ||
                                (is_plain == is_main_plain && other.depth() <= main->depth() &&
                                 other.statistics->max > main->statistics->max);
            main = better ? &other : main;
        }
        return main == nullptr || main == &field
                   ? ""
                   : fmt::format("{} tells how new the rows are", main->path);
    }

    // The words for the rows in the plural.
    Words row_words() const {
        Words words = split_words(node_.folded ? node_.folded_name : node_.name);
        if (words.empty()) {
            words = {"row"};
        }
        words.back() = plural_of(words.back());
        return words;
    }

    // The same words for the name of the count, without the words of the prefix.
    Words count_name() {
        const Words words = row_words();
        const Words prefix = split_words(draft_.names().prefix(row_kind_));
        Words name;
        for (size_t i = 0; i < words.size(); ++i) {
            const bool said = std::find(prefix.begin(), prefix.end(), words[i]) != prefix.end();
            if (!said || i + 1 == words.size()) {
                name.push_back(words[i]);
            }
        }
        if (name.size() == 1 && name.back() == prefix.back()) {
            name = {"rows"};
        } else if (is_word(name.back(), "counts totals infos sums")) {
            name.emplace_back("rows");
        }
        return name;
    }

    void draft_count_by(const Field& field) {
        const RowLabels labels = grouping_.labels_by_state(field);
        Candidate made = candidate(68, grouping_.combinations({&field}));
        Rule& rule = made.rule;
        rule.aggregate = Aggregate::count;
        require_if_optional(rule, field);
        add_labels(rule, labels);
        Words name = count_name();
        name.emplace_back("by");
        const Words words = split_words(rule.labels.back().name);
        name.insert(name.end(), words.begin(), words.end());
        rule.name = draft_.names().pair_name(row_kind_, {}, name, "");
        rule.help =
            fmt::format("{}, {}.", capitalized(joined(row_words(), " ")), by_labels(labels));
        draft_.add(std::move(made), node_);
    }

    static RowLabels all_labels(const Rule& rule) {
        RowLabels labels;
        for (const LabelRule& label : rule.labels) {
            labels.push_back({label, false});
        }
        return labels;
    }

    // The number of rows that have an optional structure or an optional empty element.
    void draft_presence() {
        for (const PathNode* child : node_.children) {
            const bool outcome =
                std::find(outcomes_.begin(), outcomes_.end(), child) != outcomes_.end();
            if (!outcome && child != &node_ && child->parents > 0 && !child->children.empty() &&
                child->max_in_parent <= 1 && draft_.row_kinds().find(child) == nullptr &&
                10 * child->parents < 9 * node_.count) {
                Words words = split_words(child->name);
                words.emplace_back("rows");
                draft_rows_with(child->name, words, 46);
            }
        }
        for (const LeftOut& left_out : row_kind_.left_out) {
            draft_.leave_out(left_out.path, left_out.reason);
        }
        for (const Flag& flag : row_kind_.flags) {
            const bool outcome =
                std::find(outcomes_.begin(), outcomes_.end(), flag.element) != outcomes_.end();
            if (!outcome) {
                draft_rows_with(flag.path, split_words(flag.path), 45);
            }
        }
    }

    void draft_rows_with(const std::string& path, const Words& words, int score) {
        Candidate made = candidate(score, grouping_.ancestors());
        made.rule.aggregate = Aggregate::count;
        made.rule.where = {path};
        made.rule.name = draft_.names().name(row_kind_, words, "");
        Words title = split_words(path);
        made.rule.help = fmt::format("{} with {}.", capitalized(plural_of(row_title(row_kind_))),
                                     joined(title, " "));
        add_labels(made.rule, grouping_.ancestor_labels());
        draft_.add(std::move(made), node_);
    }

    void draft_field(const Field& field) {
        const std::string reason = field.kind == FieldKind::text      ? "too many texts"
                                   : field.kind == FieldKind::address ? "addresses"
                                                                      : reason_to_leave_out(field);
        if (!reason.empty()) {
            draft_.leave_out(field_path(row_kind_, field), reason);
        } else if (field.kind == FieldKind::time) {
            draft_time(field);
        } else if (field.is_numeric()) {
            if (!draft_once_in_parent(field)) {
                draft_number(field);
            }
        } else {
            draft_.leave_out(field_path(row_kind_, field),
                             field.kind == FieldKind::none ? "without values" : "not a label");
        }
    }

    void draft_time(const Field& field) {
        Candidate made = candidate(50, grouping_.count_series());
        Rule& rule = made.rule;
        Words words = field_words(field);
        words.insert(words.begin(), "last");
        rule.name = draft_.names().name(row_kind_, without_repeats(words), "timestamp_seconds");
        rule.help = help_text(field, row_kind_, ", the latest, in unix seconds");
        rule.value = {field.value};
        require_if_optional(rule, field);
        rule.aggregate = Aggregate::max;
        use_time(made, field);
        make_optional(made, doubt_about_time(field));
        add_labels(rule, grouping_.sum_labels());
        draft_.add(std::move(made), node_);
    }

    // Drafts a series of the parent row for a field that occurs in only one of the rows in each
    // parent.
    bool draft_once_in_parent(const Field& field) {
        if (field.statistics->non_empty() >= node_.count || !grouping_.has_ancestor() ||
            node_.count < 2 || field.statistics->non_empty() > max_listed_rows) {
            return false;
        }
        std::map<const SampledElement*, size_t> in_parent;
        for (const SampledElement* row : rows_) {
            if (const auto text = field.value_in(*row); text && !text->empty()) {
                ++in_parent[draft_.row_kinds().parent_row(*row)];
            }
        }
        const bool once =
            !in_parent.empty() && std::all_of(in_parent.begin(), in_parent.end(),
                                              [](const auto& count) { return count.second == 1; });
        if (!once) {
            return false;
        }
        Candidate made = candidate(58, field.statistics->non_empty());
        const Words words = field_words(field);
        const NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        use_number(made, field, meaning);
        made.rule.name = draft_.names().name(row_kind_, words, name_suffix(meaning));
        made.rule.help = help_text(field, row_kind_, "");
        made.rule.value = {field.value};
        made.rule.where = {field.path};
        add_labels(made.rule, grouping_.ancestor_labels());
        draft_.add(std::move(made), node_);
        return true;
    }

    void draft_number(const Field& field) {
        if (holds_word(field.name, vocabulary::place_in_text_words)) {
            draft_.leave_out(field_path(row_kind_, field), "a place, measures nothing");
            return;
        }
        Words words = field_words(field);
        const NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        const bool time = meaning.suffix == "timestamp_seconds";
        const bool level =
            !meaning.counter && (is_word(meaning.suffix, "celsius ratio volts hertz rpm") ||
                                 holds_word(field.name, vocabulary::level_words) ||
                                 holds_word(field.name, "uptime age"));
        const bool largest = time || level;
        Candidate made = candidate(52, grouping_.count_series());
        use_number(made, field, meaning);
        Rule& rule = made.rule;
        // A sum of counters is a gauge: it falls when a row disappears.
        rule.type = RuleType::gauge;
        // A sum is drafted as a comment if it may have no meaning. It has one if the name says that
        // the values are amounts, or if their unit can be added up.
        make_optional(made, doubts_.about_number(field, meaning));
        if (time) {
            make_optional(made, doubt_about_time(field));
        } else if (const Field* above = parent_.sum_of(field)) {
            make_optional(made, fmt::format("{} of the {} is their sum", above->path,
                                            row_title(*row_kind_.parent)));
        } else if (!level && !meaning.counter &&
                   !holds_word(field.name, vocabulary::additive_words) && !is_plural(field.name) &&
                   !is_word(meaning.suffix, "bytes seconds")) {
            make_optional(made, "a sum may mean nothing");
        }
        if (time) {
            words.insert(words.begin(), "last");
        } else if (level) {
            words.emplace_back("max");
        }
        rule.name = draft_.names().name(row_kind_, without_repeats(words), meaning.suffix);
        rule.help = help_text(field, row_kind_,
                              time      ? ", the latest, in unix seconds"
                              : largest ? ", the largest"
                                        : ", added up");
        rule.value = {field.value};
        require_if_optional(rule, field);
        rule.aggregate = largest ? Aggregate::max : Aggregate::sum;
        add_labels(rule, grouping_.sum_labels());
        draft_.add(std::move(made), node_);
        if (node_.count <= max_listed_rows) {
            draft_each_row(field, meaning);
        }
    }

    static bool is_plural(const std::string& name) {
        constexpr size_t min_size = 4;
        return name.size() >= min_size && name.ends_with('s');
    }

    // Drafts, as a comment, a rule with a series for each row, told apart by its key or its number.
    void draft_each_row(const Field& field, const NumberMeaning& meaning) {
        Candidate made = candidate(20, node_.count);
        made.tier = Tier::optional;
        made.reason = "a series for each row";
        use_number(made, field, meaning);
        Words words = field_words(field);
        words.insert(words.begin(), "each");
        made.rule.name = draft_.names().name(row_kind_, words, name_suffix(meaning));
        made.rule.help = help_text(field, row_kind_, ", each");
        made.rule.value = {field.value};
        require_if_optional(made.rule, field);
        RowLabels labels = grouping_.ancestor_labels();
        RowLabels own = own_labels(draft_.row_kinds(), row_kind_);
        if (row_kind_.key.empty()) {
            RowLabel row;
            row.rule.name = "row";
            row.rule.value = "$row";
            own = {row};
        }
        for (RowLabel& label : own) {
            label.rule.name = unused_label_name(labels, label.rule.name);
            labels.push_back(label);
        }
        add_labels(made.rule, labels);
        draft_.add(std::move(made), node_);
    }

    Draft& draft_;
    const RowKind& row_kind_;
    const PathNode& node_;
    bool setting_;
    const std::vector<SampledElement*>& rows_;
    std::vector<const Field*> siblings_;
    Doubts doubts_;
    ParentStatements parent_;
    GroupingLabels grouping_;
    std::vector<const PathNode*> outcomes_;
};

} // namespace

void draft_summed_rows(Draft& draft, const RowKind& row_kind, bool is_setting) {
    SummedRows(draft, row_kind, is_setting).run();
}

} // namespace promfile::suggest
