#include "metrics/exposition.hpp"

#include "support/number.hpp"
#include "support/utf8.hpp"

namespace promfile {

namespace {

// HELP and comment texts: a newline would end the line; a quote needs no escape there.
void append_escaped(std::string& out, std::string_view text, bool quoted) {
    for (const char c : text) {
        switch (c) {
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '"':
            out += quoted ? "\\\"" : "\"";
            break;
        default:
            out += c;
        }
    }
}

void append_sample(std::string& out, const std::string& name, const Sample& sample) {
    out += name;
    out += sample.suffix;
    char separator = '{';
    for (const Label& label : sample.labels) {
        if (label.value.empty()) {
            continue;
        }
        out += separator;
        out += label.name;
        out += "=\"";
        append_escaped(out, label.value, true);
        out += '"';
        separator = ',';
    }
    if (separator == ',') {
        out += '}';
    }
    out += ' ';
    out += format_number(sample.value);
    out += '\n';
}

} // namespace

std::string_view type_name(MetricType type) {
    constexpr std::string_view names[] = {"gauge", "counter", "histogram", "summary", "untyped"};
    return names[static_cast<size_t>(type)];
}

std::string escape_label_value(std::string_view text) {
    std::string out;
    append_escaped(out, text, true);
    return out;
}

std::string expose(const std::vector<MetricFamily>& families, std::string_view first_line) {
    std::string out;
    if (!first_line.empty()) {
        out += "# ";
        append_escaped(out, to_utf8(first_line), false); // file names are any bytes
        out += '\n';
    }
    for (const MetricFamily& family : families) {
        out += "# HELP " + family.name + ' ';
        append_escaped(out, family.help, false);
        out += "\n# TYPE " + family.name + ' ';
        out += type_name(family.type);
        out += '\n';
        for (const Sample& sample : family.samples) {
            append_sample(out, family.name, sample);
        }
    }
    return out;
}

} // namespace promfile
