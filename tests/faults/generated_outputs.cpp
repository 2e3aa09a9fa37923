// generated_outputs FIRST COUNT [--print]: makes COUNT stores and configurations with rules from
// the numbers FIRST, FIRST + 1, ..., and sends what the rules make of them through the gate. The
// text must be well-formed for our parser and hold every series with its value. With --print the
// texts go to standard output, each family with the number in its name, so that any number of them
// makes one file. The last line of standard error has the counts of outputs and series.

#include "aggregate/families.hpp"
#include "aggregate/store_evaluation.hpp"
#include "config/config.hpp"
#include "fuzz/bytes_reader.hpp"
#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "metrics/parse_exposition.hpp"
#include "support/utf8.hpp"
#include "tools.hpp"
#include "xml/row_reader.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <random>
#include <string_view>

using namespace promfile;

namespace {

class Generator {
public:
    explicit Generator(unsigned long number) : number_(number), random_(number * 2654435761U + 1) {}

    std::string store() {
        std::string out = "<store site='&lt;&#10;&quot;'>";
        for (unsigned i = pick(12); i > 0; --i) {
            const std::string_view name = of(names);
            out += fmt::format("<{} v='{}' w='{}' x='{}'", name, of(values), of(values), of(texts));
            out +=
                fmt::format(" y='{}'>{}<c v='{}'/></{}>", of(texts), of(texts), of(values), name);
        }
        return out + "</store>";
    }

    std::string configuration() {
        std::string out;
        for (unsigned i = 1 + pick(3); i > 0; --i) {
            metric(out, i);
        }
        return out;
    }

private:
    static constexpr std::string_view names[] = {
        "apple", "pear", "\xc3\xa9t\xc3\xa9", "a-b.c", "_x", "fig", "apple", "pear"};
    static constexpr std::string_view values[] = {
        "1",    "2.5", "-0",   "1e3",  "",     "x",      "1e400",  "0.1",       "1,5", "+5",
        "NaN",  "inf", "5 KB", "1e-9", " 7 ",  "0x10",   "999999", "-273.15",   "3",   "12",
        "true", "up",  "1e20", "4",    "0.25", "5e-324", "1e308",  "00:01:02.5"};
    static constexpr std::string_view texts[] = {"a",
                                                 "b",
                                                 "",
                                                 "\\",
                                                 "&quot;",
                                                 "&#10;x",
                                                 "\xf0\x9f\x8d\x8e",
                                                 "{}=,#",
                                                 "&#9;tab",
                                                 "__a",
                                                 "&#x7f;",
                                                 "\xc3\xa9",
                                                 "le",
                                                 "+Inf",
                                                 "\\n\\x41",
                                                 "&#xd7ff;&#x10ffff;"};
    static constexpr std::string_view helps[] = {"Help.", "a \\\\ b", "\\\"quoted\\\"",
                                                 "l\\nm", "\xc3\xa9", "# HELP x"};
    static constexpr std::string_view aggregates[] = {"count", "sum",   "min",  "max",
                                                      "avg",   "first", "last", "distinct"};
    static constexpr std::string_view expressions[] = {
        "name()", "@x", "@y", "../@site", ".", "c/@v", "concat(@x, @y)", "$row"};
    static constexpr std::string_view labels[] = {"type", "site", "a", "B_2", "_", "path"};

    unsigned pick(std::size_t count) { return static_cast<unsigned>(random_() % count); }
    template<std::size_t Count>
    std::string_view of(const std::string_view (&table)[Count]) {
        return table[pick(Count)];
    }

    void metric(std::string& out, unsigned index) {
        out += fmt::format("[[metric]]\nname = \"g{}_m{}\"\nhelp = \"{}\"\n", number_, index,
                           of(helps));
        out += "rows = \"/store/*\"\n";
        switch (pick(6)) {
        case 0:
            out += "value = \"@v\"\ntype = \"histogram\"\nbuckets = [0.5, 1, 100]\n";
            break;
        case 1:
            out += "value = \"@w\"\ntype = \"summary\"\nquantiles = [0, 0.5, 0.99, 1]\n";
            break;
        case 2:
            out += "type = \"info\"\n";
            break;
        case 3:
            out += "value = \"@x\"\ntype = \"stateset\"\nstates = [\"a\", \"b\", \"up\"]\n";
            break;
        case 4:
            out += "type = \"counter\"\naggregate = \"count\"\n";
            break;
        default:
            out += fmt::format("value = [\"@v\", \"c/@v\"]\naggregate = \"{}\"\nunit = \"auto\"\n",
                               of(aggregates));
        }
        if (pick(4) == 0) {
            out += "where = \"@v > 0 or @y != ''\"\n";
        }
        if (pick(6) == 0) {
            out += "name-suffix = \"name()\"\n";
        }
        out += "labels = { ";
        const unsigned first = pick(std::size(labels));
        for (unsigned i = 0; i < pick(4); ++i) {
            out += fmt::format("{}{} = \"{}\"", i == 0 ? "" : ", ",
                               labels[(first + i) % std::size(labels)], of(expressions));
        }
        out += " }\n";
    }

    unsigned long number_;
    std::mt19937 random_;
};

// The families that the rules make of the store, checked. Nothing if a limit or a policy refuses
// them.
std::vector<MetricFamily> families_of(const std::string& store, const std::vector<Rule>& rules) {
    RuleSet set(rules, "/usr/share/zoneinfo");
    xml::ReadLimits limits;
    limits.whole_document = set.document_rule() != nullptr;
    xml::RowReader reader(bytes_reader(store), "store.xml", set.requests(), limits);
    StoreEvaluation evaluation(set, {"store.xml", "store.xml", 0}, 0, {});
    for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
        evaluation.add(rows, [&](const xml::Row& row) { return reader.position_of(row).line; });
    }
    Warnings warnings;
    std::vector<MetricFamily> families;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (MetricFamily& family :
             rule_families(rules[i], evaluation.tables()[i], {"store.xml"}, 1000, warnings)) {
            families.push_back(std::move(family));
        }
    }
    Overlaps overlaps;
    return checked_families(std::move(families), {}, overlaps, warnings);
}

bool same(double one, double other) {
    return one == other || (std::isnan(one) && std::isnan(other));
}

// What is wrong with a text that exposes the families, or an empty text.
std::string fault_of(const std::string& text, const std::vector<MetricFamily>& families) {
    const Exposition parsed = parse_exposition(text);
    if (parsed.ill_formed_lines != 0) {
        return fmt::format("line {} is ill-formed: {}", parsed.ill_formed[0].number,
                           parsed.ill_formed[0].cause);
    }
    if (!is_utf8(text) || (!text.empty() && text.back() != '\n')) {
        return "not UTF-8, or no newline at the end";
    }
    std::map<std::string, double> got;
    for (const ExposedFamily& family : parsed.families) {
        for (const Sample& sample : family.samples) {
            got[series_text(family.name + sample.suffix, sample.labels)] = sample.value;
        }
    }
    std::size_t wanted = 0;
    for (const MetricFamily& family : families) {
        for (const Sample& sample : family.samples) {
            const auto found = got.find(series_text(family.name + sample.suffix, sample.labels));
            if (found == got.end() || !same(found->second, sample.value)) {
                return fmt::format("{} is lost or changed", family.name);
            }
            ++wanted;
        }
    }
    return wanted == got.size() ? "" : "series from nowhere, or twice";
}

} // namespace

int tools::generated_outputs(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: generated_outputs FIRST COUNT [--print]\n", stderr);
        return 2;
    }
    const bool prints = argc > 3 && std::string_view(argv[3]) == "--print";
    const unsigned long first = std::strtoul(argv[1], nullptr, 10);
    const unsigned long end = first + std::strtoul(argv[2], nullptr, 10);
    unsigned long outputs = 0, series = 0, failed = 0;
    for (unsigned long number = first; number < end; ++number) {
        Generator generator(number);
        const std::string store = generator.store();
        ConfigContext context;
        context.file = "generated.toml";
        context.directory = "/";
        const ConfigResult result = parse_config(generator.configuration(), context);
        if (!result.errors.empty()) { // not every combination has a meaning
            continue;
        }
        std::vector<MetricFamily> families;
        try {
            families = families_of(store, result.config.rules);
        } catch (const Error&) { // a limit or a policy
            continue;
        }
        const std::string text = expose(families, "");
        const std::string fault = fault_of(text, families);
        if (!fault.empty()) {
            ++failed;
            std::fprintf(stderr, "FAILED %lu: %s\n%s\n", number, fault.c_str(), text.c_str());
        }
        outputs += !text.empty();
        series += count_series(families);
        if (prints) {
            std::fputs(text.c_str(), stdout);
        }
    }
    std::fprintf(stderr, "%lu outputs with %lu series\n", outputs, series);
    return failed == 0 ? 0 : 1;
}
