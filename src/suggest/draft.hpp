#pragma once

#include "rules/rule.hpp"
#include "suggest/metric_names.hpp"
#include "suggest/number_meaning.hpp"
#include "suggest/row_kinds.hpp"
#include "suggest/row_labels.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace promfile::suggest {

enum class Tier {
    active,   // printed as a rule
    optional, // printed as a comment
    left_out, // only named, with the reason
};

// A rule that may be printed.
struct Candidate {
    Rule rule;
    const RowKind* row_kind = nullptr;
    Tier tier = Tier::active;
    int score = 50;           // rules with higher scores stay when there are too many
    std::uint64_t series = 1; // the number of its series, estimated until it is tried
    std::string note;         // comment above the rule: the guesses behind it
    std::string reason;       // why the rule is not active
};

// More rows than this get no series each, unless they are pairs of names and numbers: nobody reads
// a hundred lines of one metric, and the next store may have ten times as many.
constexpr std::uint64_t max_listed_rows = 99;
constexpr std::uint64_t max_metric_series = 300;

// A configuration to complete.
struct ExistingConfiguration {
    std::vector<Rule> rules;
    std::vector<std::string> left_out; // paths of fields and rows that it leaves out on purpose

    // Does the configuration have a rule, by any name, for the values that this rule reads, or does
    // it leave them out? A condition such as @name = 'size' chooses the values, others do not.
    bool has(const Rule& rule) const;
};

// The candidates found so far, and the fields that are left out.
class Draft {
public:
    Draft(const RowKinds& row_kinds, MetricNames& names, const ExistingConfiguration& existing)
        : row_kinds_(row_kinds), names_(names), existing_(existing) {}

    const RowKinds& row_kinds() const { return row_kinds_; }
    MetricNames& names() { return names_; }
    std::vector<Candidate>& candidates() { return candidates_; }
    const std::vector<LeftOut>& left_out() const { return left_out_; }

    // Adds the rule under a name that is not taken, unless the existing configuration has it. `row`
    // is the element of its rows; if names of elements are data, the rule gets a condition on the
    // names. If the rows are one thing at several times, or their key is not quite unique, the rule
    // gets an aggregate.
    void add(Candidate candidate, const PathNode& row);
    void leave_out(const std::string& path, const std::string& reason);

private:
    const RowKinds& row_kinds_;
    MetricNames& names_;
    const ExistingConfiguration& existing_;
    std::vector<Candidate> candidates_;
    std::vector<LeftOut> left_out_;
};

// A rule for these rows with a score and an estimated number of series. It is optional if the rows
// are settings.
Candidate new_candidate(const RowKind& row_kind, bool is_setting, int score, std::uint64_t series);

// Is the element inside an element for settings, such as <configuration>?
bool is_in_configuration(const PathNode& node);

// Prints the rule as a comment with this reason, unless it is one already or the reason is empty.
void make_optional(Candidate& candidate, const std::string& reason);

// "/store/disk/@serial", to name a field that is left out.
std::string field_path(const RowKind& row_kind, const Field& field);
// Why no rule reads the field: "looks like a secret". Empty if a rule may read it.
std::string reason_to_leave_out(const Field& field);

// The text as a string of XPath.
std::string xpath_literal(const std::string& text);
void add_labels(Rule& rule, const RowLabels& labels);
// Adds a condition to `where`.
void add_condition(Rule& rule, const std::string& condition);

// "Bytes in of the stream, in bytes."
std::string help_text(const Field& field, const RowKind& row_kind, const std::string& extra);
// "stream", "hosted application"
std::string row_title(const RowKind& row_kind);

// The fields with which a number is compared to find its meaning: all fields of the same rows, and
// the uptime of any row around them.
std::vector<const Field*> siblings_of(const RowKind& row_kind);

// Makes the rule read the field as a time: sets the format, the texts to skip, and a note if the
// times have no zone.
void use_time(Candidate& candidate, const Field& field);
// Makes the rule read the field as a number: sets map, unit, scale, type, and a note on guesses.
void use_number(Candidate& candidate, const Field& field, const NumberMeaning& meaning);
// Makes the rule a stateset of the field. A text that was not seen so far becomes the state
// "other", so that the series stay when the state changes.
void use_states(Rule& rule, const Field& field);
// The end of the metric's name: "bytes", "bytes_total", "total" or nothing.
std::string name_suffix(const NumberMeaning& meaning);

} // namespace promfile::suggest
