#pragma once

#include "xml/node_path.hpp"
#include "xpath/row_nodes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The operation of a part of an expression on its operands.
enum class Operation {
    // Leaves.
    path,    // the nodes of a NodePath
    query,   // a part that only pugixml can evaluate
    name,    // name()
    literal, // and numbers
    number,
    store_path, // variables
    store_file,
    store_mtime,
    row_type,
    row_ordinal,
    // Operators.
    either,
    both,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    add,
    subtract,
    multiply,
    divide,
    modulo,
    negate,
    // Functions.
    not_,
    to_boolean,
    to_number,
    to_text,
    is_true,
    is_false,
    starts_with,
    contains,
    normalize_space,
    concat,
    count,
    sum,
};

// A part of an expression, after its operands in the order of the vector that holds all parts.
struct Part {
    Operation operation;
    std::vector<std::uint32_t> operands;
    std::string text; // of a literal; the expression of a query
    double number = 0;
    NodePath path;
    Level nearest = store_level; // see nearest_level
};

// The parts of an expression that is known to compile; the last part is the whole expression. A
// part that is not understood becomes a query.
std::vector<Part> parse_xpath(std::string_view xpath);

} // namespace promfile
