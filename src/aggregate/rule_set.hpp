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

// Expressions of a run, each compiled once and evaluated at most once for a row.
class ExpressionPool {
public:
    using Id = std::uint32_t;

    // Throws `Error` (usage).
    Id add(const std::string& xpath);
    Reach reach(Id id) const { return entries_[id].expression.reach(); }

    // From now on everything is asked of the next row.
    void next_row() { ++row_; }
    const XPathValue& value(Id id, const RowContext& context);
    std::string_view text(Id id, const RowContext& context);
    bool holds(Id id, const RowContext& context);

    // A place for the number that rules with equal values and conversions make of a row: it is
    // computed by the first of them that asks.
    size_t share_number(const std::vector<Id>& values, const Conversion& conversion);
    template<typename Compute>
    const Converted& number(size_t place, Compute compute) {
        Number& shared = numbers_[place];
        if (shared.row != row_) {
            shared.converted = compute();
            shared.row = row_;
        }
        return shared.converted;
    }

private:
    struct Entry {
        Expression expression;
        std::uint64_t value_row = 0, text_row = 0, holds_row = 0;
        XPathValue value;
        std::string_view text;
        bool holds = false;
    };

    struct Number {
        std::vector<Id> values;
        Conversion conversion;
        std::uint64_t row = 0;
        Converted converted;
    };

    std::vector<Entry> entries_;
    std::vector<Number> numbers_;
    std::map<std::string, Id> ids_;
    std::uint64_t row_ = 0;
};

// A label that is not constant. Rules whose labels differ in name alone share it, so that its text
// is made once for a row.
struct CompiledLabel {
    LabelRule rule;
    std::optional<ExpressionPool::Id> value; // not for paths
    std::string path_attribute;              // of a `path` label, "*" never
    bool path_from_parent = false;           // that path leaves the row itself out
};

struct CompiledRule {
    Rule rule;
    size_t request = 0; // index in RuleSet::requests
    Converter converter;
    std::optional<ExpressionPool::Id> where;
    std::vector<ExpressionPool::Id> values;
    std::optional<ExpressionPool::Id> bucket;
    std::optional<Converter> bucket_converter;
    std::vector<size_t> labels; // indexes in RuleSet::labels, in the rule's order
    Reach reach = Reach::tag;
    bool selects_types = false;                              // are there such globs?
    std::map<std::string, bool, std::less<>> selected_types; // what the globs say, once for each
    size_t number = 0;                                       // its place in ExpressionPool::number
};

// The rules of a run, compiled.
class RuleSet {
public:
    // Throws `Error` (usage) for what does not compile; the rules' names are checked already.
    RuleSet(std::vector<Rule> rules, const std::string& zoneinfo);

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
    void compile(Rule rule, const std::string& zoneinfo);

    ExpressionPool expressions_;
    std::vector<CompiledRule> rules_;
    std::vector<CompiledLabel> labels_;
    std::vector<RowRequest> requests_;
};

} // namespace promfile
