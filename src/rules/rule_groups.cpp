#include "rules/rule_groups.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <optional>

namespace promfile {

namespace {

constexpr std::string_view rule_header = "[[metric]]";
constexpr std::string_view group_header = "[[group]]";
constexpr std::string_view member_header = "[[group.metric]]";

bool can_be_shared(const RuleKey& key) {
    return std::find(std::begin(group_keys), std::end(group_keys), key.name) !=
           std::end(group_keys);
}

const RuleKey* find(const RuleText& rule, const std::string& name) {
    const auto found = std::find_if(rule.begin(), rule.end(),
                                    [&](const RuleKey& key) { return key.name == name; });
    return found == rule.end() ? nullptr : &*found;
}

// The keys that both rules have with equal values, and the conditions and labels with which both
// begin: the conditions and labels of a group come before those of its metrics.
RuleText common(const RuleText& a, const RuleText& b) {
    RuleText out;
    for (const RuleKey& key : a) {
        const RuleKey* other = can_be_shared(key) ? find(b, key.name) : nullptr;
        if (other == nullptr) {
            continue;
        }
        RuleKey both{key.name, key.form, {}};
        const auto end = std::mismatch(key.parts.begin(), key.parts.end(), other->parts.begin(),
                                       other->parts.end());
        both.parts.assign(key.parts.begin(), end.first);
        if (!both.parts.empty()) {
            out.push_back(std::move(both));
        }
    }
    return out;
}

RuleText without(const RuleText& rule, const RuleText& shared) {
    RuleText out;
    for (const RuleKey& key : rule) {
        RuleKey rest = key;
        if (const RuleKey* inherited = find(shared, key.name)) {
            rest.parts.erase(rest.parts.begin(), rest.parts.begin() + static_cast<std::ptrdiff_t>(
                                                                          inherited->parts.size()));
        }
        if (!rest.parts.empty()) {
            out.push_back(std::move(rest));
        }
    }
    return out;
}

// The approximate number of bytes that a group saves, for a number of rules that share these keys.
std::ptrdiff_t savings(const RuleText& shared, size_t rules) {
    if (rules < 2 || shared.empty()) {
        return 0;
    }
    const auto longer = static_cast<std::ptrdiff_t>(member_header.size() - rule_header.size());
    const auto count = static_cast<std::ptrdiff_t>(rules);
    const auto text = static_cast<std::ptrdiff_t>(print_keys(shared).size());
    return (count - 1) * text - count * longer - static_cast<std::ptrdiff_t>(group_header.size()) -
           2;
}

using Iterator = std::vector<NotedRule>::const_iterator;

std::string print_rules_between(Iterator begin, Iterator end) {
    std::vector<std::string> tables;
    std::transform(begin, end, std::back_inserter(tables), [](const NotedRule& rule) {
        return fmt::format("{}{}\n{}", rule.note, rule_header, print_keys(rule.keys));
    });
    return fmt::format("{}", fmt::join(tables, "\n"));
}

// The keys without `help`, and then `help`: in a list the rule comes before its description.
RuleText with_help_last(RuleText rule) {
    std::stable_partition(rule.begin(), rule.end(),
                          [](const RuleKey& key) { return key.name != "help"; });
    return rule;
}

std::string print_group(Iterator begin, Iterator end, const RuleText& shared, GroupForm form) {
    std::string out = fmt::format("{}\n{}", group_header, print_keys(shared));
    if (form == GroupForm::list) {
        out += "metric = [\n";
        for (auto rule = begin; rule != end; ++rule) {
            out += rule->note + print_list_item(with_help_last(without(rule->keys, shared)));
        }
        return out + "]\n";
    }
    for (auto rule = begin; rule != end; ++rule) {
        out += fmt::format("\n{}{}\n{}", rule->note, member_header,
                           print_keys(without(rule->keys, shared)));
    }
    return out;
}

} // namespace

std::string print_grouped(const std::vector<NotedRule>& rules, GroupForm form) {
    std::vector<std::string> printed;
    for (auto begin = rules.begin(); begin != rules.end();) {
        RuleText shared = begin->keys;
        auto end = begin + 1;
        for (; end != rules.end(); ++end) {
            const auto size = static_cast<size_t>(end - begin);
            RuleText wider = common(shared, end->keys);
            // The rule may have more in common with the next one than with those before.
            const std::ptrdiff_t apart =
                savings(shared, size) +
                (end + 1 != rules.end() ? savings(common(end->keys, (end + 1)->keys), 2) : 0);
            const std::ptrdiff_t together = savings(wider, size + 1);
            if (wider.empty() || together < apart ||
                (size > 1 && together <= savings(shared, size))) {
                break;
            }
            shared = std::move(wider);
        }
        std::string plain = print_rules_between(begin, end);
        if (end - begin > 1) {
            std::string grouped = print_group(begin, end, shared, form);
            printed.push_back(grouped.size() < plain.size() ? std::move(grouped)
                                                            : std::move(plain));
        } else {
            printed.push_back(std::move(plain));
        }
        begin = end;
    }
    return fmt::format("{}", fmt::join(printed, "\n"));
}

} // namespace promfile
