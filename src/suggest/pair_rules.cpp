#include "suggest/pair_rules.hpp"

#include "suggest/name_value_pairs.hpp"
#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_split_names = 80; // names that get a metric each
constexpr size_t max_kinds = 24;       // kinds of pairs: values of an attribute of their parent

class PairRules {
public:
    PairRules(Draft& draft, const RowKinds& row_kinds, RowKind& row_kind, Pairs pairs,
              bool is_setting)
        : draft_(draft), row_kinds_(row_kinds), row_kind_(row_kind), node_(*row_kind.node),
          setting_(is_setting), name_(pairs.name), value_(pairs.value),
          named_(std::move(pairs.named)) {}

    bool run() {
        row_kind_.key = {name_};
        row_kind_.path_attribute.clear();
        row_kind_.preceding_sibling.clear();
        row_kind_.near_key = false;
        row_kind_.transient = false;
        find_parent();
        return parent_is_listed_ ? draft_listed() : draft_over_all_parents();
    }

private:
    void find_parent() {
        const RowKind* parent = row_kind_.parent;
        parent_is_listed_ = parent == nullptr || parent->is_root() ||
                            (is_keyed(row_kinds_, *parent) && parent->count() <= max_listed_rows);
        if (parent_is_listed_ && parent != nullptr && !parent->is_root()) {
            parent_labels_ = labels_of(row_kinds_, *parent, node_);
        }
    }

    // The number of names whose values are of one of the kinds.
    size_t names_of(std::initializer_list<FieldKind> kinds) const {
        return static_cast<size_t>(
            std::count_if(named_.begin(), named_.end(), [&](const NamedValues& named) {
                return std::find(kinds.begin(), kinds.end(), named.field->kind) != kinds.end();
            }));
    }

    size_t names_with_values() const {
        return std::max<size_t>(1, named_.size() - names_of({FieldKind::none}));
    }

    Candidate candidate(int score, std::uint64_t series) const {
        return new_candidate(row_kind_, setting_, score, series);
    }

    std::string pair_path(const std::string& name) const {
        return fmt::format("{}[{} = {}]", row_path(node_), name_->path, xpath_literal(name));
    }

    LabelRule name_label(const RowLabels& others, const std::string& wanted) const {
        LabelRule label;
        label.name = unused_label_name(others, label_name(wanted));
        label.value = name_->path;
        return label;
    }

    std::string plain_label() const {
        return is_word(name_->name, "name key label") ? "name" : name_->name;
    }

    bool draft_listed() {
        const size_t numbers = names_of({FieldKind::number});
        const size_t all = names_with_values();
        constexpr size_t many = 10;
        if (numbers == all || (all >= many && 10 * numbers >= 9 * all)) {
            return draft_one_metric();
        }
        const size_t texts = names_of({FieldKind::enumeration, FieldKind::text, FieldKind::boolean,
                                       FieldKind::identifier, FieldKind::address, FieldKind::url});
        if (10 * texts >= 4 * all && node_.count <= max_listed_rows) {
            draft_info();
            for (NamedValues& named : named_) {
                named.is_covered =
                    !named.field->is_numeric() && named.field->kind != FieldKind::time;
            }
        }
        return draft_each_name(false);
    }

    bool draft_over_all_parents() {
        constexpr size_t max_summed_names = 50;
        constexpr std::uint64_t max_rows = 5000;
        if (names_of({FieldKind::number}) == names_with_values() &&
            name_->statistics->distinct() <= max_summed_names) {
            Candidate made = candidate(55, name_->statistics->distinct());
            Rule& rule = made.rule;
            rule.name = draft_.names().name(row_kind_, {}, "");
            rule.help = fmt::format("{}, added up, by {}.",
                                    capitalized(plural_of(row_title(row_kind_))), plain_label());
            rule.value = {value_->value};
            rule.aggregate = Aggregate::sum;
            rule.conversion.map = value_->map;
            rule.labels.push_back(name_label({}, plain_label()));
            draft_.add(std::move(made), node_);
            return true;
        }
        return node_.count <= max_rows && draft_each_name(true);
    }

    // All values are numbers: one metric with the name as a label. If an attribute of the parent
    // says what the pairs count (<counters type="opcode">), one metric for each of its values.
    bool draft_one_metric() {
        if (node_.count > 2 * max_metric_series) {
            draft_.leave_out(row_path(node_), fmt::format("there are {} values", node_.count));
            return false;
        }
        const RowKind* parent = row_kind_.parent;
        const Field* kind =
            parent == nullptr || parent->key.size() != 1 ? nullptr : parent->key.front();
        const bool has_kinds = kind != nullptr && kind->path.starts_with('@') &&
                               is_word(kind->name, vocabulary::kind_words) &&
                               parent->node->max_in_parent > 1 && !kind->statistics->more_texts &&
                               kind->statistics->distinct() <= max_kinds &&
                               steps_up(node_, *parent->node) == 1;
        if (!has_kinds) {
            draft_numbers(parent_labels_, "", pair_words(), plain_label(), node_.count);
            return true;
        }
        RowLabels above;
        for (const RowLabel& label : parent_labels_) {
            if (label.rule.value != "../" + kind->path) {
                above.push_back(label);
            }
        }
        for (const CountedText& text : kind->statistics->texts) {
            Words words = outer_words(*parent);
            const Words own = split_words(text.text);
            words.insert(words.end(), own.begin(), own.end());
            const auto series = static_cast<std::uint64_t>(
                std::count_if(node_.sampled.begin(), node_.sampled.end(), [&](const auto* row) {
                    return row->parent != nullptr && kind->value_in(*row->parent) == text.text;
                }));
            if (series > 0) {
                draft_numbers(above,
                              fmt::format("../{} = {}", kind->path, xpath_literal(text.text)),
                              words, snake_case(text.text), series);
            }
        }
        return true;
    }

    // The words of the nearest ancestor of the pairs' parent that has a telling name.
    Words outer_words(const RowKind& parent) const {
        for (const PathNode* node = parent.node->parent; node != nullptr && node->parent != nullptr;
             node = node->parent) {
            Words words = split_words(node->name);
            if (!words.empty() && !is_word(words.back(), vocabulary::generic_words)) {
                return words;
            }
        }
        return {};
    }

    void draft_numbers(const RowLabels& labels, const std::string& condition, const Words& words,
                       const std::string& label, std::uint64_t series) {
        constexpr size_t max_skipped = 8;
        std::set<std::string> skipped;
        for (const CountedText& text : value_->statistics->texts) {
            if (!classify(text.text).number) {
                skipped.insert(text.text);
            }
        }
        if (skipped.size() > max_skipped) {
            draft_each_name(false);
            return;
        }
        Candidate made = candidate(58, series);
        Rule& rule = made.rule;
        for (const std::string& text : skipped) {
            rule.conversion.map.emplace_back(text, Skip{});
        }
        const bool counter = value_->statistics->count_of(ValueClass::decimal) == 0 &&
                             value_->statistics->min >= 0 &&
                             holds_word(snake_case(node_.name), vocabulary::counter_words);
        rule.type = counter ? RuleType::counter : RuleType::gauge;
        rule.name = draft_.names().pair_name(row_kind_, {}, words, counter ? "total" : "");
        rule.value = {value_->value};
        if (!condition.empty()) {
            rule.where = {condition};
        }
        if (value_->statistics->non_empty() < node_.count) {
            add_condition(rule, value_->path == "." ? "string(.)" : value_->path);
        }
        add_labels(rule, labels);
        rule.labels.push_back(name_label(labels, label));
        rule.help =
            fmt::format("{}, by {}.", capitalized(joined(words, " ")), rule.labels.back().name);
        draft_.add(std::move(made), node_);
    }

    Words pair_words() {
        constexpr std::string_view empty_words =
            "counters counter entry property nvpair item value stat count info sum total list "
            "entries values gauge";
        const Words prefix = split_words(draft_.names().prefix(row_kind_));
        Words words;
        for (const PathNode* node = &node_; node != nullptr && words.empty(); node = node->parent) {
            for (const std::string& word : split_words(node->name)) {
                const bool said = std::find(prefix.begin(), prefix.end(), word) != prefix.end();
                if (!is_word(word, empty_words) && !said && node->parent != nullptr) {
                    words.push_back(word);
                }
            }
        }
        return words.empty() ? Words{"value"} : words;
    }

    // One info metric with name and value of the texts as labels. Numbers and times are not among
    // them, since each change would make a new series; nor are values that must never be printed.
    void draft_info() {
        Candidate made = candidate(38, node_.count);
        Rule& rule = made.rule;
        rule.type = RuleType::info;
        rule.name = draft_.names().pair_name(row_kind_, {}, pair_words(), "info");
        rule.help =
            fmt::format("Names and values of the {}; always 1.", plural_of(row_title(row_kind_)));
        for (const NamedValues& named : named_) {
            const FieldKind kind = named.field->kind;
            const bool hidden = is_hidden(kind) || is_secret(snake_case(named.name), false);
            if (hidden) {
                draft_.leave_out(pair_path(named.name), kind == FieldKind::free_text
                                                            ? "free text"
                                                            : "looks like a secret or personal");
            }
            if (hidden || named.field->is_numeric() || kind == FieldKind::time) {
                add_condition(rule,
                              fmt::format("{} != {}", name_->path, xpath_literal(named.name)));
            }
        }
        add_labels(rule, parent_labels_);
        rule.labels.push_back(name_label(parent_labels_, plain_label()));
        LabelRule value;
        value.name = "value";
        value.value = value_->path;
        rule.labels.push_back(value);
        draft_.add(std::move(made), node_);
    }

    Words words_above() const {
        const RowKind* parent = row_kind_.parent;
        if (parent != nullptr && !parent->is_root()) {
            return row_kind_words(*parent);
        }
        Words words;
        if (node_.parent != nullptr && node_.parent->parent != nullptr) {
            for (const std::string& word : split_words(node_.parent->name)) {
                if (!is_word(word, vocabulary::generic_words) &&
                    !is_word(word, vocabulary::settings_elements)) {
                    words.push_back(word);
                }
            }
        }
        return words;
    }

    bool draft_each_name(bool summed) {
        if (named_.size() > max_split_names) {
            draft_.leave_out(row_path(node_), fmt::format("there are {} names", named_.size()));
            return true;
        }
        for (const NamedValues& named : named_) {
            if (!named.is_covered) {
                draft_name(named, summed);
            }
        }
        return true;
    }

    void draft_name(const NamedValues& named, bool summed) {
        const Field& field = *named.field;
        if (field.kind == FieldKind::secret || field.kind == FieldKind::personal ||
            is_secret(snake_case(named.name), false)) {
            draft_.leave_out(pair_path(named.name), "looks like a secret or personal");
            return;
        }
        if (names_a_thing(field)) {
            draft_.leave_out(pair_path(named.name), "names a thing, measures nothing");
            return;
        }
        Words words = split_words(named.name);
        if (words.empty()) {
            words = {"value"};
        }
        Candidate made = candidate(45, summed ? 1 : field.statistics->non_empty());
        Rule& rule = made.rule;
        rule.where = {fmt::format("{} = {}", name_->path, xpath_literal(named.name))};
        rule.value = {value_->path};
        rule.help = capitalized(joined(words, " "));
        std::string suffix;
        if (field.is_numeric()) {
            const NumberMeaning meaning =
                meaning_of(field, joined(words), std::vector<const Field*>());
            use_number(made, field, meaning);
            rule.type = summed ? RuleType::gauge : rule.type;
            suffix = summed ? meaning.suffix : name_suffix(meaning);
            const bool constant = field.statistics->distinct() == 1;
            made.score = !constant || field.statistics->count() <= 3 ? 56 : 40;
            if (constant && field.statistics->count() >= 5 && made.tier == Tier::active) {
                made.tier = Tier::optional;
                made.reason = "the same on every row";
            }
        } else if (field.kind == FieldKind::time) {
            suffix = "timestamp_seconds";
            use_time(rule, field);
            rule.help += ", in unix seconds";
        } else if (field.kind == FieldKind::boolean && !summed) {
            rule.conversion.map = field.map;
            rule.help += " (1 or 0)";
        } else if (is_stateful(field) && !summed) {
            rule.type = RuleType::stateset;
            rule.states = states_of(field);
            made.series *= rule.states.size();
        } else {
            draft_.leave_out(pair_path(named.name), "text");
            return;
        }
        rule.aggregate = !summed                         ? Aggregate::each
                         : field.kind == FieldKind::time ? Aggregate::max
                                                         : Aggregate::sum;
        rule.name = draft_.names().pair_name(row_kind_, words_above(), words, suffix);
        if (draft_.names().is_taken(rule.name)) {
            draft_.leave_out(pair_path(named.name), fmt::format("{} says it", rule.name));
            return;
        }
        const std::string by = by_labels(parent_labels_);
        rule.help += (by.empty() ? "" : ", " + by) + ".";
        add_labels(rule, parent_labels_);
        draft_.add(std::move(made), node_);
    }

    Draft& draft_;
    const RowKinds& row_kinds_;
    RowKind& row_kind_;
    const PathNode& node_;
    bool setting_;
    const Field* name_;
    const Field* value_;
    std::deque<NamedValues> named_;
    bool parent_is_listed_ = false;
    RowLabels parent_labels_;
};

} // namespace

bool draft_pairs(Draft& draft, RowKinds& row_kinds, RowKind& row_kind, bool is_setting) {
    std::optional<Pairs> pairs = find_pairs(row_kinds, row_kind);
    return pairs && PairRules(draft, row_kinds, row_kind, std::move(*pairs), is_setting).run();
}

} // namespace promfile::suggest
