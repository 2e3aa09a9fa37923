#pragma once

#include "rules/rule.hpp"
#include "suggest/profile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile::suggest {

struct Entity;

enum class FieldKind {
    none, // never a value
    number,
    quantity, // numbers with units
    duration,
    time,
    boolean,
    enumeration, // few texts
    text,
    identifier,
    address,
    url,
    free_text,
    secret,
    personal,
};

// Something that a row may tell: an attribute or text of its own, or of an element below it.
struct Field {
    std::string path;               // XPath from the row: "@a", ".", "c/d", "c/@a" or "name()"
    std::vector<std::string> steps; // of the path
    std::string name;               // snake case
    const FieldStatistics* statistics = nullptr;
    const PathNode* node = nullptr; // the element that carries it

    FieldKind kind = FieldKind::none;
    std::vector<std::pair<std::string, MapTarget>> map;
    std::string unit;   // of promfile's table, or "auto"
    std::string base;   // base unit, also "bytes_per_second"
    std::string format; // of a time
    std::vector<std::string> further_states;
    std::string value;       // XPath that is evaluated; mostly the path
    std::string unit_path;   // XPath of the field that tells the unit
    std::string skip_reason; // why no metric is made of it; empty: one is made
    bool is_state_code = false;

    Field(std::string path, const FieldStatistics& statistics, std::string name,
          const PathNode& node);

    size_t depth() const { return steps.size() - 1; } // elements between the row and it
    bool is_attribute() const { return steps.back().starts_with('@'); }
    bool is_numeric() const {
        return kind == FieldKind::number || kind == FieldKind::quantity ||
               kind == FieldKind::duration;
    }
    // The value that an element of the sample has; nothing where it has none.
    std::optional<std::string_view> of(const SampledElement& row) const;
};

// Decides what the values of the field are, by its statistics and its name.
void find_kind(Field& field);

bool is_secret(std::string_view name, bool numeric);
// A field, or a name in a name/value pair, whose values must never be printed.
bool is_hidden(FieldKind kind);

bool is_state_name(std::string_view name);
bool is_time_name(std::string_view name);

// Texts of at most ten states of a field that tells a state.
bool is_stateful(const Field& field);
// The states that were seen, and their opposites where one of a pair was seen.
std::vector<std::string> states_of(const Field& field);

// A number or text that names a thing and measures nothing.
bool names_a_thing(const Field& field);

// Is it a setting, by the element that holds it?
bool is_setting(const Field& field);

} // namespace promfile::suggest
