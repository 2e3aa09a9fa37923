#pragma once

#include "rules/rule.hpp"
#include "suggest/columns.hpp"
#include "suggest/field_kind.hpp"
#include "suggest/profile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promfile::suggest {

struct RowKind;

// A value that a row may have: an attribute or the text of the row element, or of an element below
// it that is not a row.
struct Field {
    std::string path;               // XPath from the row: "@a", ".", "c/d", "c/@a" or "name()"
    std::vector<std::string> steps; // of the path
    std::string name;               // of the attribute or element, in snake case, or, if that
                                    // is "value", of the element around it
    const FieldStatistics* statistics = nullptr;
    const PathNode* node = nullptr; // the element that has the attribute or text
    const Column* column = nullptr; // if it is one; the node is then that of the row

    // Set by find_kind:
    FieldKind kind = FieldKind::none;
    std::vector<std::pair<std::string, MapTarget>> map;
    std::string unit;                     // as `unit` of a rule
    std::string base;                     // the base unit, or "bytes_per_second"
    std::string format;                   // of a time, as `time` of a rule
    std::vector<std::string> more_states; // opposites of the states that were seen

    std::string value;       // XPath of the value; the path, unless a unit is appended
    std::string unit_path;   // XPath of the field that holds the unit, if there is one
    std::string skip_reason; // why no metric is made of the field; empty if one is made

    Field(std::string path, const FieldStatistics& statistics, std::string name,
          const PathNode& node);

    Field(const Column& column, const PathNode& row);

    // The number of elements between the row and what gives the field its name.
    size_t depth() const { return named_steps_ - 1; }
    // The name of the innermost of these elements; depth() must not be 0.
    const std::string& element_around() const { return steps[depth() - 1]; }
    // Are the elements between the row and the fields the same ones, as for "c/d" and "c/@e"?
    bool is_beside(const Field& other) const;
    // Does the other field lie in the element that gives this one its name, as "c/@e" in "c"?
    bool holds(const Field& other) const;
    bool is_attribute() const { return steps.back().starts_with('@'); }
    bool is_numeric() const {
        return kind == FieldKind::number || kind == FieldKind::quantity ||
               kind == FieldKind::duration;
    }
    // The value in a row of the sample, if it has one.
    std::optional<std::string_view> value_in(const SampledElement& row) const;

private:
    size_t named_steps_;
};

bool is_state_name(std::string_view name);
bool is_time_name(std::string_view name);

// The factor that converts the values, which may be seconds, milliseconds, microseconds or
// nanoseconds, to Unix seconds; nothing unless all of them are times between 1998 and 2096, or 0 or
// negative, which means "never". In a field whose name says that it is a time, no other quantity
// lies in these ranges.
std::optional<double> unix_time_scale(const FieldStatistics& statistics);
// Is it a number that is such a time, by its name and its values?
bool is_unix_time(const Field& field);

// Is it the year of a date, by its name and its values, rather than what there was in a year?
bool is_calendar_year(const Field& field);

// Is it a text such as "OK" or "failed", which is a state whatever the field is called?
bool is_state_text(std::string_view text);

// Is the field a state with at most ten different texts, which a stateset can list?
bool is_stateful(const Field& field);
// The states that were seen, and the opposite of a state that was seen alone: "up" and "down".
std::vector<std::string> states_of(const Field& field);

// Is it a number or text that identifies a thing and measures nothing, such as a port or a version?
bool names_a_thing(const Field& field);

// Is the field inside an element for settings, such as <options>?
bool is_setting(const Field& field);

} // namespace promfile::suggest
