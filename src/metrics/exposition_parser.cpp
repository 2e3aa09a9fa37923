#include "metrics/exposition_parser.hpp"

#include "metrics/exposition.hpp"
#include "support/ascii.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace promfile {

namespace {

// The reason why a line is ill-formed; thrown by the functions below and caught in
// ExpositionParser::line. The cause quotes nothing of the line: a .prom file may be a link to a
// file with secrets.
struct IllFormed {
    std::string_view cause;
    RefusedBy refused_by = RefusedBy::node_exporter;
};

constexpr std::ptrdiff_t noted_lines = 100;

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
}

std::string_view take(std::string_view& text, size_t length) {
    const std::string_view taken = text.substr(0, length);
    text.remove_prefix(taken.size());
    return taken;
}

// The name at the front, or "". The name of a metric may hold colons.
std::string_view take_name(std::string_view& text, bool metric) {
    size_t length = 0;
    while (length < text.size() &&
           (is_letter(text[length]) || text[length] == '_' || (metric && text[length] == ':') ||
            (length > 0 && is_digit(text[length])))) {
        ++length;
    }
    return take(text, length);
}

std::string_view take_word(std::string_view& text) {
    return take(text, std::min(text.find_first_of(" \t"), text.size()));
}

char unescaped(char c, bool quoted) {
    if (c == 'n') {
        return '\n';
    }
    if (c == '\\' || (quoted && c == '"')) {
        return c;
    }
    throw IllFormed{"there is an unknown escape after a backslash"};
}

double number_of(std::string_view text) {
    std::string word = to_lower(text);
    if (word == "nan") { // which has no sign
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double sign = word.starts_with('-') ? -1 : 1;
    if (word.starts_with('+') || word.starts_with('-')) {
        word.erase(0, 1);
    }
    if (word == "inf" || word == "infinity") {
        return sign * std::numeric_limits<double>::infinity();
    }
    const std::optional<double> number = parse_number(text);
    if (!number) {
        throw IllFormed{"the value is not a number"};
    }
    return *number;
}

MetricType type_of(std::string_view text) {
    const std::string word = to_lower(text);
    for (const MetricType type : {MetricType::gauge, MetricType::counter, MetricType::histogram,
                                  MetricType::summary, MetricType::untyped}) {
        if (word == type_name(type)) {
            return type;
        }
    }
    throw IllFormed{"the TYPE is unknown"};
}

std::string help_of(std::string_view text) {
    if (!is_utf8(text)) {
        throw IllFormed{"the HELP text is not valid UTF-8", RefusedBy::prometheus};
    }
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
        } else if (++i < text.size()) {
            out += unescaped(text[i], false);
        } else {
            throw IllFormed{"the HELP text ends in a lone backslash"};
        }
    }
    return out;
}

// Takes the value of a label, whose opening quote has been taken, and the closing quote.
std::string take_label_value(std::string_view& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            if (!is_utf8(out)) {
                throw IllFormed{"a label value is not valid UTF-8"};
            }
            return out;
        }
        if (text[i] == '\\' && i + 1 < text.size()) {
            out += unescaped(text[++i], true);
        } else {
            out += text[i];
        }
    }
    throw IllFormed{"a label value has no closing quote"};
}

bool is_any_name_repeated(std::vector<std::string_view> names) {
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

// Takes the labels, whose opening brace has been taken, and the closing brace.
Labels take_labels(std::string_view& text) {
    Labels labels;
    std::vector<std::string_view> names;
    skip_blanks(text);
    while (!text.starts_with('}')) {
        const std::string_view name = take_name(text, false);
        skip_blanks(text);
        if (name.empty() || !text.starts_with('=')) {
            throw IllFormed{"the labels are not a list of name=\"value\""};
        }
        if (name.starts_with("__")) {
            throw IllFormed{"a label name begins with __"};
        }
        text.remove_prefix(1);
        skip_blanks(text);
        if (!text.starts_with('"')) {
            throw IllFormed{"a label value has no quotes"};
        }
        text.remove_prefix(1);
        names.push_back(name);
        labels.push_back({std::string(name), take_label_value(text)});
        skip_blanks(text);
        if (text.starts_with(',')) {
            text.remove_prefix(1);
            skip_blanks(text);
        } else if (!text.starts_with('}')) {
            throw IllFormed{"the list of labels has no closing brace"};
        }
    }
    if (is_any_name_repeated(std::move(names))) {
        throw IllFormed{"a label is there twice"};
    }
    text.remove_prefix(1);
    return labels;
}

} // namespace

void ExpositionParser::line(std::string_view text) {
    ++number_;
    if (number_ == 1 && text.starts_with("# ")) {
        result_.first_comment = text.substr(2);
    }
    skip_blanks(text);
    try {
        if (text.starts_with('#')) {
            comment(text.substr(1));
        } else if (!text.empty()) {
            sample(text);
        }
    } catch (const IllFormed& fault) {
        note(fault.cause, fault.refused_by);
    }
}

void ExpositionParser::note(std::string_view cause, RefusedBy refused_by) {
    ++result_.ill_formed_lines;
    const auto noted = std::count_if(
        result_.ill_formed.begin(), result_.ill_formed.end(),
        [refused_by](const IllFormedLine& line) { return line.refused_by == refused_by; });
    if (noted < noted_lines) {
        result_.ill_formed.push_back({number_, cause, refused_by});
    }
}

Exposition ExpositionParser::finish(std::string_view rest) {
    if (!rest.empty()) {
        line(rest);
        note("the last line does not end in a newline");
    }
    return std::move(result_);
}

void ExpositionParser::comment(std::string_view text) {
    skip_blanks(text);
    const std::string_view keyword = take_word(text);
    if (keyword != "HELP" && keyword != "TYPE") {
        return;
    }
    skip_blanks(text);
    const std::string_view name = take_name(text, true);
    if (text.empty()) {
        return; // client_golang takes such a line for an ordinary comment
    }
    if (name.empty() || !is_blank(text.front())) {
        throw IllFormed{keyword == "HELP" ? "HELP is not followed by a metric name"
                                          : "TYPE is not followed by a metric name"};
    }
    ExposedFamily& family = family_of(name);
    skip_blanks(text);
    if (text.empty()) {
        return;
    }
    if (keyword == "HELP") {
        if (family.help || family.help_is_not_utf8) {
            throw IllFormed{"there is a second HELP of a metric"};
        }
        family.help_is_not_utf8 = !is_utf8(text);
        family.help = help_of(text);
    } else {
        if (family.type) {
            throw IllFormed{"the TYPE of a metric is there twice or after its samples"};
        }
        family.type = type_of(text);
    }
}

void ExpositionParser::sample(std::string_view text) {
    const std::string_view name = take_name(text, true);
    if (name.empty()) {
        throw IllFormed{"there is no metric name"};
    }
    Sample sample;
    skip_blanks(text);
    if (text.starts_with('{')) {
        text.remove_prefix(1);
        sample.labels = take_labels(text);
        skip_blanks(text);
    }
    ExposedFamily& family = family_of(name);
    if (!family.type) {
        family.type = MetricType::untyped;
    }
    for (const Label& label : sample.labels) {
        if (label.name == inner_label(*family.type)) {
            number_of(label.value);
        }
    }
    sample.suffix = name.substr(std::min(name.size(), family.name.size()));
    sample.value = number_of(take_word(text));
    if (!keep_ || keep_(family, sample)) {
        family.samples.push_back(std::move(sample));
    }
    if (!text.empty()) {
        throw IllFormed{"a timestamp or other text stands after the value"};
    }
}

ExposedFamily& ExpositionParser::family_of(std::string_view name) {
    const auto known = [&](std::string_view wanted) {
        const auto place = places_.find(wanted);
        return place == places_.end() ? nullptr : &result_.families[place->second];
    };
    if (ExposedFamily* family = known(name)) {
        return *family;
    }
    for (const std::string_view suffix : histogram_suffixes) {
        if (name.ends_with(suffix)) {
            ExposedFamily* family = known(name.substr(0, name.size() - suffix.size()));
            if (family != nullptr && family->type && exposes(*family->type, suffix)) {
                return *family;
            }
        }
    }
    places_.emplace(name, result_.families.size());
    result_.families.push_back({std::string(name), {}, {}, {}});
    return result_.families.back();
}

} // namespace promfile
