#include "suggest/key_search.hpp"

#include "suggest/moments.hpp"
#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace promfile::suggest {

namespace {

// Scores are those of key_score: 100 is a name, 60 an index or kind, 36 any other text.
constexpr int min_score = 20;
constexpr int reference_score = 40;
constexpr int good_score = 60;
// Only the best candidates are combined: six give 15 pairs and 20 triples.
constexpr size_t max_combined = 6;

} // namespace

KeySearch::KeySearch(const RowKinds& row_kinds, RowKind& row_kind)
    : row_kinds_(row_kinds), row_kind_(row_kind), rows_(row_kind.node->sampled) {
    for (const SampledElement* row : rows_) {
        parents_.push_back(row_kinds.parent_row(*row));
    }
}

void KeySearch::run() {
    if (row_kind_.node->folded && !row_kind_.node->names_are_types) {
        const auto name = std::find_if(row_kind_.fields.begin(), row_kind_.fields.end(),
                                       [](const Field& field) { return field.path == "name()"; });
        row_kind_.key = {&*name};
        return;
    }
    if (row_kind_.node->recursive && find_path()) {
        return;
    }
    find_candidates();
    if (!find_single() && !find_combination(2, 30) && !find_combination(3, 34)) {
        find_near_key();
    }
    if (find_moments(row_kinds_, row_kind_)) {
        return;
    }
    if (row_kind_.key.empty() && row_kind_.node->max_in_parent > 1 && !find_shared_numbers()) {
        find_preceding_sibling();
    }
}

void KeySearch::find_candidates() {
    constexpr size_t max_depth = 2;
    const bool single = row_kind_.count() == 1;
    const auto add = [&](const Field& field, int score) {
        // A single row needs no key, and any text would tell it apart.
        const bool needless = single && score < (field.depth() > 0 ? 85 : 50);
        if (score < min_score || field.depth() > max_depth || needless) {
            return;
        }
        Candidate candidate{&field, score, {}};
        for (const SampledElement* row : rows_) {
            candidate.column.push_back(field.value_in(*row).value_or(std::string_view()));
        }
        candidates_.push_back(std::move(candidate));
    };
    for (const Field& field : row_kind_.fields) {
        const int score = key_score(field);
        const bool passes = score > passing_score && holds_passing_id(row_kind_, field);
        add(field, passes ? passing_score : score);
    }
    for (const Field& field : row_kind_.references) {
        add(field, is_hidden(field.kind) ? -1 : reference_score);
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
}

// Are the values unique among the rows of each parent, and are never all of them empty?
bool KeySearch::is_unique(const Chosen& chosen) const {
    std::set<std::pair<const SampledElement*, std::vector<std::string_view>>> seen;
    for (size_t row = 0; row < rows_.size(); ++row) {
        std::vector<std::string_view> texts;
        for (const Candidate* candidate : chosen) {
            texts.push_back(candidate->column[row]);
        }
        const bool empty = std::all_of(texts.begin(), texts.end(),
                                       [](std::string_view text) { return text.empty(); });
        if (empty || !seen.emplace(parents_[row], std::move(texts)).second) {
            return false;
        }
    }
    return !rows_.empty();
}

size_t KeySearch::distinct(const Chosen& chosen) const {
    std::set<std::pair<const SampledElement*, std::vector<std::string_view>>> seen;
    for (size_t row = 0; row < rows_.size(); ++row) {
        std::vector<std::string_view> texts;
        for (const Candidate* candidate : chosen) {
            texts.push_back(candidate->column[row]);
        }
        seen.emplace(parents_[row], std::move(texts));
    }
    return seen.size();
}

void KeySearch::use(const Chosen& chosen) {
    row_kind_.key.clear();
    for (const Candidate* candidate : chosen) {
        row_kind_.key.push_back(candidate->field);
    }
}

bool KeySearch::find_path() {
    for (const std::string_view name : {"name", "id", "key", "title"}) {
        const std::string path = "@" + std::string(name);
        const auto field = std::find_if(row_kind_.fields.begin(), row_kind_.fields.end(),
                                        [&](const Field& own) { return own.path == path; });
        if (field == row_kind_.fields.end() || is_hidden(field->kind) ||
            field->statistics->non_empty() < row_kind_.count()) {
            continue;
        }
        std::set<std::string> paths;
        for (const SampledElement* row : rows_) {
            std::string all;
            for (const SampledElement* at = row; at != nullptr; at = at->parent) {
                all += std::string(field->value_in(*at).value_or(std::string_view())) + "\n";
            }
            paths.insert(all);
        }
        if (paths.size() == rows_.size()) {
            row_kind_.key = {&*field};
            row_kind_.path_attribute = path;
            return true;
        }
    }
    return false;
}

bool KeySearch::find_single() {
    constexpr int better_name = 25;
    const auto found =
        std::find_if(candidates_.begin(), candidates_.end(),
                     [&](const Candidate& candidate) { return is_unique({&candidate}); });
    if (found == candidates_.end()) {
        return false;
    }
    // Rows with an identifier that comes and goes, such as the pid of a process, differ in a poor
    // name by accident.
    constexpr int poor_name = 50;
    const auto passing = std::find_if(found, candidates_.end(), [&](const Candidate& candidate) {
        return ends_in_word(candidate.field->name, vocabulary::volatile_words) &&
               is_unique({&candidate});
    });
    if (found->score < poor_name && passing != candidates_.end()) {
        use({&*passing});
        return true;
    }
    use({&*found});
    // If the unique field is a poor name (an index, say), a much better name together with a second
    // field makes labels that are easier to understand.
    const Candidate& best = candidates_.front();
    if (found->score < good_score && best.score - found->score >= better_name) {
        const size_t end = std::min<size_t>(5, candidates_.size());
        for (size_t i = 1; i < end; ++i) {
            const FieldKind kind = candidates_[i].field->kind;
            const bool text = kind == FieldKind::enumeration || kind == FieldKind::text;
            if (text && candidates_[i].score >= 30 && is_unique({&best, &candidates_[i]})) {
                use({&best, &candidates_[i]});
                break;
            }
        }
    }
    return true;
}

bool KeySearch::find_combination(size_t size, int min_of_each) {
    Chosen good;
    for (size_t i = 0; i < std::min(max_combined, candidates_.size()); ++i) {
        if (candidates_[i].score >= min_of_each) {
            good.push_back(&candidates_[i]);
        }
    }
    if (good.size() < size) {
        return false;
    }
    // All combinations in lexicographical order, so those of the best candidates come first.
    std::vector<size_t> index(size);
    for (size_t i = 0; i < size; ++i) {
        index[i] = i;
    }
    while (true) {
        Chosen chosen;
        for (const size_t i : index) {
            chosen.push_back(good[i]);
        }
        if (is_unique(chosen)) {
            use(chosen);
            return true;
        }
        size_t at = size;
        while (at > 0 && index[at - 1] == good.size() - size + at - 1) {
            --at;
        }
        if (at == 0) {
            return false;
        }
        ++index[at - 1];
        for (size_t i = at; i < size; ++i) {
            index[i] = index[i - 1] + 1;
        }
    }
}

// Fields that tell at least 60 % of the rows apart. Rows that still share a series are then
// aggregated (Draft::add).
void KeySearch::find_near_key() {
    constexpr int min_best = 52;
    constexpr int min_other = 34;
    constexpr size_t min_rows = 3;
    if (candidates_.empty() || candidates_.front().score < min_best || rows_.size() < min_rows) {
        return;
    }
    Chosen best = {&candidates_.front()};
    size_t most = distinct(best);
    for (size_t i = 1; i < std::min(max_combined, candidates_.size()); ++i) {
        const Chosen pair = {&candidates_.front(), &candidates_[i]};
        const size_t tuples = distinct(pair);
        if (candidates_[i].score >= min_other && tuples > most) {
            best = pair;
            most = tuples;
        }
    }
    const auto& column = candidates_.front().column;
    const bool complete = std::none_of(column.begin(), column.end(),
                                       [](std::string_view text) { return text.empty(); });
    if (complete && 10 * most >= 6 * rows_.size()) {
        use(best);
        row_kind_.near_key = true;
    }
}

// Rows without a name that have the same different numbers in each of several parents, such as the
// block sizes of a disk's statistics: measurements would not agree.
bool KeySearch::find_shared_numbers() {
    for (const Field& field : row_kind_.fields) {
        const bool measures = field.kind != FieldKind::number || is_unix_time(field) ||
                              holds_word(field.name, vocabulary::counter_words) ||
                              field.statistics->count_of(ValueClass::decimal) > 0;
        if (field.depth() > 0 || measures || !field.skip_reason.empty()) {
            continue;
        }
        std::map<const SampledElement*, std::set<std::string_view>> numbers;
        bool unique = true;
        for (size_t row = 0; row < rows_.size() && unique; ++row) {
            const std::string_view number = field.value_in(*rows_[row]).value_or("");
            unique = !number.empty() && numbers[parents_[row]].insert(number).second;
        }
        const bool shared = std::all_of(numbers.begin(), numbers.end(), [&](const auto& of_parent) {
            return of_parent.second == numbers.begin()->second;
        });
        if (unique && shared && numbers.size() > 1 && numbers.begin()->second.size() > 2) {
            row_kind_.key = {&field};
            return true;
        }
    }
    return false;
}

// In <if>a</if><stats/><if>b</if><stats/> the text before each <stats> is its key.
void KeySearch::find_preceding_sibling() {
    const PathNode& node = *row_kind_.node;
    if (node.parent == nullptr || node.anywhere) {
        return;
    }
    for (const PathNode* leaf : node.parent->children) {
        if (leaf == &node || !leaf->is_leaf() || !leaf->text || leaf->max_in_parent < 2 ||
            leaf->count != node.count) {
            continue;
        }
        Field text(leaf->name, *leaf->text, snake_case(leaf->name), *leaf);
        find_kind(text);
        if (is_hidden(text.kind)) {
            continue;
        }
        std::set<std::pair<const SampledElement*, std::string_view>> seen;
        bool unique = true;
        for (const SampledElement* row : rows_) {
            std::string_view before;
            for (const SampledElement* sibling : row->parent->children) {
                if (sibling == row) {
                    break;
                }
                before = sibling->node == leaf ? std::string_view(sibling->text) : before;
            }
            unique &= !before.empty() && seen.emplace(row->parent, before).second;
        }
        if (unique && !rows_.empty()) {
            row_kind_.preceding_sibling = leaf->name;
            return;
        }
    }
}

} // namespace promfile::suggest
