#include "config/reader.hpp"

#include "support/nearest.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace promfile {

namespace {

// In the order of ConfigValue's variant.
constexpr std::array<std::string_view, 7> kinds = {
    "a text", "a number", "a number", "true or false", "a date", "an array", "a table"};

void wrong_kind(const ConfigEntry& entry, const ConfigValue& value, std::string_view expected,
                ConfigFaults& faults) {
    faults.add(value.place, fmt::format("\"{}\" takes {}, and this is {}", entry.key, expected,
                                        kinds[value.data.index()]));
}

template<class T>
std::optional<T> read_as(const ConfigEntry& entry, std::string_view expected,
                         ConfigFaults& faults) {
    if (const T* value = std::get_if<T>(&entry.value.data)) {
        return *value;
    }
    wrong_kind(entry, entry.value, expected, faults);
    return std::nullopt;
}

size_t characters(std::string_view text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace

ConfigFaults::ConfigFaults(std::string_view text) : text_(text), line_begins_{0} {
    for (size_t end = text.find('\n'); end != std::string_view::npos;
         end = text.find('\n', end + 1)) {
        line_begins_.push_back(end + 1);
    }
}

// The file's text from the place on; empty if there is no such place.
std::string_view ConfigFaults::text_at(ConfigPlace place) {
    if (place.line == 0 || place.line > line_begins_.size()) {
        return {};
    }
    if (place.line != last_place_.line || place.column < last_place_.column) {
        last_place_ = {place.line, 1};
        last_text_ = text_.substr(line_begins_[place.line - 1]);
    }
    for (; last_place_.column < place.column && !last_text_.empty(); ++last_place_.column) {
        do {
            last_text_.remove_prefix(1);
        } while (!last_text_.empty() && (last_text_.front() & 0xc0) == 0x80);
    }
    return last_text_;
}

void ConfigFaults::add(ConfigPlace place, std::string sentence) {
    // A key of a group is read once for each of its metrics, so its faults would be repeated.
    const auto [begin, end] = faults_.equal_range(place);
    const bool known =
        std::any_of(begin, end, [&](const auto& fault) { return fault.second == sentence; });
    if (!known) {
        faults_.emplace(place, std::move(sentence));
    }
}

void ConfigFaults::add(const ConfigValue& value, size_t offset, std::string sentence) {
    ConfigPlace place = value.place;
    const std::string_view written = text_at(place);
    if (const std::string* text = std::get_if<std::string>(&value.data);
        text != nullptr && !written.empty() && (written[0] == '"' || written[0] == '\'')) {
        const std::string_view before = std::string_view(*text).substr(0, offset);
        if (written.substr(1).starts_with(before)) {
            place.column += static_cast<unsigned>(1 + characters(before));
        }
    }
    add(place, std::move(sentence));
}

std::vector<std::string> ConfigFaults::excerpts() const {
    constexpr size_t max_line = 200; // a longer line tells nothing on a terminal
    std::vector<std::string> out;
    for (const auto& [place, sentence] : faults_) {
        const bool has_line = place.line > 0 && place.line <= line_begins_.size();
        std::string_view line =
            has_line ? text_.substr(line_begins_[place.line - 1], max_line + 1) : "";
        line = line.substr(0, line.find_first_of("\r\n"));
        const bool is_shown = !line.empty() && line.size() <= max_line;
        std::string text(line);
        std::replace(text.begin(), text.end(), '\t', ' ');
        out.push_back(is_shown ? fmt::format("{}\n{:>{}}", text, "^", place.column) : "");
    }
    return out;
}

std::vector<std::string> ConfigFaults::sentences(std::string_view file) const {
    std::vector<std::string> out;
    for (const auto& [place, sentence] : faults_) {
        out.push_back(place.line == 0
                          ? fmt::format("{}: {}", file, sentence)
                          : fmt::format("{}:{}:{}: {}", file, place.line, place.column, sentence));
    }
    return out;
}

std::optional<double> number_in(const ConfigValue& value) {
    if (const double* number = std::get_if<double>(&value.data)) {
        return *number;
    }
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value.data)) {
        return static_cast<double>(*whole);
    }
    return std::nullopt;
}

std::optional<std::string> read_text(const ConfigEntry& entry, ConfigFaults& faults) {
    return read_as<std::string>(entry, "a text in quotes", faults);
}

std::optional<std::string> read_filled_text(const ConfigEntry& entry, ConfigFaults& faults) {
    std::optional<std::string> text = read_text(entry, faults);
    if (text && text->empty()) {
        faults.add(entry.value.place, fmt::format("\"{}\" is empty", entry.key));
        return std::nullopt;
    }
    return text;
}

std::optional<std::vector<std::string>> read_texts(const ConfigEntry& entry, ConfigFaults& faults,
                                                   bool accepts_empty) {
    const ConfigArray one{entry.value};
    const ConfigArray* array = std::get_if<ConfigArray>(&entry.value.data);
    if (array != nullptr && array->empty() && !accepts_empty) {
        faults.add(entry.value.place, fmt::format("\"{}\" is an empty list", entry.key));
        return std::nullopt;
    }
    std::vector<std::string> out;
    for (const ConfigValue& value : array != nullptr ? *array : one) {
        const std::string* text = std::get_if<std::string>(&value.data);
        if (text == nullptr) {
            wrong_kind(entry, value, "a text or an array of texts", faults);
            return std::nullopt;
        }
        if (text->empty() && !accepts_empty) {
            faults.add(value.place,
                       fmt::format("\"{}\" {}", entry.key,
                                   array != nullptr ? "holds an empty text" : "is empty"));
            return std::nullopt;
        }
        out.push_back(*text);
    }
    return out;
}

std::optional<bool> read_switch(const ConfigEntry& entry, ConfigFaults& faults) {
    return read_as<bool>(entry, "true or false", faults);
}

std::optional<double> read_number(const ConfigEntry& entry, ConfigFaults& faults) {
    const std::optional<double> number = number_in(entry.value);
    if (!number) {
        wrong_kind(entry, entry.value, "a number", faults);
    }
    return number;
}

std::optional<std::vector<double>> read_numbers(const ConfigEntry& entry, ConfigFaults& faults) {
    const ConfigArray* array = std::get_if<ConfigArray>(&entry.value.data);
    if (array == nullptr) {
        wrong_kind(entry, entry.value, "an array of numbers", faults);
        return std::nullopt;
    }
    std::vector<double> out;
    for (const ConfigValue& value : *array) {
        const std::optional<double> number = number_in(value);
        if (!number) {
            wrong_kind(entry, value, "an array of numbers", faults);
            return std::nullopt;
        }
        out.push_back(*number);
    }
    return out;
}

std::optional<std::int64_t> read_whole_number(const ConfigEntry& entry, ConfigFaults& faults) {
    return read_as<std::int64_t>(entry, "a whole number", faults);
}

const ConfigTable* read_table(const ConfigEntry& entry, ConfigFaults& faults) {
    const ConfigTable* table = std::get_if<ConfigTable>(&entry.value.data);
    if (table == nullptr) {
        wrong_kind(entry, entry.value, "a table", faults);
    }
    return table;
}

std::optional<size_t> read_choice(const ConfigEntry& entry,
                                  std::span<const std::string_view> choices, ConfigFaults& faults) {
    const std::optional<std::string> text = read_text(entry, faults);
    if (!text) {
        return std::nullopt;
    }
    const auto found = std::find(choices.begin(), choices.end(), *text);
    if (found == choices.end()) {
        faults.add(entry.value.place,
                   fmt::format("\"{}\" is none of the values of \"{}\", which are {}{}", *text,
                               entry.key, fmt::join(choices, " "),
                               did_you_mean(*text, {choices.begin(), choices.end()})));
        return std::nullopt;
    }
    return static_cast<size_t>(found - choices.begin());
}

namespace {

// Reads each entry with `target_of`, which returns nothing after it has added a fault.
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
