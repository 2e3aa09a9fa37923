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

// Expressions of a run, each compiled once. What one gives is kept as long as the node that it
// depends on is the same: a row, an ancestor, or the store.
class ExpressionPool {
public:
    using Id = std::uint32_t;

    // Throws `Error` (usage).
    Id add(const std::string& xpath);
    Reach reach(Id id) const { return entries_[id].expression.reach(); }
    Level nearest(Id id) const { return entries_[id].expression.nearest(); }

    // Rows of another store follow. A tree of a row that would take more than `max_tree_bytes` is
    // refused by `RowTreeError`.
    void next_store(std::uint64_t max_tree_bytes);
    // Rows of another element follow, by `next_row`.
    void next_element();
    void next_row(const xml::Row& row) { nodes_.next_row(row); }
    RowContext context(std::uint64_t ordinal, const StoreFacts& store) {
        return {nodes_, tree_, ordinal, store};
    }

    // A view is valid until the next row.
    XPathValue value(Id id, const RowContext& context);
    std::string_view text(Id id, const RowContext& context) {
        const Shortcut& shortcut = shortcuts_[id];
        return shortcut.path      ? nodes_.text(*shortcut.path)
               : shortcut.is_name ? nodes_.name()
                                  : made_text(id, context);
    }
    bool holds(Id id, const RowContext& context);

    // A place for the number that rules with equal values and conversions make of a row: it is
    // computed by the first of them that asks.
    size_t share_number(const std::vector<Id>& values, const Conversion& conversion);
    template<typename Compute>
    const Converted& number(size_t place, const Compute& compute) {
        Number& shared = numbers_[place];
        if (shared.row != nodes_.identity(0)) {
            shared.converted = compute();
            shared.row = nodes_.identity(0);
        }
        return shared.converted;
    }

private:
    // Expressions that are nothing but a path or name(): their text is as quickly asked for as
    // kept.
    struct Shortcut {
        std::optional<RowNodes::Id> path;
        bool is_name = false;
    };

    std::string_view made_text(Id id, const RowContext& context);

    struct Entry {
        Expression expression;
        // Identities of the nodes that the results are of.
        std::uint64_t value_of = 0, text_of = 0, holds_of = 0;
        XPathValue value;
        std::string_view text;
        bool holds = false;
        std::string own_value, own_text; // of what lives longer than a row
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

// A label that is not constant. Rules whose labels differ in name alone share it, so that its text
// is made once for a row.
struct CompiledLabel {
    LabelRule rule;
    std::optional<ExpressionPool::Id> value; // not for paths
    std::string path_attribute;              // of a `path` label, "*" never
    bool path_from_parent = false;           // that path leaves the row itself out
    Level nearest = 0;                       // the nearest node that its text depends on
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
    bool selects_types = false;                              // are there such globs?
    std::map<std::string, bool, std::less<>> selected_types; // what the globs say, once for each
    size_t number = 0;                                       // its place in ExpressionPool::number
    // With RuleOptions::note_several_nodes: an XPath of a value or a label, and whether it gives
    // several nodes.
    std::vector<std::pair<std::string, ExpressionPool::Id>> several_nodes;
};

struct RuleOptions {
    // For --check, since it costs time: note the rows on which an XPath gives several nodes.
    bool note_several_nodes = false;
};

// The rules of a run, compiled.
class RuleSet {
public:
    // Throws `Error` (usage) for what does not compile; the rules' names are checked already.
    RuleSet(std::vector<Rule> rules, const std::string& zoneinfo, RuleOptions options = {});

    std::vector<CompiledRule>& rules() { return rules_; }
    const std::vector<CompiledRule>& rules() const { return rules_; }
    ExpressionPool& expressions() { return expressions_; }
    const std::vector<CompiledLabel>& labels() const { return labels_; }
    // One for each path of rows, shared by the rules with that path.
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
};

} // namespace promfile
