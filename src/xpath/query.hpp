#pragma once

#include "xpath/reach.hpp"
#include "xpath/row_context.hpp"

#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace promfile {

// A part of an expression that pugixml evaluates on a tree. Results are kept as long as the node
// that they depend on is the same.
class Query {
public:
    // Variables: $path $file $mtime $row $type. Throws pugi::xpath_exception.
    Query(const std::string& xpath, Level nearest);

    pugi::xpath_value_type type() const { return query_->return_type(); }

    bool boolean(const RowContext& context);
    double number(const RowContext& context);
    // The text of a node-set is that of its first node. If substring() or translate() cuts a
    // character, the text has its single bytes.
    std::string_view text(const RowContext& context);
    // The string-values of a node-set.
    const std::vector<std::string>& texts(const RowContext& context);

    // Rows of another store follow.
    void next_store();

private:
    struct Result {
        std::optional<bool> boolean;
        std::optional<double> number;
        std::optional<std::string> text;
        std::optional<std::vector<std::string>> texts;
    };
    Result& result(const RowContext& context);
    pugi::xpath_node prepare(const RowContext& context);
    void count_kept_bytes(size_t bytes);

    std::unique_ptr<pugi::xpath_variable_set> variables_; // which the query refers to
    std::unique_ptr<pugi::xpath_query> query_;
    bool uses_variables_;
    Reach reach_;
    Level nearest_;
    // Of the last row, ancestor or store, and of ancestors that rows may come back to.
    std::uint64_t last_ = 0;
    Result result_;
    std::unordered_map<std::uint64_t, Result> of_ancestors_;
    size_t kept_bytes_ = 0; // of these
};

// The variables that an expression may use, without values.
std::unique_ptr<pugi::xpath_variable_set> xpath_variables();

} // namespace promfile
