#include "suggest/field.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace promfile::suggest {

namespace {

using vocabulary::secret_number_texts;

constexpr size_t max_other_texts = 6; // beside numbers, which are then skipped
constexpr size_t max_enumeration = 12;
constexpr size_t max_enumeration_bytes = 60;
constexpr size_t max_states = 10;
constexpr size_t max_state_bytes = 40;

// Pairs of which one is often all that is seen.
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

bool is_number(ValueClass value_class) {
    return value_class == ValueClass::integer || value_class == ValueClass::decimal;
}

bool is_infinity(ValueClass value_class) {
    return value_class == ValueClass::infinity || value_class == ValueClass::minus_infinity;
}

class KindFinder {
public:
    explicit KindFinder(Field& field)
        : field_(field), statistics_(*field.statistics),
          useful_(statistics_.given() - statistics_.of(ValueClass::not_available)) {}

    void run() {
        const std::string& name = field_.name;
        if (statistics_.given() == 0) {
            field_.kind = FieldKind::none;
        } else if (is_secret(name, statistics_.numbers() == statistics_.given())) {
            field_.kind = FieldKind::secret;
        } else if (holds_word(name, vocabulary::personal_words) ||
                   2 * statistics_.of(ValueClass::email) > statistics_.given()) {
            field_.kind = FieldKind::personal;
        } else if (useful_ == 0) {
            field_.kind = is_state_name(name) ? FieldKind::enumeration : FieldKind::none;
        } else if (!numbers() && !durations() && !booleans() && !times() && !identities()) {
            texts();
        }
    }

private:
    // Texts that are none of `accepted`, where they are few and short; nothing otherwise.
    template<typename Accepted>
    std::optional<std::vector<std::string>> other_texts(Accepted accepted) const {
        std::uint64_t fit = 0;
        for (size_t i = 0; i < value_classes; ++i) {
            fit += accepted(static_cast<ValueClass>(i)) ? statistics_.of(static_cast<ValueClass>(i))
                                                        : 0;
        }
        std::vector<std::string> others;
        for (const CountedText& text : statistics_.texts) {
            if (accepted(text.value_class) || text.value_class == ValueClass::empty) {
                continue;
            }
            // They will be printed, so they must be words.
            if (text.value_class == ValueClass::free_text ||
                text.value_class == ValueClass::email || text.text.size() > max_state_bytes) {
                return std::nullopt;
            }
            others.push_back(text.text);
        }
        const bool unseen = statistics_.more_texts && 100 * fit < 98 * statistics_.given();
        return others.size() > max_other_texts || unseen ? std::nullopt : std::optional(others);
    }

    void skip(const std::vector<std::string>& others) {
        for (const std::string& text : others) {
            field_.map.emplace_back(text, Skip{});
        }
    }

    bool numbers() {
        const auto quantities = statistics_.of(ValueClass::quantity);
        const auto durations = statistics_.of(ValueClass::duration);
        if (statistics_.numbers() + quantities == 0) {
            return false;
        }
        const std::uint64_t fit = statistics_.numbers() + quantities + durations +
                                  statistics_.of(ValueClass::infinity) +
                                  statistics_.of(ValueClass::minus_infinity);
        if (10 * fit < 6 * useful_) {
            return false;
        }
        const bool units = quantities + durations > 0;
        const auto others = other_texts([&](ValueClass value_class) {
            return is_number(value_class) || is_infinity(value_class) ||
                   (units &&
                    (value_class == ValueClass::quantity || value_class == ValueClass::duration));
        });
        if (!others) {
            return false;
        }
        field_.kind = FieldKind::number;
        if (units) {
            std::set<std::string_view> bases;
            for (const auto& [unit, count] : statistics_.units) {
                if (unit != "power") {
                    bases.insert(unit);
                }
            }
            if (durations > 0) {
                bases.insert("seconds");
            }
            if (bases.size() > 1) {
                field_.kind = FieldKind::text;
                return true;
            }
            field_.kind = FieldKind::quantity;
            field_.unit = "auto";
            field_.base = !bases.empty() ? std::string(*bases.begin())
                          : holds_text(field_.name, vocabulary::memory_words) ? "bytes"
                                                                              : "";
        }
        for (const CountedText& text : statistics_.texts) {
            const double infinity = std::numeric_limits<double>::infinity();
            if (is_infinity(text.value_class)) {
                field_.map.emplace_back(
                    text.text, text.value_class == ValueClass::infinity ? infinity : -infinity);
            }
        }
        skip(*others);
        return true;
    }

    bool durations() {
        const auto durations = statistics_.of(ValueClass::duration);
        if (durations == 0 || 10 * durations < 9 * useful_) {
            return false;
        }
        field_.kind = FieldKind::duration;
        field_.unit = "auto";
        field_.base = "seconds";
        skip(other_texts([](ValueClass value_class) {
                 return value_class == ValueClass::duration || is_number(value_class);
             }).value_or(std::vector<std::string>()));
        return true;
    }

    bool booleans() {
        if (statistics_.of(ValueClass::boolean) != useful_ ||
            statistics_.distinct() > max_other_texts) {
            return false;
        }
        std::vector<const CountedText*> words;
        for (const CountedText& text : statistics_.texts) {
            if (text.value_class == ValueClass::boolean) {
                words.push_back(&text);
            }
        }
        const bool states = is_state_name(field_.name) &&
                            std::all_of(words.begin(), words.end(), [](const CountedText* word) {
                                return is_state_pair(word->text);
                            });
        field_.kind = states ? FieldKind::enumeration : FieldKind::boolean;
        for (const CountedText* word : words) {
            const auto [good, bad] = *boolean_pair(word->text);
            if (states) {
                field_.further_states.insert(field_.further_states.end(), {good, bad});
            } else {
                map_once(good, 1);
                map_once(bad, 0);
            }
        }
        if (!states) {
            skip(other_texts([](ValueClass value_class) {
                     return value_class == ValueClass::boolean;
                 }).value_or(std::vector<std::string>()));
        }
        return true;
    }

    void map_once(const std::string& text, double number) {
        const bool there = std::any_of(field_.map.begin(), field_.map.end(),
                                       [&](const auto& entry) { return entry.first == text; });
        if (!there) {
            field_.map.emplace_back(text, number);
        }
    }

    bool times() {
        const auto times = statistics_.of(ValueClass::time);
        if (times == 0 || 10 * times < 6 * useful_ || statistics_.formats.size() != 1) {
            return false;
        }
        const auto others =
            other_texts([](ValueClass value_class) { return value_class == ValueClass::time; });
        if (!others) {
            return false;
        }
        field_.kind = FieldKind::time;
        field_.format = statistics_.formats.begin()->first;
        skip(*others);
        return true;
    }

    bool identities() {
        constexpr std::pair<ValueClass, FieldKind> kinds[] = {
            {ValueClass::uuid, FieldKind::identifier},
            {ValueClass::digest, FieldKind::identifier},
            {ValueClass::ip_address, FieldKind::address},
            {ValueClass::mac_address, FieldKind::address},
            {ValueClass::url, FieldKind::url},
            {ValueClass::path, FieldKind::text},
            {ValueClass::free_text, FieldKind::free_text},
            {ValueClass::code, FieldKind::identifier},
        };
        for (const auto& [value_class, kind] : kinds) {
            if (10 * statistics_.of(value_class) > 3 * useful_) {
                field_.kind = kind;
                return true;
            }
        }
        return false;
    }

    void texts() {
        const bool few = !statistics_.more_texts && statistics_.distinct() <= max_enumeration &&
                         statistics_.longest <= max_enumeration_bytes;
        field_.kind = few ? FieldKind::enumeration : FieldKind::text;
    }

    Field& field_;
    const FieldStatistics& statistics_;
    std::uint64_t useful_;
};

} // namespace

Field::Field(std::string field_path, const FieldStatistics& field_statistics,
             std::string field_name, const PathNode& carrier)
    : path(std::move(field_path)), steps(split_path(path)), name(std::move(field_name)),
      statistics(&field_statistics), node(&carrier), value(path) {}

std::optional<std::string_view> Field::of(const SampledElement& row) const {
    if (path == ".") {
        return row.text;
    }
    if (path == "name()") {
        return row.name;
    }
    const SampledElement* element = &row;
    for (const std::string& step : steps) {
        if (step.starts_with('@')) {
            const std::string_view wanted = std::string_view(step).substr(1);
            for (const auto& [attribute, text] : element->attributes) {
                if (attribute == wanted) {
                    return text;
                }
            }
            return std::nullopt;
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

void find_kind(Field& field) {
    KindFinder(field).run();
}

bool is_secret(std::string_view name, bool numeric) {
    return holds_text(name, numeric ? secret_number_texts : vocabulary::secret_texts) ||
           holds_word(name, vocabulary::secret_words);
}

bool is_hidden(FieldKind kind) {
    return kind == FieldKind::secret || kind == FieldKind::personal || kind == FieldKind::free_text;
}

bool is_state_name(std::string_view name) {
    return holds_word(name, vocabulary::state_words);
}

bool is_time_name(std::string_view name) {
    const size_t time = name.find("time");
    const bool word_in_time =
        time != std::string_view::npos && (time + 4 == name.size() || name[time + 4] == '_');
    return word_in_time || holds_word(name, vocabulary::time_words);
}

bool is_stateful(const Field& field) {
    return field.kind == FieldKind::enumeration && is_state_name(field.name) &&
           field.statistics->distinct() <= max_states &&
           field.statistics->longest <= max_state_bytes;
}

std::vector<std::string> states_of(const Field& field) {
    std::set<std::string> states(field.further_states.begin(), field.further_states.end());
    for (const CountedText& text : field.statistics->texts) {
        states.insert(text.text);
    }
    if (states.size() == 1) {
        const std::string seen = *states.begin();
        const std::string word = lower_case(seen);
        for (const auto& [good, bad] : opposites) {
            if (word == good || word == bad) {
                const std::string other(word == good ? bad : good);
                states.insert(seen == word ? other : capitalized(other));
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
    if (holds_word(name, vocabulary::never_measured_words)) {
        return true;
    }
    if (name.ends_with("_number")) {
        return holds_word(name.substr(0, name.size() - 7), vocabulary::numbered_things);
    }
    return ends_in_word(name, vocabulary::identifier_words);
}

bool is_setting(const Field& field) {
    return std::any_of(field.steps.begin(), field.steps.end(), [](const std::string& step) {
        return is_word(snake_case(step), vocabulary::settings_elements);
    });
}

} // namespace promfile::suggest
