#include "config/rule_list.hpp"

#include "rules/rule_toml.hpp"
#include "rules/rule_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace promfile {

namespace {

ConfigPlace place_of(const ConfigEntry& metric, std::string_view key) {
    const ConfigEntry* entry = find(std::get<ConfigTable>(metric.value.data), key);
    return entry != nullptr ? entry->value.place : metric.value.place;
}

// All keys but `help` as one text, to compare rules.
std::string identity(Rule rule) {
    rule.help.clear();
    return print_rule(rule);
}

// The name of the rule to whose derived series (name_bucket, name_sum, name_count) this name
// belongs, or an empty text.
std::string base_of(const std::string& name, const std::map<std::string, size_t>& first_of,
                    const std::vector<Rule>& rules) {
    for (const std::string_view suffix : histogram_suffixes) {
        if (!name.ends_with(suffix)) {
            continue;
        }
        std::string base = name.substr(0, name.size() - suffix.size());
        const auto found = first_of.find(base);
        if (found == first_of.end()) {
            continue;
        }
        if (exposes(metric_type(rules[found->second].type), suffix)) {
            return base;
        }
    }
    return {};
}

} // namespace

void inherit_help(std::vector<Rule>& rules, const std::vector<ConfigEntry>& metrics) {
    for (size_t i = 0; i < rules.size(); ++i) {
        if (find(std::get<ConfigTable>(metrics[i].value.data), "help") != nullptr) {
            continue;
        }
        for (size_t j = 0; j < rules.size(); ++j) {
            const bool given =
                find(std::get<ConfigTable>(metrics[j].value.data), "help") != nullptr;
            if (rules[j].name == rules[i].name && (given || j < i)) {
                rules[i].help = rules[j].help;
                break;
            }
        }
    }
}

void check_rules(const std::vector<Rule>& rules, const std::vector<ConfigEntry>& metrics,
                 ConfigFaults& faults) {
    std::map<std::string, size_t> first_of; // by name
    std::map<std::string, size_t> same;     // by identity
    for (size_t i = 0; i < rules.size(); ++i) {
        const Rule& rule = rules[i];
        if (rule.name.empty()) {
            continue;
        }
        const auto [twin, is_new] = same.emplace(identity(rule), i);
        if (!is_new) {
            faults.add(metrics[i].value.place,
                       fmt::format("this rule is the same as that of line {}",
                                   rules[twin->second].origin.line));
            continue;
        }
        const Rule& first = rules[first_of.emplace(rule.name, i).first->second];
        if (first.type != rule.type) {
            faults.add(
                place_of(metrics[i], "type"),
                fmt::format("\"{}\" has the type {} here and {} in line {}; rules that share a "
                            "name are one family",
                            rule.name, word_of(rule.type), word_of(first.type), first.origin.line));
        } else if (first.help != rule.help) {
            faults.add(
                place_of(metrics[i], "help"),
                fmt::format("\"{}\" has another help in line {}; rules that share a name are one "
                            "family, with one help",
                            rule.name, first.origin.line));
        }
    }
    for (const auto& [name, index] : first_of) {
        const std::string base = base_of(name, first_of, rules);
        if (!base.empty()) {
            const Rule& owner = rules[first_of.at(base)];
            faults.add(place_of(metrics[index], "name"),
                       fmt::format("the name \"{}\" is a part of the {} \"{}\" of line {}", name,
                                   word_of(owner.type), base, owner.origin.line));
        }
    }
}

} // namespace promfile
