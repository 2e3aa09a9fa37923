#include "config/map.hpp"

#include "support/number.hpp"

#include <fmt/format.h>

namespace promfile {

namespace {

// Reads each entry with `target_of`, which adds its own faults and gives nothing then.
template<class Target, class Reader>
void read_map(const ConfigEntry& entry, std::vector<std::pair<std::string, Target>>& map,
              std::optional<Target>& otherwise, bool may_be_empty, ConfigFaults& faults,
              const Reader& target_of) {
    const ConfigTable* table = read_table(entry, faults);
    if (table == nullptr) {
        return;
    }
    for (const ConfigEntry& each : *table) {
        const std::optional<Target> target = target_of(each);
        if (!target) {
            continue;
        }
        if (each.key == "else") {
            otherwise = *target;
        } else if ((each.key.empty() && !may_be_empty) || trimmed(each.key) != each.key) {
            faults.add(each.place,
                       fmt::format("the text \"{}\" never comes to the map: texts are trimmed "
                                   "before it{}",
                                   each.key, may_be_empty ? "" : ", and an empty one is missing"));
        } else {
            map.emplace_back(each.key, *target);
        }
    }
}

} // namespace

void read_number_map(const ConfigEntry& entry, std::vector<std::pair<std::string, MapTarget>>& map,
                     std::optional<MapTarget>& otherwise, ConfigFaults& faults) {
    read_map(entry, map, otherwise, false, faults,
             [&](const ConfigEntry& each) -> std::optional<MapTarget> {
                 if (const auto number = number_in(each.value)) {
                     return MapTarget(*number);
                 }
                 const std::string* word = std::get_if<std::string>(&each.value.data);
                 if (word != nullptr && *word == "skip") {
                     return MapTarget(Skip{});
                 }
                 faults.add(
                     each.value.place,
                     fmt::format("\"{}\" is mapped to neither a number nor \"skip\"", each.key));
                 return std::nullopt;
             });
}

void read_text_map(const ConfigEntry& entry, std::vector<std::pair<std::string, TextTarget>>& map,
                   std::optional<TextTarget>& otherwise, bool may_be_empty, ConfigFaults& faults) {
    read_map(entry, map, otherwise, may_be_empty, faults,
             [&](const ConfigEntry& each) -> std::optional<TextTarget> {
                 const std::optional<std::string> text = read_text(each, faults);
                 if (!text) {
                     return std::nullopt;
                 }
                 return *text == "skip" ? TextTarget(Skip{}) : TextTarget(*text);
             });
}

} // namespace promfile
