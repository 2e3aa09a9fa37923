#pragma once

#include "input/store_argument.hpp"
#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace promfile {

// A key of a rule in TOML. Texts and tables have a part for each text, and for each entry.
struct RuleKey {
    enum class Form { value, texts, table };

    std::string name;
    Form form = Form::value;
    std::vector<std::string> parts;
};

// The keys of a rule that differ from their defaults, in the order in which they are written.
using RuleText = std::vector<RuleKey>;
RuleText rule_text(const Rule& rule);

// A line for each key.
std::string print_keys(const RuleText& rule);

// A rule as a [[metric]] table of a configuration: `name`, `help` if it is not empty, and the keys
// that differ from their defaults. Reading the table gives the same rule.
std::string print_rule(const Rule& rule);

// All of them, with an empty line between. What rules that follow each other have in common is
// written once, in a [[group]], where that is shorter. Reading the text gives the same rules.
std::string print_rules(const std::vector<Rule>& rules);

// A text in the quotes of TOML: '...' where possible, else "..." with escapes.
std::string quoted_toml(const std::string& text);

// A command as a store: an inline table.
std::string print_store_command(const StoreCommand& command);

// The only text, or an array of them.
std::string toml_texts(const std::vector<std::string>& texts);

} // namespace promfile
