#include "metrics/names.hpp"

#include "support/ascii.hpp"
#include "support/error.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr size_t longest_file_name = 255; // NAME_MAX of the usual Linux file systems
constexpr size_t longest_decoration = std::string_view("..prom.0123456789abcdef.tmp").size();

[[noreturn]] void refuse_name(std::string_view why) {
    throw Error(fmt::format("the name of the output {}: give another one, such as app", why),
                ExitStatus::usage);
}

constexpr std::array<std::string_view, 6> reserved_prefixes = {"node_",     "go_",     "process_",
                                                               "promhttp_", "scrape_", "promfile_"};

// Units that are not the base unit, as words of a metric name.
struct BaseUnit {
    std::string_view word;
    std::string_view base;
};
constexpr BaseUnit base_units[] = {
    // word          base
    {"nanoseconds", "seconds"},
    {"ns", "seconds"},
    {"microseconds", "seconds"},
    {"us", "seconds"},
    {"milliseconds", "seconds"},
    {"ms", "seconds"},
    {"sec", "seconds"},
    {"secs", "seconds"},
    {"minutes", "seconds"},
    {"hours", "seconds"},
    {"days", "seconds"},
    {"weeks", "seconds"},
    {"bits", "bytes"},
    {"kilobytes", "bytes"},
    {"kibibytes", "bytes"},
    {"kb", "bytes"},
    {"kib", "bytes"},
    {"megabytes", "bytes"},
    {"mebibytes", "bytes"},
    {"mb", "bytes"},
    {"mib", "bytes"},
    {"gigabytes", "bytes"},
    {"gibibytes", "bytes"},
    {"gb", "bytes"},
    {"gib", "bytes"},
    {"percent", "ratio"},
    {"percentage", "ratio"},
    {"fahrenheit", "celsius"},
    {"millivolts", "volts"},
    {"mv", "volts"},
    {"milliamperes", "amperes"},
    {"amps", "amperes"},
    {"ma", "amperes"},
    {"milliwatts", "watts"},
    {"kilowatts", "watts"},
    {"mw", "watts"},
    {"kw", "watts"},
    {"kwh", "joules"},
    {"mhz", "hertz"},
    {"ghz", "hertz"},
    {"megahertz", "hertz"},
    {"gigahertz", "hertz"},
};

bool is_name(std::string_view name, std::string_view further) {
    const auto legal = [&](char c) {
        return is_letter(c) || is_digit(c) || further.find(c) != std::string_view::npos;
    };
    return !name.empty() && !is_digit(name.front()) && !name.starts_with("__") &&
           std::all_of(name.begin(), name.end(), legal);
}

std::vector<std::string_view> words(std::string_view name) {
    std::vector<std::string_view> out;
    while (!name.empty()) {
        const size_t end = std::min(name.find_first_of("_:"), name.size());
        out.push_back(name.substr(0, end));
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return out;
}

constexpr size_t max_help_bytes = 1024;

bool is_refused_in_help(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

} // namespace

bool is_metric_name(std::string_view name) {
    return is_name(name, "_:");
}

bool is_label_name(std::string_view name) {
    return is_name(name, "_");
}

std::string_view reserved_metric_prefix(std::string_view name) {
    if (name == "up") {
        return "up";
    }
    const auto found = std::find_if(reserved_prefixes.begin(), reserved_prefixes.end(),
                                    [&](auto prefix) { return name.starts_with(prefix); });
    return found == reserved_prefixes.end() ? std::string_view() : *found;
}

std::string suggested_name(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_letter(c) || is_digit(c)) {
            out += c;
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
    }
    if (!out.empty() && out.back() == '_') {
        out.pop_back();
    }
    if (!out.empty() && is_digit(out.front())) {
        out.insert(0, 1, '_');
    }
    return out;
}

std::string checked_name(std::string_view name) {
    if (name.ends_with(".prom")) {
        name.remove_suffix(5);
    }
    if (name.empty()) {
        refuse_name("is empty");
    }
    if (name.find('/') != std::string_view::npos) {
        refuse_name("holds a slash (the directory belongs to -o)");
    }
    if (name.starts_with('.')) {
        refuse_name("begins with a dot");
    }
    if (!is_utf8(name)) {
        refuse_name("is not valid UTF-8");
    }
    if (std::any_of(name.begin(), name.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
        refuse_name("holds a control character");
    }
    if (name.size() > longest_file_name - longest_decoration) {
        refuse_name(fmt::format("is longer than {} bytes", longest_file_name - longest_decoration));
    }
    return std::string(name);
}

std::string_view help_fault(std::string_view help) {
    if (help.size() > max_help_bytes) {
        return "of more than 1 KiB";
    }
    return std::any_of(help.begin(), help.end(), is_refused_in_help)
               ? "with a control character (such as a CR)"
               : "";
}

std::string without_help_faults(std::string help) {
    if (help.size() > max_help_bytes) {
        size_t end = max_help_bytes;
        while (end > 0 && (static_cast<unsigned char>(help[end]) & 0xC0U) == 0x80U) {
            --end; // within a character
        }
        help.resize(end);
    }
    std::replace_if(help.begin(), help.end(), is_refused_in_help, ' ');
    return help;
}

std::vector<std::string> naming_advice(std::string_view name, MetricType type) {
    std::vector<std::string> advice;
    const bool counter = type == MetricType::counter;
    const bool observed = type == MetricType::histogram || type == MetricType::summary;
    if (counter && !name.ends_with("_total")) {
        advice.emplace_back("should end in _total, since it is a counter");
    }
    if (!counter && name.ends_with("_total")) {
        advice.emplace_back("should not end in _total, since it is not a counter");
    }
    for (const std::string_view suffix : histogram_suffixes) {
        if (!observed && name.ends_with(suffix)) {
            advice.push_back(fmt::format(
                "should not end in {}, which stands for a part of a histogram or summary", suffix));
        }
    }
    if (name.find(':') != std::string_view::npos) {
        advice.emplace_back("should not hold a colon, which is for recording rules");
    }
    if (std::any_of(name.begin(), name.end(), is_upper)) {
        advice.emplace_back("should be in snake_case");
    }
    for (const std::string_view word : words(name)) {
        if (word == "gauge" || word == "counter" || word == "histogram" || word == "summary") {
            advice.push_back(fmt::format("should not name its type, \"{}\"", word));
        }
        const auto unit = std::find_if(std::begin(base_units), std::end(base_units),
                                       [&](const BaseUnit& u) { return u.word == word; });
        if (unit != std::end(base_units)) {
            advice.push_back(
                fmt::format("should use the base unit {} instead of {}", unit->base, unit->word));
        }
    }
    return advice;
}

} // namespace promfile
