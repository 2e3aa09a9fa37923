#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace promfile::suggest {

// The class of a single text, by its form alone.
enum class ValueClass {
    empty,
    not_available, // n/a, none, unknown
    boolean,       // one word of a pair such as true and false, up and down
    infinity,
    minus_infinity,
    integer,
    decimal,
    code,     // digits with a leading zero: an identifier, not a number
    quantity, // a number and a unit
    duration, // 03:04:05, 1h 30m, PT5M
    time,     // a date, or a date and a time of day
    uuid,
    mac_address,
    ip_address,
    digest, // hexadecimal: a hash or a memory address
    email,
    url,
    free_text, // more than five words or 80 bytes
    path,
    word,
};
constexpr size_t value_classes = static_cast<size_t>(ValueClass::word) + 1;

struct ClassifiedValue {
    ValueClass value_class = ValueClass::empty;
    std::optional<double> number;
    // The base unit of a quantity, "power" for a letter alone such as G; the format of a time. A
    // view of static text.
    std::string_view detail;
};

// The base unit of a unit such as "kB" or "ms"; "bytes_per_second" for "kB/s". Empty if the unit is
// unknown or another rate. A view of static text.
std::string_view base_unit(std::string_view unit);

// The first class that fits. `text` is trimmed.
ClassifiedValue classify(std::string_view text);

// The two words of the pair that a boolean word belongs to, the good one first and both in the case
// of `word`: "Up" and "Down" for "Down". Nothing for other words.
std::optional<std::pair<std::string, std::string>> boolean_pair(std::string_view word);
// Does the word belong to a pair of states, such as up and down, rather than yes and no?
bool is_state_pair(std::string_view word);

} // namespace promfile::suggest
