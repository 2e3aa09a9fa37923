#pragma once

#include "rules/rule.hpp"
#include "suggest/row_kinds.hpp"

#include <string>
#include <vector>

namespace promfile::suggest {

struct RowLabel {
    LabelRule rule;
    bool from_tags = false; // the start tags of the row and its ancestors suffice to evaluate it
};
using RowLabels = std::vector<RowLabel>;

// The labels that tell rows apart: the keys of the row kind and of its ancestors, as XPath from the
// element `row`, which is the row element or one below it. The names are legal and unique.
RowLabels labels_of(const RowKinds& row_kinds, const RowKind& row_kind, const PathNode& row);

// The labels of the key of the row kind alone, as XPath from its rows.
RowLabels own_labels(const RowKinds& row_kinds, const RowKind& row_kind);

// A legal label name that has no special meaning in Prometheus, made of `name`.
std::string label_name(std::string_view name);
// The name, with "_2" appended while one of the labels has it.
std::string unused_label_name(const RowLabels& labels, std::string name);

// The name of a label for a field. If another field of the row has the same name, the names of the
// elements between the row and the field come before it.
std::string field_label(const RowKind& row_kind, const Field& field);

// The words for a row in names and texts: {"stream"} for <stream>. For <entry> and <item> the words
// of the nearest ancestor with a telling name.
std::vector<std::string> row_kind_words(const RowKind& row_kind);

// "by stream and application" for the first three labels; empty without labels.
std::string by_labels(const RowLabels& labels);

} // namespace promfile::suggest
