#pragma once

#include "suggest/profile.hpp"

#include <deque>
#include <string>

namespace promfile::suggest {

// A field of rows whose fields are elements of one name, told apart by an attribute, as databases
// print them: <row><field name="Id">12</field><field name="State">up</field></row>.
struct Column {
    std::string name;           // "Id"
    std::string path;           // XPath from the row: "field[@name = 'Id']"
    FieldStatistics statistics; // of the sampled rows
};

// Are elements of the node such fields, and their rows nothing else?
bool are_columns(const PathNode& node);

// The columns in the order of their first row. None unless are_columns(node).
std::deque<Column> columns_of(const PathNode& node, MemoryBudget& budget);

// The value of the column in a row; nullptr if it has none.
const std::string* column_value(const SampledElement& row, std::string_view column);

} // namespace promfile::suggest
