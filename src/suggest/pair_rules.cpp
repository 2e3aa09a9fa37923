#include "suggest/pair_rules.hpp"

#include "suggest/doubts.hpp"
#include "suggest/name_value_pairs.hpp"
#include "suggest/number_pair_rules.hpp"
#include "suggest/row_key.hpp"
#include "suggest/secrets.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/zoned_times.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

constexpr size_t max_split_names = 80; // names that get a metric each

class PairRules {
public:
    PairRules(Draft& draft, const RowKinds& row_kinds, RowKind& row_kind, Pairs pairs,
              bool is_setting)
        : draft_(draft), row_kinds_(row_kinds), row_kind_(row_kind), node_(*row_kind.node),
          setting_(is_setting || is_in_configuration(*row_kind.node)), name_(pairs.name),
          value_(pairs.value), named_(std::move(pairs.named)) {
        for (const NamedValues& named : named_) {
            zoned_.add(*named.field);
        }
    }

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

    // The values of these kinds have a metric, or a line that says why not.
    void cover(std::initializer_list<FieldKind> kinds) {
        for (NamedValues& named : named_) {
            named.is_covered =
                std::find(kinds.begin(), kinds.end(), named.field->kind) != kinds.end();
        }
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

    PairRows rows() const {
        return {draft_, row_kind_, *name_, *value_, named_, parent_labels_, setting_};
    }

    LabelRule name_label(const RowLabels& others) const {
        return pair_name_label(*name_, others, plain_pair_label(*name_));
    }

    bool draft_listed() {
        const size_t numbers = names_of({FieldKind::number});
        const size_t all = names_with_values();
        constexpr size_t many = 10;
        if (numbers == all || (all >= many && 10 * numbers >= 9 * all)) {
            if (node_.count > 2 * max_metric_series) {
                draft_.leave_out(row_path(node_), fmt::format("there are {} values", node_.count));
                return false;
            }
            if (draft_number_pairs(rows())) {
                cover({FieldKind::number, FieldKind::boolean, FieldKind::none});
            }
            return draft_each_name(false);
        }
        const size_t texts = names_of({FieldKind::enumeration, FieldKind::text, FieldKind::boolean,
                                       FieldKind::identifier, FieldKind::address, FieldKind::url});
        if (10 * texts >= 4 * all && node_.count <= max_listed_rows) {
            draft_info();
            cover({FieldKind::enumeration, FieldKind::text, FieldKind::boolean,
                   FieldKind::identifier, FieldKind::address, FieldKind::url, FieldKind::free_text,
                   FieldKind::secret, FieldKind::personal, FieldKind::none});
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
            rule.help =
                fmt::format("{}, added up, by {}.", capitalized(plural_of(row_title(row_kind_))),
                            plain_pair_label(*name_));
            rule.value = {value_->value};
            rule.aggregate = Aggregate::sum;
            rule.conversion.map = value_->map;
            rule.labels.push_back(name_label({}));
            draft_.add(std::move(made), node_);
            return true;
        }
        return node_.count <= max_rows && draft_each_name(true);
    }

    // One info metric with name and value of the texts as labels. Numbers and times are not among
    // them, since each change would make a new series; nor are values that must never be printed.
    // The rule lists the names, since a name that comes later may be that of a secret.
    void draft_info() {
        constexpr size_t max_listed_names = 40;
        Candidate made = candidate(38, node_.count);
        Rule& rule = made.rule;
        rule.type = RuleType::info;
        rule.name = draft_.names().pair_name(row_kind_, {}, pair_words(rows()), "info");
        rule.help =
            fmt::format("Names and values of the {}; always 1.", plural_of(row_title(row_kind_)));
        Words shown;
        for (const NamedValues& named : named_) {
            const FieldKind kind = named.field->kind;
            const bool hidden = is_hidden(kind) || is_secret_name(snake_case(named.name), false);
            if (hidden) {
                draft_.leave_out(pair_path(named.name), kind == FieldKind::free_text
                                                            ? "free text"
                                                            : "looks like a secret or personal");
            }
            if (!hidden && !named.field->is_numeric() && kind != FieldKind::time) {
                shown.push_back(fmt::format("{} = {}", name_->path, xpath_literal(named.name)));
            }
        }
        if (shown.empty() || shown.size() > max_listed_names) {
            if (!shown.empty()) {
                draft_.leave_out(row_path(node_), fmt::format("there are {} names", shown.size()));
            }
            return;
        }
        add_condition(rule, joined(shown, " or "));
        add_labels(rule, parent_labels_);
        rule.labels.push_back(name_label(parent_labels_));
        LabelRule value;
        value.name = "value";
        value.value = value_->path;
        rule.labels.push_back(value);
        make_optional(made, doubt_about_info());
        draft_.add(std::move(made), node_);
    }

    // Texts are worth a metric if they are states, or if they differ from parent to parent.
    // Otherwise they are settings and properties, which nobody watches.
    std::string doubt_about_info() const {
        if (is_in_configuration(node_)) {
            return "looks like a setting";
        }
        for (const PathNode* at : {&node_, static_cast<const PathNode*>(node_.parent)}) {
            if (at != nullptr && (is_word(snake_case(at->name), vocabulary::describing_elements) ||
                                  is_word(snake_case(at->name), "info infos"))) {
                return "properties";
            }
        }
        const bool tells = std::any_of(named_.begin(), named_.end(), [](const NamedValues& named) {
            const std::vector<CountedText>& texts = named.statistics.texts;
            return named.field->kind != FieldKind::number &&
                   (named.statistics.distinct() > 1 ||
                    std::any_of(texts.begin(), texts.end(),
                                [](const CountedText& text) { return is_state_text(text.text); }));
        });
        return tells ? "" : "properties";
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
        const size_t all = std::max(name_->statistics->distinct(), named_.size());
        const auto covered = static_cast<size_t>(
            std::count_if(named_.begin(), named_.end(),
                          [](const NamedValues& named) { return named.is_covered; }));
        const size_t names = all - covered;
        if (names > max_split_names) {
            draft_.leave_out(row_path(node_), fmt::format("there are {} names", names));
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
            is_secret_name(snake_case(named.name), false)) {
            draft_.leave_out(pair_path(named.name), "looks like a secret or personal");
            return;
        }
        if (names_a_thing(field)) {
            draft_.leave_out(pair_path(named.name), "names a thing, measures nothing");
            return;
        }
        if (const Field* same = zoned_.same_as(field)) {
            draft_.leave_out(pair_path(named.name),
                             same->name + " is the same time, with its zone");
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
            NumberMeaning meaning = meaning_of(field, joined(words), std::vector<const Field*>());
            meaning.counter = meaning.counter && !summed && !starts_anew(row_kind_);
            use_number(made, field, meaning);
            suffix = name_suffix(meaning);
            const bool constant = field.statistics->distinct() == 1;
            made.score = !constant || field.statistics->count() <= 3 ? 56 : 40;
            make_optional(made, doubt_about_pair(field, meaning));
        } else if (field.kind == FieldKind::time) {
            suffix = "timestamp_seconds";
            use_time(made, field);
            rule.help += ", in unix seconds";
        } else if (field.kind == FieldKind::boolean && !summed) {
            rule.conversion.map = field.map;
            rule.help += " (1 or 0)";
            make_optional(made, doubt_about_flag(field.name));
        } else if (is_stateful(field) && !summed) {
            use_states(rule, field);
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
    ZonedTimes zoned_;
    bool parent_is_listed_ = false;
    RowLabels parent_labels_;
};

} // namespace

bool draft_pairs(Draft& draft, RowKinds& row_kinds, RowKind& row_kind, bool is_setting) {
    std::optional<Pairs> pairs = find_pairs(row_kinds, row_kind);
    return pairs && PairRules(draft, row_kinds, row_kind, std::move(*pairs), is_setting).run();
}

} // namespace promfile::suggest
