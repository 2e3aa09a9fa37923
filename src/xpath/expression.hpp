#pragma once

#include "oldxml/row.hpp"
#include "support/error.hpp"
#include "xpath/reach.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace promfile {

// The store that a row comes from, for the variables of an XPath.
struct StoreFacts {
    std::string path; // $path
    std::string file; // $file, its base name
    double mtime = 0; // $mtime, unix seconds; NaN for a pipe
};

// What an expression is evaluated on.
struct RowContext {
    const Row& row;
    std::uint64_t ordinal; // $row: from 1, within the store and the path of its rows
    const StoreFacts& store;
};

// A string that is a view lives as long as the row and the expression, until its next evaluation.
using XPathValue = std::variant<std::string_view, double, bool>;

// Why an expression does not compile; the sentence names it and what is wrong with it.
class ExpressionError : public Error {
public:
    ExpressionError(const std::string& sentence, size_t offset)
        : Error(sentence, ExitStatus::usage), offset_(offset) {}

    size_t offset() const { return offset_; } // bytes into the expression as it was given

private:
    size_t offset_;
};

// An XPath 1.0 expression, compiled once. The common forms (@a, ../@a, name(), a/b, a/@b, a literal
// or a variable alone) are answered without the XPath engine, with the same results.
//
// Variables: $path $file $mtime $row $type. The context node is the row; for an attribute row it
// is the attribute, whose parent is its element.
class Expression {
public:
    // Throws `ExpressionError`.
    explicit Expression(std::string_view xpath);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    // A node-set is its first node's text, or "" where it is empty.
    XPathValue value(const RowContext& context);
    std::string_view text(const RowContext& context) { return text_of(value(context)); }
    // A value of this expression as text; it lives as long as a value does.
    std::string_view text_of(const XPathValue& value);
    bool holds(const RowContext& context);
    // Is it answered without the engine? Then it gives a text, the same whenever it is asked for.
    bool is_short() const { return form_ != Form::xpath; }
    std::string_view short_text(const RowContext& context);

    Reach reach() const { return reach_; }
    const std::string& source() const { return source_; }

private:
    enum class Form {
        literal,
        name,
        type,
        path,
        file,
        attribute,
        child_text,
        child_attribute,
        xpath
    };
    struct Engine; // of pugixml

    bool use_short_form();
    pugi::xml_attribute attribute_of(const Row& row);
    pugi::xml_node child_at(pugi::xml_node from, size_t step) const;
    std::string_view string_value(pugi::xml_node element);
    void set_variables(const RowContext& context);

    std::string source_;
    Reach reach_ = Reach::document;
    Form form_ = Form::xpath;
    size_t levels_up_ = 0;           // ../ in front of an attribute
    std::vector<std::string> steps_; // names of children
    std::string name_;               // of an attribute; or the text of a literal
    size_t place_ = 0;               // of that attribute in the last row that had it
    std::unique_ptr<Engine> engine_;
    std::string scratch_;
};

} // namespace promfile
