#include "suggest/unit_field.hpp"

#include "suggest/value_class.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unordered_map>

namespace promfile::suggest {

namespace {

constexpr std::string_view unit_names[] = {"unit", "units", "uom", "UNIT", "Unit", "Units"};

// The base unit of all texts of the field; empty if one is unknown or they differ. A unit of "N/A"
// says that some values have another.
std::string base_of(const FieldStatistics& statistics) {
    std::set<std::string_view> bases;
    for (const CountedText& text : statistics.texts) {
        bases.insert(base_unit(text.text));
    }
    return bases.size() == 1 && !statistics.more_texts ? std::string(*bases.begin()) : "";
}

// Is it memory in kB or MB? These are mostly powers of 1024, as KiB and MiB always are. `units` are
// the texts that hold the units.
bool counts_memory(const RowKind& row_kind, const Field& field, const FieldStatistics& units) {
    const auto is_of_memory = [](const std::string& name) {
        return holds_word(snake_case(name), "mem vmem memory ram swap dimm rss");
    };
    return (is_of_memory(row_kind.node->name) ||
            std::any_of(field.steps.begin(), field.steps.end(), is_of_memory)) &&
           std::any_of(units.texts.begin(), units.texts.end(), [](const CountedText& unit) {
               return !holds_text(lower_case(unit.text), "i byte");
           });
}

// The paths at which the unit of a field may be found, the nearest first.
std::vector<std::string> unit_paths(const Field& field) {
    const size_t slash = field.path.rfind('/');
    const std::string above = slash == std::string::npos ? "" : field.path.substr(0, slash + 1);
    std::vector<std::string> paths;
    for (const std::string& place : field.is_attribute() || field.path == "."
                                        ? std::vector{above + "@"}
                                        : std::vector{field.path + "/@", above, above + "@"}) {
        for (const std::string_view name : unit_names) {
            paths.push_back(place + std::string(name));
        }
    }
    return paths;
}

} // namespace

void use_unit_fields(RowKind& row_kind) {
    std::unordered_map<std::string_view, Field*> by_path;
    for (Field& field : row_kind.fields) {
        by_path.emplace(field.path, &field);
    }
    for (Field& field : row_kind.fields) {
        if (field.kind == FieldKind::quantity && field.base == "bytes" &&
            counts_memory(row_kind, field, *field.statistics)) {
            field.unit = "auto-binary";
        }
        // The width of a bus in bits stays a number of bits; a count, a share or a Unix time has no
        // unit.
        const bool other = is_word(field.name, "width height depth count") ||
                           ends_in_word(field.name, "percent percentage pct ratio") ||
                           is_unix_time(field);
        if (field.kind != FieldKind::number || other) {
            continue;
        }
        for (const std::string& path : unit_paths(field)) {
            const auto found = by_path.find(path);
            if (found == by_path.end() || found->second == &field) {
                continue;
            }
            Field* unit = found->second;
            const std::string base = base_of(*unit->statistics);
            if (!base.empty() || unit->statistics->distinct() == 1) {
                unit->skip_reason = "the unit of another field";
            }
            if (!base.empty()) {
                const bool binary =
                    base == "bytes" && counts_memory(row_kind, field, *unit->statistics);
                field.value = fmt::format("concat({}, ' ', {})", field.path, unit->path);
                field.unit = binary ? "auto-binary" : "auto";
                field.base = base;
                field.unit_path = unit->path;
                break;
            }
        }
    }
}

} // namespace promfile::suggest
