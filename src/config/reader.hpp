#pragma once

#include "config/document.hpp"
#include "values/conversion.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile {

// Collects the faults of one configuration.
class ConfigFaults {
public:
    // `text` is the whole file, to find places within its strings.
    explicit ConfigFaults(std::string_view text);

    // A sentence that is repeated for the same place is added once.
    void add(ConfigPlace place, std::string sentence);
    // Adds a fault that is `offset` bytes into a string. If the string is written with escapes or
    // over several lines, the place is its beginning.
    void add(const ConfigValue& value, size_t offset, std::string sentence);

    bool empty() const { return faults_.empty(); }
    // "FILE:LINE:COLUMN: sentence", in the order of the file.
    std::vector<std::string> sentences(std::string_view file) const;
    // For each of these faults, its line and a caret below the place; "" for a fault without a
    // place.
    std::vector<std::string> excerpts() const;

private:
    std::string_view text_at(ConfigPlace place);

    std::string_view text_;
    std::vector<size_t> line_begins_; // offsets into text_
    ConfigPlace last_place_;          // that was looked up: most faults of a line come in order
    std::string_view last_text_;      // from there on
    std::multimap<ConfigPlace, std::string> faults_;
};

// Each function returns the value of the entry, or adds a fault that describes the right value.
std::optional<std::string> read_text(const ConfigEntry& entry, ConfigFaults& faults);
// A text that is not empty: some keys would silently give "" a meaning of its own.
std::optional<std::string> read_filled_text(const ConfigEntry& entry, ConfigFaults& faults);
// One text or an array of texts. Neither the array nor one of the texts is empty, unless that is
// accepted.
std::optional<std::vector<std::string>> read_texts(const ConfigEntry& entry, ConfigFaults& faults,
                                                   bool accepts_empty = false);
std::optional<bool> read_switch(const ConfigEntry& entry, ConfigFaults& faults);
std::optional<double> read_number(const ConfigEntry& entry, ConfigFaults& faults);
std::optional<std::vector<double>> read_numbers(const ConfigEntry& entry, ConfigFaults& faults);
std::optional<std::int64_t> read_whole_number(const ConfigEntry& entry, ConfigFaults& faults);
const ConfigTable* read_table(const ConfigEntry& entry, ConfigFaults& faults);
// The index of the text among `choices`.
std::optional<size_t> read_choice(const ConfigEntry& entry,
                                  std::span<const std::string_view> choices, ConfigFaults& faults);

// `map` of a value: texts to numbers or "skip", `else` for every other text.
void read_number_map(const ConfigEntry& entry, std::vector<std::pair<std::string, MapTarget>>& map,
                     std::optional<MapTarget>& otherwise, ConfigFaults& faults);

// `map` of a label or a stateset: texts to texts or "skip". Only the map of a label may have the
// empty text as a key.
void read_text_map(const ConfigEntry& entry, std::vector<std::pair<std::string, TextTarget>>& map,
                   std::optional<TextTarget>& otherwise, bool may_be_empty, ConfigFaults& faults);

// The value as a number, integer or not; nothing if it is not a number.
std::optional<double> number_in(const ConfigValue& value);

// A key of a table, and the function that reads it into a `Target`.
template<class Target>
struct ConfigKey {
    std::string_view name;
    void (*read)(Target& target, const ConfigEntry& entry, ConfigFaults& faults);
};

// Calls the reader of each entry's key, or `unknown` for an entry whose key is not in `keys`.
template<class Target, class Unknown>
void read_keys(const ConfigTable& table, std::span<const ConfigKey<Target>> keys, Target& target,
               ConfigFaults& faults, const Unknown& unknown) {
    for (const ConfigEntry& entry : table) {
        const ConfigKey<Target>* found = nullptr;
        for (const ConfigKey<Target>& key : keys) {
            found = key.name == entry.key ? &key : found;
        }
        if (found != nullptr) {
            found->read(target, entry, faults);
        } else {
            unknown(entry);
        }
    }
}

template<class Target>
std::vector<std::string_view> names_of(std::span<const ConfigKey<Target>> keys) {
    std::vector<std::string_view> names;
    for (const ConfigKey<Target>& key : keys) {
        names.push_back(key.name);
    }
    return names;
}

} // namespace promfile
