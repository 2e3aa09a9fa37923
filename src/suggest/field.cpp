#include "suggest/field.hpp"

#include "suggest/state_words.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_states = 10;
constexpr size_t max_state_bytes = 40;

// Pairs of states. While all is well, a store shows only one of them.
constexpr std::pair<std::string_view, std::string_view> opposites[] = {
    {"pass", "fail"},       {"passed", "failed"},
    {"success", "failure"}, {"up", "down"},
    {"online", "offline"},  {"enabled", "disabled"},
    {"active", "inactive"}, {"running", "stopped"},
    {"started", "stopped"}, {"connected", "disconnected"},
    {"open", "closed"},     {"valid", "invalid"},
};

std::vector<std::string> split_path(const std::string& path) {
    std::vector<std::string> steps;
    size_t begin = 0;
    for (size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin)) {
        steps.push_back(path.substr(begin, slash - begin));
        begin = slash + 1;
    }
    steps.push_back(path.substr(begin));
    return steps;
}

// Does the element say in an attribute or child what its value is, as in <tag key="a" value="b"/>?
bool holds_name(const PathNode* element) {
    const auto is_name = [](const auto& name) {
        return is_word(snake_case(name), "name key label id type title attribute");
    };
    return element != nullptr &&
           (std::any_of(element->attributes.begin(), element->attributes.end(),
                        [&](const AttributeField& field) { return is_name(field.name); }) ||
            std::any_of(element->children.begin(), element->children.end(),
                        [&](const PathNode* child) { return is_name(child->name); }));
}

// Are the first `count` steps of a field the first `other_count` of another one?
bool have_same_steps(const Field& field, size_t count, const Field& other, size_t other_count) {
    return count == other_count &&
           std::equal(field.steps.begin(), field.steps.begin() + static_cast<std::ptrdiff_t>(count),
                      other.steps.begin());
}

} // namespace

Field::Field(std::string field_path, const FieldStatistics& field_statistics,
             std::string field_name, const PathNode& carrier)
    : path(std::move(field_path)), steps(split_path(path)), name(std::move(field_name)),
      statistics(&field_statistics), node(&carrier), value(path), named_steps_(steps.size()) {
    // In <speed value="18"/>, the speed is the field.
    if (named_steps_ > 1 && is_word(name, "value val") &&
        !holds_name(is_attribute() ? node : node->parent)) {
        --named_steps_;
        name = snake_case(steps[named_steps_ - 1]);
    }
}

Field::Field(const Column& of_column, const PathNode& row)
    : path(of_column.path), steps({of_column.name}), name(snake_case(of_column.name)),
      statistics(&of_column.statistics), node(&row), column(&of_column), value(path),
      named_steps_(1) {}

bool Field::is_beside(const Field& other) const {
    return have_same_steps(*this, depth(), other, other.depth());
}

bool Field::holds(const Field& other) const {
    return have_same_steps(*this, named_steps_, other, other.depth());
}

std::optional<std::string_view> Field::value_in(const SampledElement& row) const {
    if (path == ".") {
        return row.text;
    }
    if (column != nullptr) {
        return column->value_in(row);
    }
    if (path == "name()") {
        return row.name;
    }
    const SampledElement* element = &row;
    for (const std::string& step : steps) {
        if (step.starts_with('@')) {
            return element->attribute(std::string_view(step).substr(1));
        }
        const auto found =
            std::find_if(element->children.begin(), element->children.end(),
                         [&](const SampledElement* child) { return child->name == step; });
        if (found == element->children.end()) {
            return std::nullopt;
        }
        element = *found;
    }
    return element->text;
}

bool is_state_name(std::string_view name) {
    return holds_word(name, vocabulary::state_words);
}

bool is_time_name(std::string_view name) {
    const size_t time = name.find("time");
    const bool word_in_time =
        time != std::string_view::npos && (time + 4 == name.size() || name[time + 4] == '_');
    return word_in_time || (holds_word(name, vocabulary::time_words) &&
                            !holds_word(name, vocabulary::amount_words));
}

std::optional<double> unix_time_scale(const FieldStatistics& statistics) {
    constexpr double earliest = 0.9e9;
    constexpr double latest = 4e9;
    const double low = statistics.min > 0 ? statistics.min : statistics.max;
    constexpr std::pair<double, double> scales[] = {{1, 1}, {1e3, 1e-3}, {1e6, 1e-6}, {1e9, 1e-9}};
    for (const auto& [factor, scale] : scales) {
        if (low >= earliest * factor && statistics.max <= latest * factor) {
            return scale;
        }
    }
    return std::nullopt;
}

bool is_unix_time(const Field& field) {
    return field.kind == FieldKind::number && is_time_name(field.name) &&
           unix_time_scale(*field.statistics).has_value();
}

bool is_calendar_year(const Field& field) {
    constexpr double earliest = 1900;
    constexpr double latest = 2200;
    return field.name == "year" && field.kind == FieldKind::number &&
           field.statistics->min >= earliest && field.statistics->max <= latest;
}

bool is_state_text(std::string_view text) {
    return is_good_state(text) || is_bad_state(text);
}

bool is_stateful(const Field& field) {
    const std::vector<CountedText>& texts = field.statistics->texts;
    const auto states =
        static_cast<size_t>(std::count_if(texts.begin(), texts.end(), [](const CountedText& text) {
            return is_state_text(text.text);
        }));
    return field.kind == FieldKind::enumeration && field.statistics->distinct() <= max_states &&
           field.statistics->longest <= max_state_bytes && !ends_in_id(field.name) &&
           (!ends_in_word(field.name, vocabulary::explaining_words) ||
            std::any_of(texts.begin(), texts.end(),
                        [](const CountedText& text) {
                            return text.text.find(' ') == std::string::npos &&
                                   is_state_text(text.text);
                        })) &&
           (is_state_name(field.name) ||
            (2 * states >= texts.size() && !field.name.ends_with("name")));
}

std::vector<std::string> states_of(const Field& field) {
    std::set<std::string> states(field.more_states.begin(), field.more_states.end());
    for (const CountedText& text : field.statistics->texts) {
        states.insert(text.text);
    }
    if (states.size() == 1) {
        const std::string seen = *states.begin();
        const std::string word = lower_case(seen);
        for (const auto& [good, bad] : opposites) {
            if (word == good || word == bad) {
                states.insert(in_case_of(word == good ? bad : good, seen));
                break;
            }
        }
    }
    return {states.begin(), states.end()};
}

bool names_a_thing(const Field& field) {
    if (field.kind == FieldKind::identifier || field.kind == FieldKind::address) {
        return true;
    }
    if (field.kind != FieldKind::number) {
        return false;
    }
    const std::string& name = field.name;
    if (holds_word(name, vocabulary::never_measured_words) || name.ends_with("version") ||
        name.ends_with("mask")) {
        return true;
    }
    if (name.ends_with("_number")) {
        return holds_word(name.substr(0, name.size() - 7), vocabulary::numbered_things);
    }
    // A count of errors is smaller than most checksums.
    constexpr double least_checksum = 1e6;
    return ends_in_word(name, vocabulary::identifier_words) || ends_in_id(name) ||
           (name.starts_with("id_") && !holds_word(name, vocabulary::counter_words)) ||
           (ends_in_word(name, "crc") && field.statistics->max >= least_checksum);
}

bool is_setting(const Field& field) {
    return std::any_of(field.steps.begin(), field.steps.end(), [](const std::string& step) {
        return is_word(snake_case(step), vocabulary::settings_elements);
    });
}

} // namespace promfile::suggest
