#pragma once

#include "metrics/metric_family.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// A family as a .prom file exposes it.
struct ExposedFamily {
    std::string name;
    std::optional<std::string> help; // none: no HELP line, or one without a text
    std::optional<MetricType> type;  // none: no sample and no TYPE line was seen
    std::vector<Sample> samples;     // the samples that were kept, in the order of the file
    bool help_is_not_utf8 = false;   // the HELP text is left out because it is not UTF-8

    // The type for a scraper: untyped without a TYPE line.
    MetricType seen_type() const { return type.value_or(MetricType::untyped); }
};

// The program that refuses an ill-formed line. node_exporter drops the whole file; Prometheus drops
// the whole page, and with it every metric of the host.
enum class RefusedBy { node_exporter, prometheus };

struct IllFormedLine {
    size_t number = 0;      // from 1
    std::string_view cause; // static text that quotes nothing of the line
    RefusedBy refused_by = RefusedBy::node_exporter;
};

// The content of a file in the Prometheus text format 0.0.4. Ill-formed lines are left out and
// noted; the other lines are kept, although a scraper would refuse the whole file.
struct Exposition {
    std::string first_comment; // the first line, if it is a comment, without "# "
    std::vector<ExposedFamily> families;
    std::vector<IllFormedLine> ill_formed; // the first 100 for each program
    size_t ill_formed_lines = 0;           // all
};

// Reads a file line by line, as node_exporter's parser does (client_golang's expfmt 0.32 to 0.55):
// a sample `x_count` belongs to the family `x` if `x` is known to be a histogram or summary. Two
// lines are refused beyond that: a HELP text of invalid UTF-8, for which Prometheus refuses the
// page, and a timestamp, for which the textfile collector refuses the file. The time for a line of
// n bytes is O(n log n) for every line.
class ExpositionParser {
public:
    // Whether a sample of the family (with its type as known by then) is kept.
    using Keep = std::function<bool(const ExposedFamily& family, const Sample& sample)>;

    explicit ExpositionParser(Keep keep = {}) : keep_(std::move(keep)) {}

    // The next line, without its newline.
    void line(std::string_view text);
    // The end of the file; `rest` is the text after the last newline, or empty.
    Exposition finish(std::string_view rest);

private:
    void comment(std::string_view text);
    void sample(std::string_view text);
    void note(std::string_view cause, RefusedBy refused_by = RefusedBy::node_exporter);
    ExposedFamily& family_of(std::string_view name);

    Keep keep_;
    Exposition result_;
    std::map<std::string, size_t, std::less<>> places_; // family name to its place in the result
    size_t number_ = 0;
};

} // namespace promfile
