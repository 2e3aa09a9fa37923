#include "suggest/row_key.hpp"

#include "suggest/key_search.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <set>

namespace promfile::suggest {

namespace {

constexpr int name_score = 100;
constexpr int score_of_name_below = 45;
constexpr int min_stable_score = 70;
constexpr size_t long_text = 48;
constexpr size_t too_long_text = 100;

// Is the field the name of its element, as the fan_name of a <fan> is, or of a place, as the
// host_name of a <job>? The codec_name of a <stream> is not.
bool names_its_element(const Field& field) {
    const PathNode* element = field.is_attribute() ? field.node : field.node->parent;
    if (element == nullptr) {
        return false;
    }
    const std::string around = snake_case(element->name);
    Words words = split_words(field.name);
    words.pop_back();
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return holds_word(around, word) || holds_word(around, plural_of(word)) ||
               around.starts_with(word) || is_word(word, vocabulary::place_words);
    });
}

// Ports of a switch or a machine have smaller numbers.
bool is_network_port(const Field& field) {
    constexpr double first_unprivileged = 1024;
    return field.kind == FieldKind::number && ends_in_word(field.name, "port") &&
           field.statistics->max >= first_unprivileged;
}

// The score by the name alone. The first line of the table that fits counts. The numbers only order
// the fields: a name before a place, a place before an index, an index before a kind.
int name_part(const Field& field) {
    const std::string& name = field.name;
    const bool text = field.kind == FieldKind::enumeration || field.kind == FieldKind::text;
    if (field.path == "." && field.kind != FieldKind::number) {
        return 25;
    }
    if (field.depth() > 0 && (is_word(name, vocabulary::plain_name_words) || name == "id") &&
        !ends_in_word(snake_case(field.element_around()), vocabulary::describing_structures)) {
        return score_of_name_below;
    }
    struct Scored {
        bool holds;
        int score;
    };
    const Scored table[] = {
        {name == "title", 77},        // of what a row shows now, if it has a place, too
        {is_network_port(field), 50}, // often another one after a restart
        {ends_in_word(name, "path"), 64},
        {is_word(name, vocabulary::plain_name_words), name_score},
        {ends_in_word(name, "display_name displayname"), 70},
        {ends_in_word(name, vocabulary::other_name_words), 45},
        {ends_in_word(name, "name") && names_its_element(field), 90},
        {ends_in_word(name, vocabulary::present_words), 8},
        {ends_in_word(name, vocabulary::place_words), 78},
        {ends_in_word(name, vocabulary::volatile_words), passing_score},
        {ends_in_word(name, "label"), 90},
        {is_word(name, vocabulary::index_words), 66},
        {ends_in_word(name, "id index number"), 52},
        {holds_text(name, "uuid guid serial"), 40},
        {ends_in_id(name), 52},
        {ends_in_word(name, "name"), 63},
        {name == "phase" && field.statistics->longest <= 2, 66}, // of a current: L1, L2, L3
        {field.depth() > 0 && is_state_name(snake_case(field.element_around())), 8},
        {is_word(name, vocabulary::kind_words), 62},
        {holds_word(name, vocabulary::description_words), 34},
        {is_state_name(name), 8},
        {text, 36},
    };
    const auto found = std::find_if(std::begin(table), std::end(table),
                                    [](const Scored& scored) { return scored.holds; });
    return found == std::end(table) ? -1 : found->score;
}

bool is_key_kind(FieldKind kind) {
    constexpr FieldKind never[] = {FieldKind::free_text, FieldKind::secret,   FieldKind::personal,
                                   FieldKind::time,      FieldKind::duration, FieldKind::quantity,
                                   FieldKind::boolean,   FieldKind::none,     FieldKind::url};
    return std::find(std::begin(never), std::end(never), kind) == std::end(never);
}

// Rows are events if there are at least eight and 80 % of their times differ. Rows that are
// measured together mostly share one time.
bool are_events(const RowKind& row_kind) {
    constexpr std::uint64_t min_rows = 8;
    return row_kind.count() >= min_rows &&
           std::any_of(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& field) {
               const bool time = field.kind == FieldKind::time || is_unix_time(field);
               return time && field.depth() <= 1 &&
                      10 * field.statistics->distinct() >
                          8 * std::min<std::uint64_t>(row_kind.count(), DistinctCount::limit);
           });
}

// Will the values of the key soon change? Series that come and go fill the index of Prometheus, so
// such rows are grouped instead. The signs are the names of the key (pid, session) and of the rows
// (message, test case), identifiers and hashes, a time on each row, and addresses of visitors.
bool comes_and_goes(const RowKind& row_kind) {
    if (row_kind.key.empty()) {
        return false;
    }
    constexpr std::uint64_t many = 8;
    constexpr std::uint64_t several = 5;
    const Field& first = *row_kind.key.front();
    const std::string row = snake_case(row_kind.node->name);
    const auto any_key = [&](auto holds) {
        return std::any_of(row_kind.key.begin(), row_kind.key.end(), holds);
    };
    return ends_in_word(first.name, vocabulary::volatile_words) ||
           holds_passing_id(row_kind, first) ||
           (first.kind == FieldKind::identifier && row_kind.count() > many &&
            !holds_text(first.name, "uuid")) ||
           first.statistics->longest > too_long_text ||
           (ends_in_word(row, vocabulary::transient_rows) && row_kind.count() >= several) ||
           (are_events(row_kind) && key_score(first) < min_stable_score) ||
           (row_kind.path_attribute.empty() && any_key([](const Field* field) {
                return field->statistics->count_of(ValueClass::digest) > 0;
            })) ||
           (holds_word(row, vocabulary::visitor_rows) &&
            any_key([](const Field* field) { return field->kind == FieldKind::address; }));
}

void find_extra_labels(const RowKinds& row_kinds, RowKind& row_kind) {
    constexpr size_t max_extra_labels = 2;
    std::set<std::string> rows;
    for (const RowKind& other : row_kinds.all()) {
        if (&other != &row_kind) {
            rows.insert(snake_case(other.node->name));
        }
    }
    const auto add = [&](const Field& field, bool reference) {
        const bool used =
            std::find(row_kind.key.begin(), row_kind.key.end(), &field) != row_kind.key.end();
        const bool text = field.kind == FieldKind::enumeration || field.kind == FieldKind::text;
        // The text of the row is often its state, and a state would end the series.
        if (used || row_kind.extra_labels.size() >= max_extra_labels || field.depth() > 1 ||
            !text || field.path == "." || is_stateful(field)) {
            return;
        }
        const bool of_place =
            field.depth() == 1 && is_word(field.name, "name id") &&
            ends_in_word(snake_case(field.steps.front()), vocabulary::place_words);
        const bool names_another = rows.count(field.name) > 0 || of_place ||
                                   (ends_in_word(field.name, vocabulary::place_words) &&
                                    !ends_in_word(field.name, vocabulary::present_words)) ||
                                   field.name == "rsc_name";
        const bool telling = field.statistics->longest <= long_text && !is_state_name(field.name) &&
                             names_another && field.statistics->distinct() > 1;
        if ((telling || reference) && !repeats_key(row_kind, field)) {
            row_kind.extra_labels.push_back(&field);
        }
    };
    for (const Field& field : row_kind.fields) {
        add(field, false);
    }
    for (const Field& field : row_kind.references) {
        add(field, true);
    }
}

// Do all rows of the sample have different keys, even under different parents?
bool is_unique_everywhere(const RowKind& row_kind) {
    std::set<std::vector<std::string_view>> seen;
    for (const SampledElement* row : row_kind.node->sampled) {
        std::vector<std::string_view> key;
        for (const Field* field : row_kind.key) {
            key.push_back(field->value_in(*row).value_or(std::string_view()));
        }
        if (!seen.insert(std::move(key)).second) {
            return false;
        }
    }
    return !row_kind.key.empty();
}

} // namespace

int key_score(const Field& field) {
    if (!is_key_kind(field.kind)) {
        return -1;
    }
    int score = name_part(field);
    if (field.kind == FieldKind::number && score > 0) {
        const bool by_name = score == name_score || score == 90 || score == 36;
        score -= by_name ? 30 : 0;
        const bool counts = holds_word(field.name, vocabulary::counter_words) &&
                            !ends_in_word(field.name, "id index idx");
        if (counts || field.statistics->count_of(ValueClass::decimal) > 0 ||
            !(ends_in_word(field.name, vocabulary::numeric_key_words) ||
              field.name.ends_with("id"))) {
            return -1;
        }
    }
    if (field.kind == FieldKind::address) {
        score = std::max(score, 45);
    }
    if (field.kind == FieldKind::identifier) {
        score = std::min(score, 60);
    }
    score -= field.statistics->longest > long_text ? 12 : 0;
    score += field.path.starts_with('@') ? 3 : 0;
    return score - 4 * static_cast<int>(field.depth());
}

void find_keys(RowKinds& row_kinds) {
    for (RowKind& row_kind : row_kinds.all()) {
        if (row_kind.is_root()) {
            continue;
        }
        KeySearch(row_kinds, row_kind).run();
        row_kind.transient = comes_and_goes(row_kind);
        if (!row_kind.key.empty() && !row_kind.transient && !row_kind.node->folded) {
            find_extra_labels(row_kinds, row_kind);
        }
    }
}

bool holds_passing_id(const RowKind& row_kind, const Field& field) {
    constexpr size_t min_digits = 3;
    const std::vector<SampledElement*>& rows = row_kind.node->sampled;
    return std::any_of(row_kind.fields.begin(), row_kind.fields.end(), [&](const Field& passing) {
        return &passing != &field && ends_in_word(passing.name, vocabulary::volatile_words) &&
               std::all_of(rows.begin(), rows.end(), [&](const SampledElement* row) {
                   const std::string_view id = passing.value_in(*row).value_or("");
                   const auto end = std::find_if_not(id.begin(), id.end(), is_digit);
                   const std::string_view number(id.begin(), end);
                   return number.size() >= min_digits &&
                          field.value_in(*row).value_or("").find(number) != std::string_view::npos;
               });
    });
}

bool repeats_key(const RowKind& row_kind, const Field& field) {
    const std::vector<SampledElement*>& rows = row_kind.node->sampled;
    return std::any_of(row_kind.key.begin(), row_kind.key.end(), [&](const Field* key) {
        return std::all_of(rows.begin(), rows.end(), [&](const SampledElement* row) {
            return field.value_in(*row) == key->value_in(*row);
        });
    });
}

const RowKind* moment_row(const RowKind& row_kind) {
    const RowKind* at = &row_kind;
    while (at != nullptr && at->moments == 0) {
        at = at->parent;
    }
    return at;
}

bool starts_anew(const RowKind& row_kind) {
    const RowKind* row = moment_row(row_kind);
    return row != nullptr && row->periods;
}

std::uint64_t moments_of(const RowKind& row_kind) {
    const RowKind* row = moment_row(row_kind);
    return row == nullptr ? 0 : row->moments;
}

bool is_keyed(const RowKinds& row_kinds, const RowKind& row_kind) {
    const std::uint64_t documents = row_kinds.profile().documents;
    for (const RowKind* at = &row_kind; at != nullptr && !at->is_root(); at = at->parent) {
        if (at->moments > 0) {
            continue;
        }
        if (!at->has_key() && at->count() > documents) {
            const bool once = at != &row_kind && at->node->max_in_parent <= 1 &&
                              at->count() == (at->parent == nullptr ? 1 : at->parent->count());
            if (!once) {
                return at != &row_kind && !are_events(*at) && is_unique_everywhere(row_kind);
            }
        }
        if (at->transient) {
            return false;
        }
    }
    return true;
}

} // namespace promfile::suggest
