#include "aggregate/rule_set.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

ExpressionPool::Id ExpressionPool::add(const std::string& xpath) {
    const auto known = ids_.find(xpath);
    if (known != ids_.end()) {
        return known->second;
    }
    const Id id = static_cast<Id>(entries_.size());
    entries_.push_back({Expression(xpath, nodes_), 0, 0, 0, {}, {}, false, {}, {}});
    const Expression& expression = entries_.back().expression;
    Shortcut& shortcut = shortcuts_.emplace_back();
    if (expression.single_path() != nullptr) {
        shortcut.path = *expression.single_path();
    }
    shortcut.is_name = expression.is_name();
    ids_.emplace(xpath, id);
    return id;
}

void ExpressionPool::next_store(std::uint64_t max_tree_bytes) {
    nodes_.next_store();
    tree_.next_store();
    tree_.set_max_bytes(max_tree_bytes);
    for (Entry& entry : entries_) {
        entry.expression.next_store();
        entry.value_identity = entry.text_identity = entry.holds_identity = 0;
    }
}

XPathValue ExpressionPool::value(Id id, const RowContext& context) {
    if (const Shortcut& shortcut = shortcuts_[id]; shortcut.path) {
        return nodes_.text(*shortcut.path);
    }
    Entry& entry = entries_[id];
    const Level nearest = entry.expression.nearest();
    const std::uint64_t identity = nodes_.identity(nearest);
    if (entry.value_identity != identity) {
        entry.value = entry.expression.value(context);
        const auto* text = std::get_if<std::string_view>(&entry.value);
        if (nearest > 0 && text != nullptr) {
            entry.own_value = *text;
            entry.value = std::string_view(entry.own_value);
        }
        entry.value_identity = identity;
    }
    return entry.value;
}

std::string_view ExpressionPool::cached_text(Id id, const RowContext& context) {
    Entry& entry = entries_[id];
    const Level nearest = entry.expression.nearest();
    const std::uint64_t identity = nodes_.identity(nearest);
    if (entry.text_identity != identity) {
        entry.text = entry.expression.text_of(value(id, context));
        if (nearest > 0) {
            entry.own_text = entry.text;
            entry.text = entry.own_text;
        }
        entry.text_identity = identity;
    }
    return entry.text;
}

bool ExpressionPool::holds(Id id, const RowContext& context) {
    Entry& entry = entries_[id];
    const std::uint64_t identity = nodes_.identity(entry.expression.nearest());
    if (entry.holds_identity != identity) {
        entry.holds = entry.expression.holds(context);
        entry.holds_identity = identity;
    }
    return entry.holds;
}

namespace {

bool same(const MapTarget& a, const MapTarget& b) {
    const double* x = std::get_if<double>(&a);
    const double* y = std::get_if<double>(&b);
    return x != nullptr && y != nullptr ? *x == *y : x == y;
}

bool same(const Conversion& a, const Conversion& b) {
    return a.unit == b.unit && a.scale == b.scale && a.time == b.time && a.timezone == b.timezone &&
           a.map_else.has_value() == b.map_else.has_value() &&
           (!a.map_else || same(*a.map_else, *b.map_else)) &&
           std::equal(a.map.begin(), a.map.end(), b.map.begin(), b.map.end(),
                      [](const auto& x, const auto& y) {
                          return x.first == y.first && same(x.second, y.second);
                      });
}

} // namespace

size_t ExpressionPool::shared_number_index(const std::vector<Id>& values,
                                           const Conversion& conversion) {
    const auto known = std::find_if(numbers_.begin(), numbers_.end(), [&](const Number& number) {
        return number.values == values && same(number.conversion, conversion);
    });
    const auto index = static_cast<size_t>(known - numbers_.begin());
    if (known == numbers_.end()) {
        numbers_.push_back({values, conversion, 0, {}});
    }
    return index;
}

RuleSet::RuleSet(std::vector<Rule> rules, const std::string& zoneinfo, RuleOptions options)
    : options_(options) {
    for (Rule& rule : rules) {
        compile(std::move(rule), zoneinfo);
    }
}

namespace {

// `places` are those of the paths in `uses`.
void add_uses(std::optional<std::vector<NodeUse>>& uses, std::map<NodePath, size_t>& places,
              const std::optional<std::vector<NodeUse>>& more) {
    if (!uses || !more) {
        uses.reset();
        return;
    }
    for (const NodeUse& use : *more) {
        const auto [known, is_new] = places.emplace(use.path, uses->size());
        if (is_new) {
            uses->push_back(use);
        } else {
            (*uses)[known->second].all |= use.all;
        }
    }
}

} // namespace

ExpressionPool::Id RuleSet::compile(CompiledRule& rule, const std::string& xpath) {
    const ExpressionPool::Id id = expressions_.add(xpath);
    rule.reach = std::max(rule.reach, expressions_.reach(id));
    add_uses(requests_[rule.request].uses, use_places_[rule.request], expressions_.uses(id));
    requests_[rule.request].all_attributes |= expressions_.uses_all_attributes(id);
    return id;
}

// Paths to one attribute by its name are left out: an element has at most one of a name. count()
// does not compile with an expression that does not give nodes, so such an expression is left out,
// too.
void RuleSet::compile_several_nodes(CompiledRule& rule, const std::string& xpath) {
    const bool is_single =
        rule.reach == Reach::tag && xpath.find_first_of("|*:") == std::string::npos;
    if (!options_.note_several_nodes || is_single) {
        return;
    }
    const std::string several = fmt::format("count({}) > 1", xpath);
    try {
        check_xpath(several);
    } catch (const ExpressionError&) {
        return;
    }
    rule.several_nodes.emplace_back(xpath, compile(rule, several));
}

size_t RuleSet::compile_label(CompiledRule& rule, const LabelRule& label) {
    CompiledLabel compiled;
    compiled.rule = label;
    compiled.rule.name.clear();
    compiled.rule.values.clear();
    if (label.path.empty()) {
        compiled.value = compile(rule, label.value);
        compiled.nearest = expressions_.nearest(*compiled.value);
        compiled.is_name = expressions_.is_name(*compiled.value);
        compiled.single_path = expressions_.single_path(*compiled.value);
    } else {
        compiled.path_from_parent = label.path.starts_with("../");
        compiled.nearest = compiled.path_from_parent ? 1 : 0;
        compiled.path_attribute = label.path.substr(label.path.find('@') + 1);
        const NodePath path{0, {}, NodePath::Last::attribute, compiled.path_attribute};
        add_uses(requests_[rule.request].uses, use_places_[rule.request], {{{path, false}}});
    }
    const auto same = std::find_if(labels_.begin(), labels_.end(), [&](const CompiledLabel& other) {
        return other.value == compiled.value && other.rule == compiled.rule;
    });
    const auto index = static_cast<size_t>(same - labels_.begin());
    if (same == labels_.end()) {
        labels_.push_back(std::move(compiled));
    }
    return index;
}

void RuleSet::compile(Rule rule, const std::string& zoneinfo) {
    const RowPath path(rule.rows);
    const auto same = std::find_if(requests_.begin(), requests_.end(),
                                   [&](const RowRequest& r) { return r.path == path; });
    const auto index = static_cast<size_t>(same - requests_.begin());
    if (same == requests_.end()) {
        requests_.push_back({path, false, std::vector<NodeUse>()});
    }
    Converter converter(rule.conversion, zoneinfo);
    CompiledRule compiled{std::move(rule),
                          index,
                          std::move(converter),
                          {},
                          {},
                          {},
                          {},
                          {},
                          Reach::tag,
                          false,
                          {},
                          0,
                          {}};
    compiled.has_type_filter = !compiled.rule.types.empty() || !compiled.rule.exclude_types.empty();
    for (const std::string& condition : compiled.rule.where) {
        compiled.where.push_back(compile(compiled, condition));
    }
    for (const std::string& value : compiled.rule.value) {
        compiled.values.push_back(compile(compiled, value));
    }
    if (compiled.rule.bucket) {
        compiled.bucket = compile(compiled, compiled.rule.bucket->value);
        compiled.bucket_converter.emplace(compiled.rule.bucket->conversion, zoneinfo);
    }
    for (const LabelRule& label : compiled.rule.labels) {
        if (!label.text) {
            compiled.labels.push_back(compile_label(compiled, label));
        }
    }
    for (const std::string& value : compiled.rule.value) {
        compile_several_nodes(compiled, value);
    }
    for (const LabelRule& label : compiled.rule.labels) {
        if (!label.text && label.path.empty()) {
            compile_several_nodes(compiled, label.value);
        }
    }
    requests_[index].whole_row |= compiled.reach != Reach::tag && !path.selects_attributes();
    compiled.shared_number =
        expressions_.shared_number_index(compiled.values, compiled.rule.conversion);
    rules_.push_back(std::move(compiled));
}

const CompiledRule* RuleSet::document_rule() const {
    const auto found = std::find_if(rules_.begin(), rules_.end(), [](const CompiledRule& rule) {
        return rule.reach == Reach::document;
    });
    return found == rules_.end() ? nullptr : &*found;
}

} // namespace promfile
