#include "metrics/exposition.hpp"

#include "support/number.hpp"

#include <algorithm>

namespace promfile {

namespace {

// A newline would end the line, and a quote the label; in HELP and comments quotes need no escape.
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

class LabelList {
public:
    explicit LabelList(std::string& out) : out_(out) {}

    void add(const Label& label) {
        out_ += separator_;
        out_ += label.name;
        out_ += "=\"";
        append_escaped(out_, label.value, true);
        out_ += '"';
        separator_ = ',';
    }
    void end() { out_ += separator_ == ',' ? "}" : ""; }

private:
    std::string& out_;
    char separator_ = '{';
};

void append_sample(std::string& out, const std::string& name, const Sample& sample) {
    out += name;
    out += sample.suffix;
    LabelList list(out);
    for (const Label& label : sample.labels) {
        if (!label.value.empty()) {
            list.add(label);
        }
    }
    list.end();
    out += ' ';
    out += format_number(sample.value);
    out += '\n';
}

} // namespace

std::string_view type_name(MetricType type) {
    constexpr std::string_view names[] = {"gauge", "counter", "histogram", "summary", "untyped"};
    return names[static_cast<size_t>(type)];
}

std::string series_text(std::string_view name, const Labels& labels, std::string_view without) {
    std::vector<const Label*> sorted;
    for (const Label& label : labels) {
        if (!label.value.empty() && (without.empty() || label.name != without)) {
            sorted.push_back(&label);
        }
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const Label* a, const Label* b) { return a->name < b->name; });
    std::string text(name);
    LabelList list(text);
    for (const Label* label : sorted) {
        list.add(*label);
    }
    list.end();
    return text;
}

std::string escape_comment(std::string_view text) {
    std::string out;
    append_escaped(out, text, false);
    return out;
}

std::string expose(const std::vector<MetricFamily>& families, std::string_view first_line) {
    std::string out;
    if (!first_line.empty()) {
        out += "# ";
        append_escaped(out, first_line, false);
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
