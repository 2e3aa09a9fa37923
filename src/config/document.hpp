#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace promfile {

// A TOML document as plain values. Each value and each key has its place in the file, and the
// entries of a table are in the order of the file.

// A place in the file. Lines and columns count from 1, and a column is a character. 0: there is no
// place in the file.
struct ConfigPlace {
    unsigned line = 0;
    unsigned column = 0;
    auto operator<=>(const ConfigPlace&) const = default; // NOLINT(modernize-use-nullptr)
};

struct ConfigEntry;
struct ConfigValue;
using ConfigTable = std::vector<ConfigEntry>;
using ConfigArray = std::vector<ConfigValue>;

// A date or time, which no key takes. The destructor works around an error of GCC 12's library: a
// variant whose alternatives all keep it from becoming valueless (as strings, vectors and small
// trivial types do there) destroys a value that was never built if a copy throws bad_alloc. A type
// with a destructor of its own is not such an alternative.
struct ConfigDate {
    ~ConfigDate() {}
};

struct ConfigValue {
    ConfigPlace place;
    std::variant<std::string, std::int64_t, double, bool, ConfigDate, ConfigArray, ConfigTable>
        data;
};

struct ConfigEntry {
    std::string key;
    ConfigPlace place; // of the key
    ConfigValue value;
    bool is_inherited = false; // the metric has this key from its group
};

// A fault in a configuration: a sentence, and the place that it is about.
struct ConfigFault {
    ConfigPlace place;
    std::string sentence;
};

inline constexpr size_t max_config_bytes = 1 << 20;

// Parses TOML 1.1, whose inline tables may be broken into lines. Throws ConfigFault for a text that
// is not TOML, that is larger than `max_config_bytes`, that has the character U+0000, or that is
// nested so deeply that it would exhaust the call stack.
ConfigTable parse_toml(std::string_view text);

// The entry with this key, or null.
const ConfigEntry* find(const ConfigTable& table, std::string_view key);

} // namespace promfile
