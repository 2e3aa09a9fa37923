#include "suggest/sum_rules.hpp"

#include "suggest/dimensions.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

class SummedRows {
public:
    SummedRows(Draft& draft, const Entity& entity, bool setting)
        : draft_(draft), entity_(entity), node_(*entity.node), setting_(setting),
          rows_(entity.node->sampled), siblings_(siblings_of(entity)),
          dimensions_(draft.entities(), entity) {}

    void run() {
        say_why();
        draft_count();
        for (const Field* field : dimensions_.further_states()) {
            draft_count_by(*field);
        }
        draft_presence();
        for (const Field& field : entity_.fields) {
            const bool used =
                !field.skip_reason.empty() || is_key(field) || dimensions_.uses(field);
            if (!used) {
                draft_field(field);
            }
        }
    }

private:
    bool is_key(const Field& field) const {
        return std::find(entity_.key.begin(), entity_.key.end(), &field) != entity_.key.end();
    }

    std::string path_of(const Field& field) const {
        return fmt::format("{}/{}", row_path(node_), field.path);
    }

    Candidate candidate(int score, std::uint64_t series) const {
        Candidate made;
        made.entity = &entity_;
        made.score = score;
        made.series = std::max<std::uint64_t>(1, series);
        made.tier = setting_ ? Tier::perhaps : Tier::active;
        made.reason = setting_ ? "settings" : "";
        made.rule.rows = row_path(node_);
        return made;
    }

    void say_why() {
        const bool many = node_.count > max_listed_rows;
        std::string why = "nothing tells the rows apart";
        if (!entity_.key.empty() && entity_.transient) {
            why = fmt::format("the values of {} come and go", entity_.key.front()->path);
        } else if (many && entity_.has_key()) {
            why = fmt::format("there are {}", node_.count);
        }
        draft_.leave_out(row_path(node_), "rows have no series of their own, since " + why);
    }

    // Optional children that exclude each other tell how the row ended.
    std::vector<const PathNode*> outcomes() const {
        std::vector<const PathNode*> found;
        for (const PathNode* child : node_.children) {
            if (child->parents > 0 &&
                is_word(snake_case(child->name), vocabulary::outcome_children)) {
                found.push_back(child);
            }
        }
        const bool exclusive = std::all_of(rows_.begin(), rows_.end(), [&](const auto* row) {
            std::set<const PathNode*> there;
            for (const SampledElement* child : row->children) {
                if (std::find(found.begin(), found.end(), child->node) != found.end()) {
                    there.insert(child->node);
                }
            }
            return there.size() <= 1;
        });
        return exclusive ? found : std::vector<const PathNode*>();
    }

    LabelRule result_label(const std::vector<const PathNode*>& children) const {
        LabelRule label;
        label.name = "result";
        std::string names;
        bool good = false;
        for (const PathNode* child : children) {
            names += (names.empty() ? "" : " | ") + child->name;
            label.values.push_back(child->name);
            good |= is_word(snake_case(child->name), "pass passed success ok");
        }
        label.value = fmt::format("name({})", names);
        label.fallback = good ? "none" : "passed";
        label.values.insert(label.values.begin(), label.fallback);
        return label;
    }

    void draft_count() {
        outcomes_ = outcomes();
        Candidate made = candidate(70, dimensions_.count_series() * (1 + outcomes_.size()));
        Rule& rule = made.rule;
        rule.aggregate = Aggregate::count;
        add_labels(rule, dimensions_.count_labels());
        if (!outcomes_.empty()) {
            rule.labels.push_back(result_label(outcomes_));
        }
        const Words words = row_words();
        rule.name = draft_.names().pair_name(entity_, {}, count_name(), "");
        const std::string title = capitalized(joined(words, " "));
        const std::string by = by_labels(all_labels(rule));
        rule.help = fmt::format("{}{}.", title, by.empty() ? "" : ", " + by);
        draft_.add(std::move(made), node_);
    }

    // The name of the rows in the plural.
    Words row_words() const {
        Words words = split_words(node_.folded ? node_.folded_name : node_.name);
        if (words.empty()) {
            words = {"row"};
        }
        words.back() = plural_of(words.back());
        return words;
    }

    // The same without what the prefix says.
    Words count_name() {
        const Words words = row_words();
        const Words prefix = split_words(draft_.names().prefix(entity_));
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
        const RowLabels labels = dimensions_.labels_with({&field});
        Candidate made = candidate(68, dimensions_.combinations({&field}));
        Rule& rule = made.rule;
        rule.aggregate = Aggregate::count;
        if (field.statistics->given() < node_.count) {
            rule.where = {field.path};
        }
        add_labels(rule, labels);
        Words name = count_name();
        name.emplace_back("by");
        const Words words = split_words(rule.labels.back().name);
        name.insert(name.end(), words.begin(), words.end());
        rule.name = draft_.names().pair_name(entity_, {}, name, "");
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

    // How many rows have an optional structure, or an optional empty element.
    void draft_presence() {
        for (const PathNode* child : node_.children) {
            const bool outcome =
                std::find(outcomes_.begin(), outcomes_.end(), child) != outcomes_.end();
            if (!outcome && child != &node_ && child->parents > 0 && !child->children.empty() &&
                child->max_in_parent <= 1 && draft_.entities().of(child) == nullptr &&
                10 * child->parents < 9 * node_.count) {
                Words words = split_words(child->name);
                words.emplace_back("rows");
                draft_rows_with(child->name, words, 46);
            }
        }
        for (const Flag& flag : entity_.flags) {
            const bool outcome =
                std::find(outcomes_.begin(), outcomes_.end(), flag.element) != outcomes_.end();
            if (!outcome) {
                draft_rows_with(flag.path, split_words(flag.path), 45);
            }
        }
    }

    void draft_rows_with(const std::string& path, const Words& words, int score) {
        Candidate made = candidate(score, dimensions_.ancestors());
        made.rule.aggregate = Aggregate::count;
        made.rule.where = {path};
        made.rule.name = draft_.names().name(entity_, words, "");
        Words title = split_words(path);
        made.rule.help = fmt::format("{} with {}.", capitalized(plural_of(row_title(entity_))),
                                     joined(title, " "));
        add_labels(made.rule, dimensions_.ancestor_labels());
        draft_.add(std::move(made), node_);
    }

    void draft_field(const Field& field) {
        switch (field.kind) {
        case FieldKind::secret:
            draft_.leave_out(path_of(field), "looks like a secret");
            return;
        case FieldKind::personal:
            draft_.leave_out(path_of(field), "looks personal");
            return;
        case FieldKind::text:
            draft_.leave_out(path_of(field), "too many texts");
            return;
        case FieldKind::free_text:
            draft_.leave_out(path_of(field), "free text");
            return;
        case FieldKind::url:
        case FieldKind::address:
            draft_.leave_out(path_of(field), "addresses");
            return;
        case FieldKind::identifier:
            draft_.leave_out(path_of(field), "names a thing, measures nothing");
            return;
        case FieldKind::time:
            draft_time(field);
            return;
        case FieldKind::number:
        case FieldKind::quantity:
        case FieldKind::duration:
            if (names_a_thing(field)) {
                draft_.leave_out(path_of(field), "names a thing, measures nothing");
            } else if (!draft_once_in_parent(field)) {
                draft_number(field);
            }
            return;
        default:
            return;
        }
    }

    void draft_time(const Field& field) {
        Candidate made = candidate(50, dimensions_.count_series());
        Rule& rule = made.rule;
        Words words = field_words(field);
        words.insert(words.begin(), "last");
        rule.name = draft_.names().name(entity_, without_repeats(words), "timestamp_seconds");
        rule.help = help_text(field, entity_, ", the latest, in unix seconds");
        rule.value = {field.value};
        if (field.statistics->given() < node_.count) {
            rule.where = {field.path};
        }
        rule.aggregate = Aggregate::max;
        rule.conversion.map = field.map;
        rule.conversion.time = field.format;
        add_labels(rule, dimensions_.sum_labels());
        draft_.add(std::move(made), node_);
    }

    // Rows with different fields: each occurs once in a row around them, and is a series there.
    bool draft_once_in_parent(const Field& field) {
        if (field.statistics->given() >= node_.count || !dimensions_.has_ancestor() ||
            node_.count < 2 || field.statistics->given() > max_listed_rows) {
            return false;
        }
        std::map<const SampledElement*, size_t> in_parent;
        for (const SampledElement* row : rows_) {
            if (const auto text = field.of(*row); text && !text->empty()) {
                ++in_parent[draft_.entities().parent_row(*row)];
            }
        }
        const bool once =
            !in_parent.empty() && std::all_of(in_parent.begin(), in_parent.end(),
                                              [](const auto& count) { return count.second == 1; });
        if (!once) {
            return false;
        }
        Candidate made = candidate(58, field.statistics->given());
        const Words words = field_words(field);
        const NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        use_number(made, field, meaning);
        made.rule.name = draft_.names().name(entity_, words, name_suffix(meaning));
        made.rule.help = help_text(field, entity_, "");
        made.rule.value = {field.value};
        made.rule.where = {field.path};
        add_labels(made.rule, dimensions_.ancestor_labels());
        draft_.add(std::move(made), node_);
        return true;
    }

    void draft_number(const Field& field) {
        if (holds_word(field.name, vocabulary::place_in_text_words)) {
            draft_.leave_out(path_of(field), "a place, measures nothing");
            return;
        }
        Words words = field_words(field);
        const NumberMeaning meaning = meaning_of(field, joined(words), siblings_);
        const bool time = meaning.suffix == "timestamp_seconds";
        const bool level =
            !meaning.counter && (is_word(meaning.suffix, "celsius ratio volts hertz rpm") ||
                                 holds_word(field.name, vocabulary::level_words));
        const bool largest = time || level;
        Candidate made = candidate(52, dimensions_.count_series());
        use_number(made, field, meaning);
        Rule& rule = made.rule;
        // The sum falls when a row goes.
        rule.type = RuleType::gauge;
        if (is_setting(field) || holds_word(field.name, "timeout interval log_level retries period "
                                                        "euid mask default")) {
            made.tier = Tier::perhaps;
            made.reason = "looks like a setting";
        } else if (field.statistics->distinct() == 1 && field.statistics->max == 0) {
            made.tier = Tier::perhaps;
            made.reason = "always 0 so far";
        } else if (!largest && !meaning.counter &&
                   !holds_word(field.name, vocabulary::additive_words) && !is_plural(field.name) &&
                   !is_word(meaning.suffix, "bytes seconds")) {
            made.tier = Tier::perhaps;
            made.reason = "a sum may mean nothing";
        }
        if (time) {
            words.insert(words.begin(), "last");
        } else if (level) {
            words.emplace_back("max");
        }
        rule.name = draft_.names().name(entity_, without_repeats(words), meaning.suffix);
        rule.help = help_text(field, entity_,
                              time      ? ", the latest, in unix seconds"
                              : largest ? ", the largest"
                                        : ", added up");
        rule.value = {field.value};
        if (field.statistics->given() < node_.count && field.path != ".") {
            rule.where = {field.path};
        }
        rule.aggregate = largest ? Aggregate::max : Aggregate::sum;
        add_labels(rule, dimensions_.sum_labels());
        draft_.add(std::move(made), node_);
        if (node_.count <= max_listed_rows) {
            draft_each_row(field, meaning);
        }
    }

    static bool is_plural(const std::string& name) {
        constexpr size_t least = 4;
        return name.size() >= least && name.ends_with('s');
    }

    // For those who want it: a series for each row, by its key or its place.
    void draft_each_row(const Field& field, const NumberMeaning& meaning) {
        Candidate made = candidate(20, node_.count);
        made.tier = Tier::perhaps;
        made.reason = "a series for each row";
        use_number(made, field, meaning);
        Words words = field_words(field);
        words.insert(words.begin(), "each");
        made.rule.name = draft_.names().name(entity_, words, name_suffix(meaning));
        made.rule.help = help_text(field, entity_, ", each");
        made.rule.value = {field.value};
        if (field.statistics->given() < node_.count && field.path != ".") {
            made.rule.where = {field.path};
        }
        RowLabels labels = dimensions_.ancestor_labels();
        RowLabels own = own_labels(draft_.entities(), entity_);
        if (entity_.key.empty()) {
            RowLabel row;
            row.rule.name = "row";
            row.rule.value = "$row";
            own = {row};
        }
        for (RowLabel& label : own) {
            while (std::any_of(labels.begin(), labels.end(), [&](const RowLabel& other) {
                return other.rule.name == label.rule.name;
            })) {
                label.rule.name += "_2";
            }
            labels.push_back(label);
        }
        add_labels(made.rule, labels);
        draft_.add(std::move(made), node_);
    }

    Draft& draft_;
    const Entity& entity_;
    const PathNode& node_;
    bool setting_;
    const std::vector<SampledElement*>& rows_;
    std::vector<const Field*> siblings_;
    Dimensions dimensions_;
    std::vector<const PathNode*> outcomes_;
};

} // namespace

void draft_summed_rows(Draft& draft, const Entity& entity, bool setting) {
    SummedRows(draft, entity, setting).run();
}

} // namespace promfile::suggest
