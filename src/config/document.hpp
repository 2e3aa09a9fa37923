#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace promfile {

// A TOML document as plain values that know their place and keep the order of the file.

// Both count from 1; columns are characters. 0: no place of its own.
struct ConfigPlace {
    unsigned line = 0;
    unsigned column = 0;
    auto operator<=>(const ConfigPlace&) const = default; // NOLINT(modernize-use-nullptr)
};

struct ConfigEntry;
struct ConfigValue;
using ConfigTable = std::vector<ConfigEntry>;
using ConfigArray = std::vector<ConfigValue>;

// No key takes one. Its destructor makes it an alternative that std::variant can lose: where all
// alternatives are ones that it cannot lose, GCC 12's destroys what it never built once a copy
// throws bad_alloc.
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
    bool is_inherited = false; // a metric has it from its group
};

// A fault in a configuration: a sentence and where it belongs.
struct ConfigFault {
    ConfigPlace place;
    std::string sentence;
};

inline constexpr size_t max_config_bytes = 1 << 20;

// Parses TOML 1.0. Throws ConfigFault for a text that is not TOML, that is larger than
// `max_config_bytes` or that would exhaust the call stack.
ConfigTable parse_toml(std::string_view text);

// The entry with that key, or null.
const ConfigEntry* find(const ConfigTable& table, std::string_view key);

} // namespace promfile
