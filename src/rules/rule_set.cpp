#include "rules/rule_set.hpp"

#include <algorithm>

namespace promfile {

ExpressionPool::Id ExpressionPool::add(const std::string& xpath) {
    const auto known = ids_.find(xpath);
    if (known != ids_.end()) {
        return known->second;
    }
    const Id id = static_cast<Id>(entries_.size());
    entries_.push_back({Expression(xpath), 0, 0, 0, {}, {}, false});
    ids_.emplace(xpath, id);
    return id;
}

XPathValue ExpressionPool::value(Id id, const RowContext& context) {
    Entry& entry = entries_[id];
    if (entry.value_row != row_) {
        entry.value = entry.expression.value(context);
        entry.value_row = row_;
    }
    return entry.value;
}

std::string_view ExpressionPool::text(Id id, const RowContext& context) {
    Entry& entry = entries_[id];
    if (entry.text_row != row_) {
        // Not evaluated again: a string would leave the place that `value` points to.
        entry.text = entry.expression.text_of(value(id, context));
        entry.text_row = row_;
    }
    return entry.text;
}

bool ExpressionPool::holds(Id id, const RowContext& context) {
    Entry& entry = entries_[id];
    if (entry.holds_row != row_) {
        entry.holds = entry.expression.holds(context);
        entry.holds_row = row_;
    }
    return entry.holds;
}

RuleSet::RuleSet(std::vector<Rule> rules, const std::string& zoneinfo) {
    for (Rule& rule : rules) {
        compile(std::move(rule), zoneinfo);
    }
    // Labels point into their rules, which no longer move.
    for (CompiledRule& compiled : rules_) {
        for (const LabelRule& label : compiled.rule.labels) {
            if (label.text) {
                continue;
            }
            CompiledLabel entry;
            entry.rule = &label;
            if (label.path.empty()) {
                entry.value = compile(compiled, label.value);
            } else {
                entry.path_attribute = label.path.substr(label.path.starts_with('@') ? 1 : 0);
            }
            compiled.labels.push_back(std::move(entry));
        }
        RowRequest& request = requests_[compiled.request];
        request.whole_row |= compiled.reach != Reach::tag && !request.path.selects_attributes();
    }
}

ExpressionPool::Id RuleSet::compile(CompiledRule& rule, const std::string& xpath) {
    const ExpressionPool::Id id = expressions_.add(xpath);
    rule.reach = std::max(rule.reach, expressions_.reach(id));
    return id;
}

void RuleSet::compile(Rule rule, const std::string& zoneinfo) {
    const RowPath path(rule.rows);
    const auto same = std::find_if(requests_.begin(), requests_.end(),
                                   [&](const RowRequest& r) { return r.path == path; });
    const auto index = static_cast<size_t>(same - requests_.begin());
    if (same == requests_.end()) {
        requests_.push_back({path, false});
    }
    Converter converter(rule.conversion, zoneinfo);
    CompiledRule compiled{std::move(rule), index, {}, {}, std::move(converter), {}, {}, {},
                          Reach::tag,      {}};
    if (!compiled.rule.where.empty()) {
        compiled.where = compile(compiled, compiled.rule.where);
    }
    for (const std::string& value : compiled.rule.value) {
        compiled.values.push_back(compile(compiled, value));
    }
    if (compiled.rule.bucket) {
        compiled.bucket = compile(compiled, compiled.rule.bucket->value);
        compiled.bucket_converter.emplace(compiled.rule.bucket->conversion, zoneinfo);
    }
    rules_.push_back(std::move(compiled));
}

const CompiledRule* RuleSet::document_rule() const {
    const auto found = std::find_if(rules_.begin(), rules_.end(), [](const CompiledRule& rule) {
        return rule.reach == Reach::document;
    });
    return found == rules_.end() ? nullptr : &*found;
}

} // namespace promfile
