#pragma once

#include "rules/rule.hpp"
#include "suggest/entity.hpp"
#include "suggest/labels.hpp"
#include "suggest/metric_names.hpp"
#include "suggest/number_meaning.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace promfile::suggest {

enum class Tier {
    active,   // printed as a rule
    perhaps,  // printed as a comment
    left_out, // named with the reason
};

// A rule that may be printed.
struct Candidate {
    Rule rule;
    const Entity* entity = nullptr;
    Tier tier = Tier::active;
    int score = 50;           // which of two stays where both are too many
    std::uint64_t series = 1; // how many it has, estimated until it is tried
    std::string note;         // a comment above it: what was guessed
    std::string reason;       // why it is not active
};

// A field or kind of rows without a rule of its own.
struct LeftOut {
    std::string path;
    std::string reason;
};

constexpr std::uint64_t max_listed_rows = 99; // rows that get a series each
constexpr std::uint64_t max_metric_series = 300;

// A configuration that has some of the rules already.
struct Present {
    std::vector<Rule> rules;
    std::vector<std::string> left; // paths of fields and rows that are left out on purpose

    bool has(const Rule& rule) const;
};

// Collects rules.
class Draft {
public:
    Draft(const Entities& entities, MetricNames& names, const Present& present)
        : entities_(entities), names_(names), present_(present) {}

    const Entities& entities() const { return entities_; }
    MetricNames& names() { return names_; }
    std::vector<Candidate>& candidates() { return candidates_; }
    const std::vector<LeftOut>& left_out() const { return left_out_; }

    // Adds the rule: gives it a name that is free, and a condition for rows whose names are data.
    // `row` is the element of its rows.
    void add(Candidate candidate, const PathNode& row);
    void leave_out(const std::string& path, const std::string& reason);

private:
    const Entities& entities_;
    MetricNames& names_;
    const Present& present_;
    std::vector<Candidate> candidates_;
    std::vector<LeftOut> left_out_;
};

// A text in an XPath.
std::string xpath_literal(const std::string& text);
void add_labels(Rule& rule, const RowLabels& labels);
// The condition must hold too.
void require(Rule& rule, const std::string& condition);

// "Bytes in of the stream, in bytes."
std::string help_text(const Field& field, const Entity& entity, const std::string& extra);
// "stream", "hosted application"
std::string row_title(const Entity& entity);

// The fields of the same rows, and an uptime of what is around them: what a number is compared with
// to tell its meaning.
std::vector<const Field*> siblings_of(const Entity& entity);

// The numbers of a rule: value, map, unit, scale, type and the comment on a guess.
void use_number(Candidate& candidate, const Field& field, const NumberMeaning& meaning);
// base unit and _total
std::string name_suffix(const NumberMeaning& meaning);

} // namespace promfile::suggest
