#pragma once

#include "suggest/draft.hpp"
#include "suggest/name_value_pairs.hpp"

#include <deque>
#include <string>

namespace promfile::suggest {

// Rows that are name/value pairs, for drafting their rules.
struct PairRows {
    Draft& draft;
    const RowKind& row_kind;
    const Field& name;
    const Field& value;
    const std::deque<NamedValues>& named;
    const RowLabels& labels; // of the rows around the pairs
    bool is_setting;
};

// Drafts one metric for pairs whose values are numbers, with the name as a label. If an attribute
// of the parent says what the pairs count (<counters type="opcode">), one metric for each of its
// values; if a field says which of them are counters (<flag>c</flag>), one for these. Returns
// false, and drafts nothing, if too many texts are among the numbers.
bool draft_number_pairs(const PairRows& pairs);

// The words for the pairs, of the nearest element with a telling name.
Words pair_words(const PairRows& pairs);
// The usual name of the label that has the names: "name", or that of the attribute.
std::string plain_pair_label(const Field& name);
// The label with the names, called `wanted` unless another label is.
LabelRule pair_name_label(const Field& name, const RowLabels& others, const std::string& wanted);

} // namespace promfile::suggest
