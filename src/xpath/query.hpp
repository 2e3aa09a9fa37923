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

// A part of an expression that pugixml evaluates on a tree. A result is kept as long as the node on
// which it depends stays the same.
class Query {
public:
    // Variables: $path $file $mtime $row $type. Throws pugi::xpath_exception.
    Query(const std::string& xpath, Level nearest);

    pugi::xpath_value_type type() const { return query_->return_type(); }

    bool boolean(const RowContext& context);
    double number(const RowContext& context);
    // The text of a node-set is the text of its first node. pugixml's substring() and translate()
    // work on bytes, so the text may contain parts of a UTF-8 character.
    std::string_view text(const RowContext& context);
    // The string-values of a node-set.
    const std::vector<std::string>& texts(const RowContext& context);

    // To be called before the rows of another store: forgets all results.
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

    std::unique_ptr<pugi::xpath_variable_set> variables_; // query_ refers to them
    std::unique_ptr<pugi::xpath_query> query_;
    bool uses_variables_;
    Reach reach_;
    Level nearest_;
    // A result for a row or a store is kept until the next one comes. Results for ancestors are
    // kept longer: from inner elements, rows come back to outer ones.
    std::uint64_t last_ = 0; // the identity of the row or store
    Result result_;
    std::unordered_map<std::uint64_t, Result> of_ancestors_;
    size_t kept_bytes_ = 0; // the size of of_ancestors_
};

// The variables that an expression may use, without values.
std::unique_ptr<pugi::xpath_variable_set> xpath_variables();

} // namespace promfile
