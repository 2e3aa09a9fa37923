#include "suggest/row_labels.hpp"

#include "metrics/names.hpp"
#include "suggest/metric_names.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile::suggest {

namespace {

constexpr std::string_view plain_names =
    "name id key label index number idx value uname title no nr";

RowLabel xpath_label(std::string name, std::string value, bool from_tags) {
    LabelRule rule;
    rule.name = std::move(name);
    rule.value = std::move(value);
    return {std::move(rule), from_tags};
}

// XPath from `row` up to the element of the row kind, "../../"; empty if it is the same element.
std::string way_up(const RowKind& row_kind, const PathNode& row) {
    for (const PathNode* node = &row; node != nullptr && node != row_kind.node;
         node = node->parent) {
        if (node->anywhere) {
            return fmt::format("ancestor::{}[1]/", row_kind.node->name);
        }
    }
    std::string way;
    for (size_t i = steps_up(row, *row_kind.node); i > 0; --i) {
        way += "../";
    }
    return way;
}

std::string without_slash(std::string way) {
    if (way.ends_with('/')) {
        way.pop_back();
    }
    return way;
}

// The name of the label for a field of the key: the words of the row for a plain name, so the name
// of a <stream> is the label "stream".
std::string key_label_name(const RowKind& row_kind, const Field& field) {
    std::string row = joined(row_kind_words(row_kind));
    if (field.path == ".") {
        return row;
    }
    std::string name = field.name;
    if (row_kind.node->names_are_types) {
        return name;
    }
    if (field.depth() > 0 && is_word(name, vocabulary::plain_name_words)) {
        name = snake_case(field.element_around());
    }
    if (is_word(name, plain_names)) {
        return &field == row_kind.key.front() ? row : row + "_" + name;
    }
    return name;
}

void add_own_labels(const RowKinds& row_kinds, const RowKind& row_kind, const PathNode& row,
                    RowLabels& labels) {
    const std::string way = way_up(row_kind, row);
    if (!row_kind.path_attribute.empty()) {
        RowLabel label = xpath_label(snake_case(row_kind.node->name), "", true);
        label.rule.path = row_kind.path_attribute;
        labels.push_back(std::move(label));
        return;
    }
    if (!row_kind.preceding_sibling.empty()) {
        const std::string from = way.empty() ? "" : without_slash(way) + "/";
        labels.push_back(xpath_label(
            snake_case(row_kind.preceding_sibling),
            fmt::format("{}preceding-sibling::{}[1]", from, row_kind.preceding_sibling), false));
        return;
    }
    for (const Field* field : row_kind.key) {
        if (field->path == "name()") {
            labels.push_back(xpath_label(
                row_kind.node->names_are_types ? field->name : joined(row_kind_words(row_kind)),
                fmt::format("name({})", without_slash(way)), true));
        } else {
            const std::string path =
                field->path == "." && !way.empty() ? without_slash(way) : way + field->path;
            labels.push_back(
                xpath_label(key_label_name(row_kind, *field), path, field->path.starts_with('@')));
        }
    }
    if (way.empty()) {
        for (const Field* field : row_kind.extra_labels) {
            const bool plain = field->depth() > 0 && is_word(field->name, "name id key label");
            labels.push_back(xpath_label(plain ? snake_case(field->element_around()) : field->name,
                                         field->path, field->path.starts_with('@')));
        }
    }
    for (const PathNode* place : row_kind.places) {
        const RowKind* other = row_kinds.find(place);
        if (other != nullptr && !other->key.empty() && other->key.front()->path.starts_with('@')) {
            labels.push_back(xpath_label(
                snake_case(place->name),
                fmt::format("ancestor::{}[1]/{}", place->name, other->key.front()->path), true));
        }
    }
}

RowLabels with_unique_names(RowLabels labels) {
    std::map<std::string, unsigned> seen;
    for (RowLabel& label : labels) {
        std::string name = label_name(label.rule.name);
        const unsigned times = ++seen[name];
        label.rule.name = times == 1 ? name : fmt::format("{}_{}", name, times);
    }
    return labels;
}

} // namespace

RowLabels labels_of(const RowKinds& row_kinds, const RowKind& row_kind, const PathNode& row) {
    std::vector<const RowKind*> chain;
    for (const RowKind* at = &row_kind; at != nullptr; at = at->parent) {
        chain.push_back(at);
    }
    RowLabels labels;
    const auto recursive = std::find_if(
        chain.begin(), chain.end(), [](const RowKind* at) { return !at->path_attribute.empty(); });
    if (recursive != chain.end()) {
        // The path of a recursive element includes the keys of all its ancestors.
        const RowKind& outer = **recursive;
        const bool row_is_element = &outer == &row_kind && &row == row_kind.node;
        RowLabel label;
        label.rule.name = joined(row_kind_words(outer));
        label.rule.path = outer.path_attribute;
        label.from_tags = true;
        const bool same_name =
            row_is_element ||
            std::all_of(row_kind.key.begin(), row_kind.key.end(),
                        [&](const Field* field) { return field->path == outer.path_attribute; });
        labels.push_back(label);
        if (same_name) {
            return with_unique_names(std::move(labels));
        }
        chain.erase(recursive, chain.end());
    }
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
        if (!(*at)->is_root()) {
            add_own_labels(row_kinds, **at, row, labels);
        }
    }
    return with_unique_names(std::move(labels));
}

RowLabels own_labels(const RowKinds& row_kinds, const RowKind& row_kind) {
    RowLabels labels;
    add_own_labels(row_kinds, row_kind, *row_kind.node, labels);
    return with_unique_names(std::move(labels));
}

std::string field_label(const RowKind& row_kind, const Field& field) {
    const auto same = std::count_if(row_kind.fields.begin(), row_kind.fields.end(),
                                    [&](const Field& other) { return other.name == field.name; });
    const std::string words = joined(field_words(field));
    const bool plain = is_word(field.name, plain_names) || is_word(field.name, "type class kind");
    return words.empty() || (same == 1 && (!plain || field.depth() == 0)) ? field.name : words;
}

std::string label_name(std::string_view name) {
    constexpr std::string_view special = "le quantile job instance aggregate rows where";
    std::string legal = suggested_name(lower_case(name));
    if (legal.empty()) {
        legal = "label";
    }
    return is_word(legal, special) ? legal + "_name" : legal;
}

std::string unused_label_name(const RowLabels& labels, std::string name) {
    while (std::any_of(labels.begin(), labels.end(),
                       [&](const RowLabel& label) { return label.rule.name == name; })) {
        name += "_2";
    }
    return name;
}

std::vector<std::string> row_kind_words(const RowKind& row_kind) {
    if (row_kind.is_root()) {
        return {};
    }
    const PathNode& node = *row_kind.node;
    Words words = split_words(node.folded ? node.folded_name : node.name);
    if (words.empty()) {
        words = {"entry"};
    }
    Words telling;
    std::copy_if(words.begin(), words.end(), std::back_inserter(telling), [](const auto& word) {
        return !is_word(word, "list item entry info table row attributes");
    });
    if (telling.empty() && is_word(words.back(), vocabulary::container_words)) {
        for (const PathNode* above = node.parent; above != nullptr && above->parent != nullptr;
             above = above->parent) {
            if (above->children.size() > 1) {
                break; // <channel> with a <title> and an <item>: the row is the item of the channel
            }
            Words named;
            for (const std::string& word : split_words(above->name)) {
                const bool generic = is_word(word, vocabulary::container_words) ||
                                     is_word(word, vocabulary::generic_words) || word == "entries";
                if (!generic) {
                    named.push_back(word);
                }
            }
            const bool numbered = above->name.find_last_of("0123456789") == above->name.size() - 1;
            if (!named.empty() && !above->folded && !numbered) {
                return named;
            }
        }
    }
    return telling.empty() ? words : telling;
}

std::string by_labels(const RowLabels& labels) {
    constexpr size_t max_named = 3;
    std::string text;
    const size_t named = std::min(max_named, labels.size());
    for (size_t i = 0; i < named; ++i) {
        text += i == 0 ? "by " : i + 1 == named ? " and " : ", ";
        text += labels[i].rule.name;
    }
    return text;
}

} // namespace promfile::suggest
