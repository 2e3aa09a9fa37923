#pragma once

#include "rules/rule_toml.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The keys that a [[group]] may have, as defaults of its metrics.
inline constexpr std::string_view group_keys[] = {"source",   "rows",      "where",   "labels",
                                                  "type",     "aggregate", "missing", "invalid",
                                                  "timezone", "on-empty"};

struct NotedRule {
    std::string note; // comment lines above its table, or empty
    RuleText keys;
};

// The rules of a group: one list, `metric = [...]`, which is short to read, or tables
// [[group.metric]] with a line for each key, which are easy to edit and to comment out.
enum class GroupForm { list, tables };

// Tables of rules in TOML, an empty line between them, in the order of the rules. Neighbouring
// rules that share keys, conditions or labels are printed as a [[group]] if that is shorter.
std::string print_grouped(const std::vector<NotedRule>& rules, GroupForm form);

} // namespace promfile
