#include "rules/rule_toml.hpp"

#include "rules/rule_groups.hpp"
#include "rules/rule_words.hpp"
#include "support/ascii.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace promfile {

namespace {

std::string number(double value) {
    if (std::isnan(value)) {
        return "nan";
    }
    if (std::isinf(value)) {
        return value > 0 ? "inf" : "-inf";
    }
    return fmt::format("{}", value);
}

std::string key(const std::string& text) {
    const auto bare = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), bare) ? text : quoted_toml(text);
}

std::string in_toml(const std::string& text) {
    return quoted_toml(text);
}

std::string in_toml(double value) {
    return number(value);
}

std::string in_toml(const MapTarget& target) {
    const double* value = std::get_if<double>(&target);
    return value != nullptr ? number(*value) : quoted_toml("skip");
}

std::string in_toml(const TextTarget& target) {
    const std::string* text = std::get_if<std::string>(&target);
    return quoted_toml(text != nullptr ? *text : "skip");
}

std::string in_toml(const ValuePolicy& policy) {
    const double* value = std::get_if<double>(&policy);
    return value != nullptr                         ? number(*value)
           : std::holds_alternative<Refuse>(policy) ? quoted_toml("error")
                                                    : quoted_toml("skip");
}

template<class T>
std::string in_toml(const std::vector<T>& items) {
    std::vector<std::string> parts;
    std::transform(items.begin(), items.end(), std::back_inserter(parts),
                   [](const T& item) { return in_toml(item); });
    return fmt::format("[{}]", fmt::join(parts, ", "));
}

template<class Target>
std::string in_toml(const std::vector<std::pair<std::string, Target>>& map,
                    const std::optional<Target>& otherwise) {
    std::vector<std::string> parts;
    parts.reserve(map.size() + 1);
    for (const auto& [text, target] : map) {
        parts.push_back(fmt::format("{} = {}", key(text), in_toml(target)));
    }
    if (otherwise) {
        parts.push_back(fmt::format("else = {}", in_toml(*otherwise)));
    }
    return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

// Gathers keys and their values in TOML.
struct Entries {
    std::vector<std::pair<std::string, std::string>> list;

    void add(std::string_view name, std::string value) {
        list.emplace_back(name, std::move(value));
    }
    void add_text(std::string_view name, const std::string& value) {
        if (!value.empty()) {
            add(name, in_toml(value));
        }
    }
    void add_conversion(const Conversion& conversion) {
        if (!conversion.map.empty() || conversion.map_else) {
            add("map", in_toml(conversion.map, conversion.map_else));
        }
        add_text("unit", conversion.unit);
        if (conversion.scale != 1) {
            add("scale", number(conversion.scale));
        }
        add_text("time", conversion.time);
        if (conversion.timezone != Conversion().timezone) {
            add("timezone", in_toml(conversion.timezone));
        }
    }
    std::string inline_table() const {
        std::vector<std::string> parts;
        for (const auto& [name, value] : list) {
            parts.push_back(fmt::format("{} = {}", name, value));
        }
        return fmt::format("{{ {} }}", fmt::join(parts, ", "));
    }
};

std::string in_toml(const LabelRule& label) {
    Entries entries;
    if (label.text) {
        entries.add("text", in_toml(*label.text));
    }
    entries.add_text("path", label.path);
    entries.add_text("value", label.value);
    if (label.lower) {
        entries.add("lower", "true");
    }
    if (!label.map.empty() || label.map_else) {
        entries.add("map", in_toml(label.map, label.map_else));
    }
    entries.add_text("default", label.fallback);
    if (!label.values.empty()) {
        entries.add("values", in_toml(label.values));
    }
    const bool plain = entries.list.size() == 1 && !label.value.empty();
    return plain ? in_toml(label.value) : entries.inline_table();
}

std::string in_toml(const BucketRule& bucket) {
    Entries entries;
    entries.add("value", in_toml(bucket.value));
    entries.add_conversion(bucket.conversion);
    return entries.list.size() == 1 ? in_toml(bucket.value) : entries.inline_table();
}

// The aggregate of a rule without the key `aggregate`.
Aggregate default_aggregate(const Rule& rule) {
    const bool one = rule.type == RuleType::info || rule.type == RuleType::stateset;
    return rule.value.empty() && !one ? Aggregate::count : Aggregate::each;
}

} // namespace

std::string quoted_toml(const std::string& given) {
    const std::string text = to_utf8(given); // paths need not be UTF-8, TOML is
    const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    if (text.find('\'') == std::string::npos &&
        std::none_of(text.begin(), text.end(), is_control)) {
        return fmt::format("'{}'", text);
    }
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (is_control(c)) {
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string print_store_command(const StoreCommand& command) {
    std::vector<std::string> words, variables;
    for (const std::string& word : command.command) {
        words.push_back(quoted_toml(word));
    }
    for (const auto& [name, value] : command.environment) {
        variables.push_back(fmt::format("{} = {}", key(name), quoted_toml(value)));
    }
    return fmt::format(
        "{{ command = [{}], name = {}{}{} }}", fmt::join(words, ", "), quoted_toml(command.name),
        command.timeout ? ", timeout = " + number(*command.timeout) : "",
        variables.empty() ? ""
                          : fmt::format(", environment = {{ {} }}", fmt::join(variables, ", ")));
}

std::string toml_texts(const std::vector<std::string>& texts) {
    return texts.size() == 1 ? in_toml(texts.front()) : in_toml(texts);
}

namespace {

// The brackets around the parts of a key.
struct Brackets {
    std::string_view open, close;
};

Brackets brackets_of(const RuleKey& key) {
    const bool is_list = key.form == RuleKey::Form::texts && key.parts.size() > 1;
    const bool is_table = key.form == RuleKey::Form::table;
    return is_list ? Brackets{"[", "]"} : is_table ? Brackets{"{ ", " }"} : Brackets{};
}

} // namespace

std::string print_keys(const RuleText& rule) {
    std::string out;
    for (const RuleKey& key : rule) {
        const Brackets brackets = brackets_of(key);
        out += fmt::format("{} = {}{}{}\n", key.name, brackets.open, fmt::join(key.parts, ", "),
                           brackets.close);
    }
    return out;
}

std::string print_list_item(const RuleText& rule) {
    std::vector<std::string> pieces; // what a comma ends
    for (const RuleKey& key : rule) {
        const size_t first = pieces.size();
        pieces.insert(pieces.end(), key.parts.begin(), key.parts.end());
        pieces[first] = fmt::format("{} = {}{}", key.name, brackets_of(key).open, pieces[first]);
        pieces.back() += brackets_of(key).close;
    }
    constexpr size_t max_line = 100;
    constexpr std::string_view end = " },";
    std::string out;
    std::string line = "    {";
    for (const std::string& piece : pieces) {
        const bool is_first = &piece == &pieces.front();
        if (!is_first && line.size() + 2 + piece.size() + end.size() > max_line) {
            out += line + ",\n";
            line = "      " + piece;
        } else {
            line += (is_first ? " " : ", ") + piece;
        }
    }
    return out + line + std::string(end) + "\n";
}

RuleText rule_text(const Rule& rule) {
    RuleText keys;
    const auto add = [&](std::string_view name, std::string value) {
        keys.push_back({std::string(name), RuleKey::Form::value, {std::move(value)}});
    };
    const auto add_word = [&](std::string_view name, std::string_view word) {
        add(name, in_toml(std::string(word)));
    };
    add("name", in_toml(rule.name));
    if (!rule.help.empty()) {
        add("help", in_toml(rule.help));
    }
    if (rule.type != RuleType::gauge) {
        add_word("type", word_of(rule.type));
    }
    if (rule.sensors) {
        add_word("source", source_of_sensors);
    } else if (!rule.sources.empty()) {
        add("source", toml_texts(rule.sources));
    }
    if (rule.rows != Rule().rows) {
        add("rows", in_toml(rule.rows));
    }
    if (!rule.where.empty()) {
        RuleKey where{"where", RuleKey::Form::texts, {}};
        for (const std::string& condition : rule.where) {
            where.parts.push_back(in_toml(condition));
        }
        keys.push_back(std::move(where));
    }
    if (!rule.value.empty()) {
        add("value", toml_texts(rule.value));
    }
    Entries conversion;
    conversion.add_conversion(rule.conversion);
    for (const auto& [name, value] : conversion.list) {
        add(name, value);
    }
    if (!rule.state_map.empty() || rule.state_map_else) {
        add("map", in_toml(rule.state_map, rule.state_map_else));
    }
    for (const auto& [name, policy] :
         {std::pair("missing", &rule.missing), std::pair("invalid", &rule.invalid)}) {
        if (!std::holds_alternative<Skip>(*policy)) {
            add(name, in_toml(*policy));
        }
    }
    if (!rule.states.empty()) {
        add("states", in_toml(rule.states));
    }
    if (!rule.buckets.empty()) {
        add("buckets", in_toml(rule.buckets));
    }
    if (rule.bucket) {
        add("bucket", in_toml(*rule.bucket));
    }
    if (!rule.quantiles.empty()) {
        add("quantiles", in_toml(rule.quantiles));
    }
    if (rule.aggregate != default_aggregate(rule)) {
        add_word("aggregate", word_of(rule.aggregate));
    }
    if (rule.max_series) {
        add("series", fmt::format("{}", *rule.max_series));
    }
    if (rule.on_empty) {
        add_word("on-empty", word_of(*rule.on_empty));
    }
    RuleKey labels{"labels", RuleKey::Form::table, {}};
    for (const LabelRule& label : rule.labels) {
        if (label.name == suffix_label) {
            add("name-suffix", in_toml(label.value));
        } else {
            labels.parts.push_back(fmt::format("{} = {}", key(label.name), in_toml(label)));
        }
    }
    if (!labels.parts.empty()) {
        keys.push_back(std::move(labels));
    }
    return keys;
}

std::string print_rule(const Rule& rule) {
    return fmt::format("[[metric]]\n{}", print_keys(rule_text(rule)));
}

std::string print_rules(const std::vector<Rule>& rules) {
    std::vector<NotedRule> texts;
    std::transform(rules.begin(), rules.end(), std::back_inserter(texts), [](const Rule& rule) {
        return NotedRule{{}, rule_text(rule)};
    });
    return print_grouped(texts, GroupForm::list);
}

} // namespace promfile
