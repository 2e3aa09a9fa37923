#pragma once

#include "rules/rule.hpp"
#include "values/conversion.hpp"
#include "xpath/expression.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace promfile {

// The expressions of a run, each compiled once. The result of an expression is kept until the node
// that it depends on changes: the row, an ancestor of the row, or the store.
class ExpressionPool {
public:
    using Id = std::uint32_t;

    // Throws `Error` (usage).
    Id add(const std::string& xpath);
    Reach reach(Id id) const { return entries_[id].expression.reach(); }
    const std::optional<std::vector<NodeUse>>& uses(Id id) const {
        return entries_[id].expression.uses();
    }
    bool uses_all_attributes(Id id) const { return entries_[id].expression.uses_all_attributes(); }
    Level nearest(Id id) const { return entries_[id].expression.nearest(); }
    bool is_name(Id id) const { return shortcuts_[id].is_name; }
    // The path in the row's nodes, if the expression is a single path.
    std::optional<RowNodes::Id> single_path(Id id) const { return shortcuts_[id].path; }

    // To be called before the rows of another store. An expression that needs a tree of more than
    // `max_tree_bytes` for its row then throws `RowTreeError`.
    void next_store(std::uint64_t max_tree_bytes);
    void next_row(const xml::Row& row) {
        if (row.begins_element) {
            nodes_.next_element();
            tree_.next_element();
        }
        nodes_.next_row(row);
    }
    RowContext context(std::uint64_t ordinal, const StoreFacts& store) {
        return {nodes_, tree_, ordinal, store};
    }

    // A view in the result is valid until the next row.
    XPathValue value(Id id, const RowContext& context);
    std::string_view text(Id id, const RowContext& context) {
        const Shortcut& shortcut = shortcuts_[id];
        return shortcut.path      ? nodes_.text(*shortcut.path)
               : shortcut.is_name ? nodes_.name()
                                  : cached_text(id, context);
    }
    bool holds(Id id, const RowContext& context);

    // Rules with equal values and conversions share the number that they make of a row. Returns the
    // index to pass to `shared_number`.
    size_t shared_number_index(const std::vector<Id>& values, const Conversion& conversion);
    // The shared number of the row. The first call for a row makes it with `compute`.
    template<typename Compute>
    const Converted& shared_number(size_t index, const Compute& compute) {
        Number& shared = numbers_[index];
        if (shared.row != nodes_.identity(0)) {
            shared.converted = compute();
            shared.row = nodes_.identity(0);
        }
        return shared.converted;
    }

private:
    // An expression that consists of a single path, or of name(). Looking up its text is as fast as
    // a cache would be.
    struct Shortcut {
        std::optional<RowNodes::Id> path;
        bool is_name = false;
    };

    std::string_view cached_text(Id id, const RowContext& context);

    struct Entry {
        Expression expression;
        // The nodes (RowNodes::identity) for which the three results were computed; 0: none.
        std::uint64_t value_identity = 0, text_identity = 0, holds_identity = 0;
        XPathValue value;
        std::string_view text;
        bool holds = false;
        std::string own_value, own_text; // copies of results that are kept for several rows
    };

    struct Number {
        std::vector<Id> values;
        Conversion conversion;
        std::uint64_t row = 0;
        Converted converted;
    };

    RowNodes nodes_;
    RowTree tree_;
    std::vector<Shortcut> shortcuts_; // of entries_
    std::vector<Entry> entries_;
    std::vector<Number> numbers_;
    std::map<std::string, Id> ids_;
};

// A label that is not constant. Labels of several rules that differ only in their names and
// declared values are one CompiledLabel, so that the text is made once for a row.
struct CompiledLabel {
    LabelRule rule;
    std::optional<ExpressionPool::Id> value; // empty for a `path` label
    std::string path_attribute;              // of a `path` label; never "*"
    bool path_from_parent = false;           // the path ends at the parent of the row
    Level nearest = 0;                       // of the nearest node that its text depends on
    bool is_name = false;                    // `value` is name()
    std::optional<RowNodes::Id> single_path; // `value` is this path
};

struct CompiledRule {
    Rule rule;
    size_t request = 0; // index in RuleSet::requests
    Converter converter;
    std::vector<ExpressionPool::Id> where;
    std::vector<ExpressionPool::Id> values;
    std::optional<ExpressionPool::Id> bucket;
    std::optional<Converter> bucket_converter;
    std::vector<size_t> labels; // indexes in RuleSet::labels, in the rule's order
    Reach reach = Reach::tag;
    bool has_type_filter = false; // has `types` or `exclude_types`
    // The key is the name of an element, the value tells whether these globs select it.
    std::map<std::string, bool, std::less<>> selected_by_type;
    size_t shared_number = 0; // the index for ExpressionPool::shared_number
    // With RuleOptions::note_several_nodes: the XPaths of values and labels, each with an
    // expression that is true if the XPath gives several nodes.
    std::vector<std::pair<std::string, ExpressionPool::Id>> several_nodes;
};

struct RuleOptions {
    // For --check, since it costs time: note the rows on which an XPath gives several nodes.
    bool note_several_nodes = false;
};

// The rules of a run, compiled.
class RuleSet {
public:
    // Throws `Error` (usage) for an XPath, a path of rows or a conversion that does not compile.
    // The names of the rules must have been checked.
    RuleSet(std::vector<Rule> rules, const std::string& zoneinfo, RuleOptions options = {});

    std::vector<CompiledRule>& rules() { return rules_; }
    const std::vector<CompiledRule>& rules() const { return rules_; }
    ExpressionPool& expressions() { return expressions_; }
    const std::vector<CompiledLabel>& labels() const { return labels_; }
    // One for each path of rows; rules with the same path share it.
    const std::vector<RowRequest>& requests() const { return requests_; }
    // The first rule that has to see the whole document, or null.
    const CompiledRule* document_rule() const;

private:
    ExpressionPool::Id compile(CompiledRule& rule, const std::string& xpath);
    size_t compile_label(CompiledRule& rule, const LabelRule& label);
    void compile_several_nodes(CompiledRule& rule, const std::string& xpath);
    void compile(Rule rule, const std::string& zoneinfo);

    RuleOptions options_;
    ExpressionPool expressions_;
    std::vector<CompiledRule> rules_;
    std::vector<CompiledLabel> labels_;
    std::vector<RowRequest> requests_;
    std::map<size_t, std::map<NodePath, size_t>> use_places_; // by request
};

} // namespace promfile
