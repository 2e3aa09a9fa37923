#pragma once

#include "suggest/profile.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace promfile::suggest {

// A field of rows whose fields are elements of one name, told apart by an attribute, as databases
// and storage systems print them: <row><field name="Id">12</field><field name="State">up</field>
// </row>. The value is the text of the element or of its only child:
// <field name="Id"><integer>12</integer></field>.
struct Column {
    std::string element;        // "field"
    std::string attribute;      // "name"
    std::string name;           // "Id"
    std::string child;          // "integer", "*" if it has several names, or empty
    std::string path;           // XPath from the row: "field[@name = 'Id']/integer"
    FieldStatistics statistics; // of the sampled rows

    // The value in a row of the sample, if it has one.
    std::optional<std::string_view> value_in(const SampledElement& row) const;
};

// Could elements of the node be such fields, judging by the part of the store that was read?
bool may_be_columns(const PathNode& node);

// Are elements of the node such fields?
bool are_columns(const PathNode& node);

// Does each element hold one record of such fields and nothing of its own, as each
// <VALUE.NAMEDINSTANCE> of CIM holds an <INSTANCE>? The record is the row then.
bool wraps_records(const PathNode& node);
bool is_wrapped_record(const PathNode& node);

// The columns in the order of their first row. None unless are_columns(node).
std::deque<Column> columns_of(const PathNode& node, MemoryBudget& budget);

} // namespace promfile::suggest
