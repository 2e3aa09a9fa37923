#pragma once

#include "rules/rule.hpp"
#include "suggest/entity.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

struct RowLabel {
    LabelRule rule;
    bool from_tags = false; // start tags of the row and its ancestors are enough to tell it
};
using RowLabels = std::vector<RowLabel>;

// The labels that tell rows apart: keys of the entity and of all around it, seen from the element
// `row` (of the entity, or below it). Their names are legal and differ from each other.
RowLabels labels_of(const Entities& entities, const Entity& entity, const PathNode& row);

// The key of the entity alone, seen from its own rows.
RowLabels own_labels(const Entities& entities, const Entity& entity);

// A legal label name that means nothing special to Prometheus.
std::string label_name(std::string_view name);

// The name of a label for a field: its own, with those of the structures around it where another
// field of the row has the same.
std::string field_label(const Entity& entity, const Field& field);

// "stream" of <stream>; of <entry> and <item> the name of what they stand in.
std::vector<std::string> entity_words(const Entity& entity);

// "by stream and application", or nothing.
std::string by_labels(const RowLabels& labels);

} // namespace promfile::suggest
