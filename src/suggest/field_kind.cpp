#include "suggest/field_kind.hpp"

#include "suggest/changing_text.hpp"
#include "suggest/field.hpp"
#include "suggest/secrets.hpp"
#include "suggest/text_formats.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace promfile::suggest {

namespace {

constexpr size_t max_other_texts = 6; // texts among the numbers of a field, which its rule skips
constexpr size_t max_other_text_bytes = 40;
constexpr size_t max_enumeration = 12;
constexpr size_t max_enumeration_bytes = 60;

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
          useful_(statistics_.non_empty() - statistics_.count_of(ValueClass::not_available)) {}

    void run() {
        const std::string& name = field_.name;
        if (statistics_.non_empty() == 0) {
            field_.kind = FieldKind::none;
        } else if (is_secret_name(name, harmless()) || is_in_secret() || holds_secret_text()) {
            field_.kind = FieldKind::secret;
        } else if (is_personal_name(name, harmless()) || is_of_person() || holds_email() ||
                   holds_phone_number()) {
            field_.kind = FieldKind::personal;
        } else if (ends_in_word(name, "href")) {
            field_.kind = FieldKind::url;
        } else if (is_word(name, vocabulary::prose_words)) {
            field_.kind = FieldKind::free_text;
        } else if (useful_ == 0) {
            field_.kind = is_state_name(name) ? FieldKind::enumeration : FieldKind::none;
        } else if (!compact_times() && !numbers() && !durations() && !booleans() && !times() &&
                   !identities()) {
            texts();
        }
    }

private:
    bool harmless() const {
        return statistics_.numbers() + statistics_.count_of(ValueClass::boolean) +
                   statistics_.count_of(ValueClass::time) +
                   statistics_.count_of(ValueClass::duration) +
                   statistics_.count_of(ValueClass::quantity) ==
               statistics_.non_empty();
    }

    // Is it part of a secret, as <user> in <credentials>?
    bool is_in_secret() const {
        return !field_.steps.empty() &&
               std::any_of(field_.steps.begin(), field_.steps.end() - 1,
                           [&](const std::string& step) {
                               return is_secret_name(snake_case(step), harmless());
                           });
    }

    bool holds_secret_text() const {
        return std::any_of(statistics_.texts.begin(), statistics_.texts.end(),
                           [](const CountedText& text) { return is_secret_text(text.text); });
    }

    // Does it name the person that the element around it is about, as <name> in <user> does?
    bool is_of_person() const {
        return !harmless() && field_.depth() > 0 &&
               is_word(field_.name, "name title id label key thumb picture address") &&
               is_word(snake_case(field_.element_around()), vocabulary::person_elements);
    }

    bool holds_phone_number() const {
        return std::any_of(
            statistics_.texts.begin(), statistics_.texts.end(),
            [](const CountedText& text) { return holds_international_number(text.text); });
    }

    // Are half of the texts addresses of e-mail? The address of an administrator may be that of an
    // account of the machine, "root@localhost"; elsewhere such a text may be the name of a node.
    bool holds_email() const {
        const bool of_person = holds_word(field_.name, "admin administrator owner responsible");
        return 2 * statistics_.count_of(ValueClass::email) > statistics_.non_empty() ||
               (of_person && std::any_of(statistics_.texts.begin(), statistics_.texts.end(),
                                         [](const CountedText& text) {
                                             return text.text.find('@') != std::string_view::npos;
                                         }));
    }

    // The texts whose classes are not `accepted`, if they are few, short and harmless enough to be
    // listed in `map`; nothing otherwise.
    template<typename Accepted>
    std::optional<std::vector<std::string>> other_texts(Accepted accepted) const {
        std::uint64_t fit = 0;
        for (size_t i = 0; i < value_classes; ++i) {
            fit += accepted(static_cast<ValueClass>(i))
                       ? statistics_.count_of(static_cast<ValueClass>(i))
                       : 0;
        }
        std::vector<std::string> others;
        for (const CountedText& text : statistics_.texts) {
            if (accepted(text.value_class) || text.value_class == ValueClass::empty) {
                continue;
            }
            // The configuration will quote these texts, so they must be short and not personal.
            if (text.value_class == ValueClass::free_text ||
                text.value_class == ValueClass::email || text.text.size() > max_other_text_bytes) {
                return std::nullopt;
            }
            others.push_back(text.text);
        }
        const bool unseen = statistics_.more_texts && 100 * fit < 98 * statistics_.non_empty();
        return others.size() > max_other_texts || unseen ? std::nullopt : std::optional(others);
    }

    void skip(const std::vector<std::string>& others) {
        for (const std::string& text : others) {
            field_.map.emplace_back(text, Skip{});
        }
    }

    // True if at least 60 % of the values are numbers. Sensors and counters often show a text such
    // as "n/a" or "disabled" in place of a number; `map` skips these texts. A field with values in
    // several base units, such as bytes and seconds, becomes a text: it cannot be one metric.
    bool numbers() {
        const auto quantities = statistics_.count_of(ValueClass::quantity);
        const auto durations = statistics_.count_of(ValueClass::duration);
        if (statistics_.numbers() + quantities == 0) {
            return false;
        }
        const std::uint64_t fit = statistics_.numbers() + quantities + durations +
                                  statistics_.count_of(ValueClass::infinity) +
                                  statistics_.count_of(ValueClass::minus_infinity);
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
            if (field_.base == "bytes" && ends_in_word(field_.name, "per_second per_sec rate")) {
                field_.base = "bytes_per_second";
            }
        }
        for (const CountedText& text : statistics_.texts) {
            const double infinity = std::numeric_limits<double>::infinity();
            if (is_infinity(text.value_class)) {
                field_.map.emplace_back(
                    text.text, text.value_class == ValueClass::infinity ? infinity : -infinity);
            }
        }
        for (const std::string& text : *others) {
            // Data points of several kinds share a field: 21.5 and true.
            const std::string word = lower_case(text);
            MapTarget target = Skip{};
            if (word == "true" || word == "false") {
                target = word == "true" ? 1.0 : 0.0;
            }
            field_.map.emplace_back(text, target);
        }
        return true;
    }

    // True if all values are digits such as 20261122101530, in a field whose name says that they
    // are times.
    bool compact_times() {
        if (!is_time_name(field_.name) || statistics_.count_of(ValueClass::integer) != useful_) {
            return false;
        }
        std::string_view format;
        for (const CountedText& text : statistics_.texts) {
            if (text.value_class != ValueClass::integer) {
                continue;
            }
            const std::string_view own = compact_time_format(text.text);
            if (own.empty() || (!format.empty() && own != format)) {
                return false;
            }
            format = own;
        }
        field_.kind = FieldKind::time;
        field_.format = format;
        skip(other_texts([](ValueClass value_class) {
                 return value_class == ValueClass::integer;
             }).value_or(std::vector<std::string>()));
        return true;
    }

    // True if at least 90 % of the values are durations. The share is high because a text with
    // colons may also be a version, an address or a ratio.
    bool durations() {
        const auto durations = statistics_.count_of(ValueClass::duration);
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

    // True if all values are words of pairs such as yes and no. In a field called "state", words
    // such as up and down make an enumeration, since the next store may show a third state.
    bool booleans() {
        if (statistics_.count_of(ValueClass::boolean) != useful_ ||
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
                field_.more_states.insert(field_.more_states.end(), {good, bad});
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

    // True if at least 60 % of the values are times, all in one format. The other values may be
    // texts such as "never".
    bool times() {
        const auto times = statistics_.count_of(ValueClass::time);
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

    // True if more than 30 % of the values are of one class in the table. The share is low because
    // if some values are addresses, the others identify something, too.
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
            if (10 * statistics_.count_of(value_class) > 3 * useful_) {
                field_.kind = kind;
                return true;
            }
        }
        return false;
    }

    void texts() {
        const auto identifiers =
            std::count_if(statistics_.texts.begin(), statistics_.texts.end(),
                          [](const CountedText& text) { return holds_uuid(text.text); });
        if (2 * static_cast<size_t>(identifiers) > statistics_.texts.size()) {
            field_.kind = FieldKind::identifier;
            return;
        }
        // "last 5 min" is the name of a window, "0,1" are two cores.
        const bool names = is_word(field_.name, "name key label id") ||
                           holds_word(field_.name, "cores cpus nodes sockets ports list");
        const bool of_time = ends_in_word(field_.name, "date time datetime timestamp");
        const auto changes = [of_time](const CountedText& text) {
            return changes_by_itself(text.text) ||
                   (of_time && text.text.find_first_of("0123456789") != std::string::npos);
        };
        if (!names && std::any_of(statistics_.texts.begin(), statistics_.texts.end(), changes)) {
            field_.kind = FieldKind::free_text; // it differs from one run to the next
            return;
        }
        const bool few = !statistics_.more_texts && statistics_.distinct() <= max_enumeration &&
                         statistics_.longest <= max_enumeration_bytes;
        field_.kind = few ? FieldKind::enumeration : FieldKind::text;
    }

    Field& field_;
    const FieldStatistics& statistics_;
    std::uint64_t useful_;
};

} // namespace

void find_kind(Field& field) {
    KindFinder(field).run();
}

bool is_hidden(FieldKind kind) {
    return kind == FieldKind::secret || kind == FieldKind::personal || kind == FieldKind::free_text;
}

} // namespace promfile::suggest
