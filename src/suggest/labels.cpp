#include "suggest/labels.hpp"

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

// The way from `row` up to the element of the entity, with a slash at its end; empty where it is
// the same element.
std::string way_up(const Entity& entity, const PathNode& row) {
    for (const PathNode* node = &row; node != nullptr && node != entity.node; node = node->parent) {
        if (node->anywhere) {
            return fmt::format("ancestor::{}[1]/", entity.node->name);
        }
    }
    std::string way;
    for (size_t i = steps_up(row, *entity.node); i > 0; --i) {
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

// The name of the label for a field of the key.
std::string key_label_name(const Entity& entity, const Field& field) {
    std::string row = joined(entity_words(entity));
    if (field.path == ".") {
        return row;
    }
    std::string name = field.name;
    if (field.depth() > 0 && is_word(name, vocabulary::plain_name_words)) {
        name = snake_case(field.steps[field.steps.size() - 2]);
    }
    if (is_word(name, plain_names)) {
        return &field == entity.key.front() ? row : row + "_" + name;
    }
    return name;
}

void add_own_labels(const Entities& entities, const Entity& entity, const PathNode& row,
                    RowLabels& labels) {
    const std::string way = way_up(entity, row);
    if (!entity.path_attribute.empty()) {
        RowLabel label = xpath_label(snake_case(entity.node->name), "", true);
        (way.empty() ? label.rule.path : label.rule.value) = way + entity.path_attribute;
        labels.push_back(std::move(label));
        return;
    }
    if (!entity.preceding_sibling.empty()) {
        const std::string from = way.empty() ? "" : without_slash(way) + "/";
        labels.push_back(xpath_label(
            snake_case(entity.preceding_sibling),
            fmt::format("{}preceding-sibling::{}[1]", from, entity.preceding_sibling), false));
        return;
    }
    for (const Field* field : entity.key) {
        if (field->path == "name()") {
            labels.push_back(xpath_label(joined(entity_words(entity)),
                                         fmt::format("name({})", without_slash(way)), true));
        } else {
            const std::string path =
                field->path == "." && !way.empty() ? without_slash(way) : way + field->path;
            labels.push_back(
                xpath_label(key_label_name(entity, *field), path, field->path.starts_with('@')));
        }
    }
    if (way.empty()) {
        for (const Field* field : entity.foreign) {
            const bool plain = field->depth() > 0 && is_word(field->name, "name id key label");
            labels.push_back(
                xpath_label(plain ? snake_case(field->steps[field->steps.size() - 2]) : field->name,
                            field->path, field->path.starts_with('@')));
        }
    }
    for (const PathNode* place : entity.places) {
        const Entity* other = entities.of(place);
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

RowLabels labels_of(const Entities& entities, const Entity& entity, const PathNode& row) {
    std::vector<const Entity*> chain;
    for (const Entity* at = &entity; at != nullptr; at = at->parent) {
        chain.push_back(at);
    }
    RowLabels labels;
    const auto recursive = std::find_if(
        chain.begin(), chain.end(), [](const Entity* at) { return !at->path_attribute.empty(); });
    if (recursive != chain.end()) {
        // The path of a recursive element tells of all around it.
        const Entity& outer = **recursive;
        const bool row_is_element = &outer == &entity && &row == entity.node;
        RowLabel label;
        label.rule.name = joined(entity_words(outer));
        label.rule.path = outer.path_attribute;
        label.from_tags = true;
        const bool same_name =
            row_is_element ||
            std::all_of(entity.key.begin(), entity.key.end(),
                        [&](const Field* field) { return field->path == outer.path_attribute; });
        labels.push_back(label);
        if (same_name) {
            return with_unique_names(std::move(labels));
        }
        chain.erase(recursive, chain.end());
    }
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
        if (!(*at)->is_root()) {
            add_own_labels(entities, **at, row, labels);
        }
    }
    return with_unique_names(std::move(labels));
}

RowLabels own_labels(const Entities& entities, const Entity& entity) {
    RowLabels labels;
    add_own_labels(entities, entity, *entity.node, labels);
    return with_unique_names(std::move(labels));
}

std::string field_label(const Entity& entity, const Field& field) {
    const auto same = std::count_if(entity.fields.begin(), entity.fields.end(),
                                    [&](const Field& other) { return other.name == field.name; });
    const std::string words = joined(field_words(field));
    const bool plain = is_word(field.name, plain_names) || is_word(field.name, "type class kind");
    return words.empty() || (same == 1 && (!plain || field.depth() == 0)) ? field.name : words;
}

std::string label_name(std::string_view name) {
    constexpr std::string_view special = "le quantile job instance";
    std::string legal = suggested_name(lower_case(name));
    if (legal.empty()) {
        legal = "label";
    }
    return is_word(legal, special) ? legal + "_name" : legal;
}

std::vector<std::string> entity_words(const Entity& entity) {
    if (entity.is_root()) {
        return {};
    }
    const PathNode& node = *entity.node;
    Words words = split_words(node.folded ? node.folded_name : node.name);
    if (words.empty()) {
        words = {"entry"};
    }
    Words telling;
    std::copy_if(words.begin(), words.end(), std::back_inserter(telling),
                 [](const auto& word) { return !is_word(word, "list item entry info table"); });
    if (telling.empty() && is_word(words.back(), vocabulary::container_words)) {
        for (const PathNode* above = node.parent; above != nullptr && above->parent != nullptr;
             above = above->parent) {
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
    constexpr size_t most = 3;
    std::string text;
    const size_t named = std::min(most, labels.size());
    for (size_t i = 0; i < named; ++i) {
        text += i == 0 ? "by " : i + 1 == named ? " and " : ", ";
        text += labels[i].rule.name;
    }
    return text;
}

} // namespace promfile::suggest
