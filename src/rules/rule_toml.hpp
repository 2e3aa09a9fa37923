#pragma once

#include "input/store_argument.hpp"
#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace promfile {

// A key of a rule in TOML. A value has one part, texts have a part for each text, a table has a
// part for each entry.
struct RuleKey {
    enum class Form { value, texts, table };

    std::string name;
    Form form = Form::value;
    std::vector<std::string> parts;
};

// The keys of a rule that differ from their defaults, in the order in which they are written.
using RuleText = std::vector<RuleKey>;
RuleText rule_text(const Rule& rule);

// The keys as TOML, one line for each.
std::string print_keys(const RuleText& rule);

// The keys as an inline table that is an item of a list, broken between keys, texts and entries
// into lines of at most 100 columns if these are not longer by themselves.
std::string print_list_item(const RuleText& rule);

// A rule as a [[metric]] table of a configuration: `name`, `help` if it is not empty, and the keys
// that differ from their defaults. Reading the table gives the same rule.
std::string print_rule(const Rule& rule);

// All rules, with empty lines between their tables. The keys that neighbouring rules share are
// written once, in a [[group]], if that is shorter. Reading the text gives the same rules.
std::string print_rules(const std::vector<Rule>& rules);

// A text in the quotes of TOML: '...' if possible, else "..." with escapes.
std::string quoted_toml(const std::string& text);

// A command as a value of `store`: an inline table.
std::string print_store_command(const StoreCommand& command);

// A single text as a string, several texts as an array.
std::string toml_texts(const std::vector<std::string>& texts);

} // namespace promfile
