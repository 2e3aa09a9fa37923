#pragma once

#include "support/error.hpp"
#include "xml/row_request.hpp"
#include "xpath/query.hpp"
#include "xpath/syntax.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace promfile {

// The string of a value is valid until the next row, or the next evaluation of the expression.
using XPathValue = std::variant<std::string_view, double, bool>;

// An expression does not compile; the sentence names the expression and the cause.
class ExpressionError : public Error {
public:
    ExpressionError(const std::string& sentence, size_t offset)
        : Error(sentence, ExitStatus::usage), offset_(offset) {}

    size_t offset() const { return offset_; } // bytes into the expression as it was given

private:
    size_t offset_;
};

// Throws `ExpressionError` if an XPath is not valid, or calls a function that has no meaning for a
// row.
void check_xpath(std::string_view xpath);

// An XPath 1.0 expression, compiled once. Paths to simple nodes (@a, ../@a, a/b, a/b/@c),
// variables, literals, operators and the common functions are evaluated on the row itself; for
// other parts pugixml evaluates a tree of the row, with the same results.
//
// Variables: $path $file $mtime $row $type. The context node is the row; for an attribute row it
// is the attribute, whose parent is its element.
class Expression {
public:
    // Adds its paths to `nodes`, which is given to each evaluation. Throws `ExpressionError`.
    Expression(std::string_view xpath, RowNodes& nodes);

    // The value of a node-set is the text of its first node, or "" if it is empty.
    XPathValue value(const RowContext& context);
    std::string_view text(const RowContext& context) { return text_of(value(context)); }
    // A value of this expression as text, which is valid as long as a value.
    std::string_view text_of(const XPathValue& value);
    bool holds(const RowContext& context) { return boolean(root_, context); }

    // The path, if the expression is a single path: looking up its text is as fast as a cache.
    const RowNodes::Id* single_path() const {
        return parts_[root_].operation == Operation::path ? &parts_[root_].path : nullptr;
    }
    // Whether the expression is name().
    bool is_name() const { return parts_[root_].operation == Operation::name; }

    // To be called before the rows of another store.
    void next_store();

    Reach reach() const { return reach_; }
    // The nodes that the expression uses, and whether it may use any attribute, for a RowRequest.
    const std::optional<std::vector<NodeUse>>& uses() const { return uses_; }
    bool uses_all_attributes() const { return !queries_.empty(); }
    // The nearest node on which the expression depends, see nearest_level.
    Level nearest() const { return nearest_; }
    const std::string& source() const { return source_; }

private:
    enum class Type { nodes, text, number, boolean };

    // A Part, compiled.
    struct Node {
        Operation operation;
        Type type;
        std::vector<std::uint32_t> operands;
        std::string text; // of a literal, or the last result
        double number = 0;
        RowNodes::Id path = 0;
        std::uint32_t query = 0; // index
    };

    void note_uses(const std::vector<Part>& parts);
    Node compiled(Part&& part, RowNodes& nodes);
    Type type_of(const Node& node) const;

    bool boolean(std::uint32_t index, const RowContext& context);
    double number(std::uint32_t index, const RowContext& context);
    std::string_view text(std::uint32_t index, const RowContext& context);
    bool compare(const Node& node, const RowContext& context);
    template<typename Test>
    bool any(const Node& nodes, const RowContext& context, Test test);
    bool equal(const Node& node, const RowContext& context);
    template<typename Test>
    bool compare_numbers(const Node& node, const RowContext& context, Test test);

    std::string source_;
    Reach reach_ = Reach::document;
    std::optional<std::vector<NodeUse>> uses_ = std::vector<NodeUse>();
    Level nearest_ = 0;
    std::uint32_t root_ = 0;
    std::vector<Node> parts_;
    std::vector<Query> queries_;
    std::string scratch_;
};

} // namespace promfile
