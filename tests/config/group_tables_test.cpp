#include "config/config.hpp"
#include "rules/rule_toml.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace promfile;

namespace {

ConfigResult parse_groups(const std::string& text) {
    return parse_config(text, ConfigContext{"f", "/etc", "/nowhere"});
}

// Prints the rules one by one, without groups, or the faults.
std::string expanded(const std::string& text) {
    const ConfigResult result = parse_groups(text);
    std::string out = fmt::format("{}", fmt::join(result.errors, "\n"));
    for (const Rule& rule : result.config.rules) {
        out += result.errors.empty() ? print_rule(rule) : "";
    }
    return out;
}

struct GroupCase {
    const char* text;
    const char* expected;
};

} // namespace

TEST_CASE("a group's keys are defaults of its metrics") {
    const GroupCase cases[] = {
        {"[[group]]\nsource = 'a.xml'\nrows = '/s/r'\nwhere = '@a'\ntype = 'counter'\n"
         "aggregate = 'sum'\nmissing = 0\ninvalid = 'error'\non-empty = 'ok'\n"
         "labels = { j = '@j' }\n[[group.metric]]\nname = 'a'\nhelp = 'H'\nvalue = '@v'\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\ntype = 'counter'\nsource = 'a.xml'\nrows = '/s/r'\n"
         "where = '@a'\nvalue = '@v'\nmissing = 0\ninvalid = 'error'\naggregate = 'sum'\n"
         "on-empty = 'ok'\nlabels = { j = '@j' }\n"},
        // The metric's own key wins.
        {"[[group]]\nrows = '/s/r'\ntype = 'counter'\n[[group.metric]]\nname = 'a'\nhelp = 'H'\n"
         "type = 'gauge'\nrows = '//x'\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\nrows = '//x'\n"},
        // Both conditions hold; a condition that both have is kept once.
        {"[[group]]\nwhere = ['@a', '@b']\n[[group.metric]]\nname = 'a'\nhelp = 'H'\n"
         "where = ['@b', '@c']\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\nwhere = ['@a', '@b', '@c']\n"},
        {"[[group]]\nrows = '/s/r'\n[[group.metric]]\nname = 'a'\nhelp = 'H'\nwhere = '@c'\n"
         "[[group.metric]]\nname = 'b'\nhelp = 'H'\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\nrows = '/s/r'\nwhere = '@c'\n"
         "[[metric]]\nname = 'b'\nhelp = 'H'\nrows = '/s/r'\n"},
        // The labels of both, in the group's order; false takes one away.
        {"[[group]]\nlabels = { a = '@a', b = '@b', c = '@c' }\n[[group.metric]]\nname = 'a'\n"
         "help = 'H'\nlabels = { d = '@d', c = 'name()', b = false }\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\nlabels = { a = '@a', c = 'name()', d = '@d' }\n"},
        {"[[group]]\n[group.labels]\na = '@a'\n[[group.metric]]\nname = 'a'\nhelp = 'H'\n"
         "[group.metric.labels]\na = false\n",
         "[[metric]]\nname = 'a'\nhelp = 'H'\n"},
        // A default without a meaning for the type of a metric is not passed to it.
        {"[[group]]\naggregate = 'sum'\nmissing = 0\ninvalid = 0\non-empty = 'zero'\n"
         "timezone = 'CET-1'\nlabels = { s = { value = '@s', values = ['x'] } }\n"
         "[[group.metric]]\nname = 'i'\nhelp = 'H'\ntype = 'info'\n"
         "[[group.metric]]\nname = 's'\nhelp = 'H'\ntype = 'stateset'\nvalue = '@s'\n"
         "states = ['up']\nlabels = { s = false }\n"
         "[[group.metric]]\nname = 'n'\nhelp = 'H'\n"
         "[[group.metric]]\nname = 't'\nhelp = 'H'\nvalue = '@t'\ntime = 'iso8601'\n"
         "aggregate = 'max'\n",
         "[[metric]]\nname = 'i'\nhelp = 'H'\ntype = 'info'\nlabels = { s = '@s' }\n"
         "[[metric]]\nname = 's'\nhelp = 'H'\ntype = 'stateset'\nvalue = '@s'\n"
         "states = ['up']\n"
         "[[metric]]\nname = 'n'\nhelp = 'H'\non-empty = 'zero'\n"
         "labels = { s = { value = '@s', values = ['x'] } }\n"
         "[[metric]]\nname = 't'\nhelp = 'H'\nvalue = '@t'\ntime = 'iso8601'\n"
         "timezone = 'CET-1'\nmissing = 0\ninvalid = 0\naggregate = 'max'\n"
         "labels = { s = '@s' }\n"},
        {"[[group]]\naggregate = 'max'\n[[group.metric]]\nname = 'h'\nhelp = 'H'\n"
         "type = 'histogram'\nvalue = '@v'\nbuckets = [1]\n",
         "[[metric]]\nname = 'h'\nhelp = 'H'\ntype = 'histogram'\nvalue = '@v'\nbuckets = [1]\n"},
        // The rules of a group are a list, whose tables may be broken into lines, or tables.
        {"metric = [{ name = 'x', help = 'H' }]\n[[group]]\nrows = '/s/r'\nmetric = [\n"
         "{ name = 'a', help = 'H' }, # a remark\n{ name = 'b',\n  help = 'H', },\n]\n",
         "[[metric]]\nname = 'x'\nhelp = 'H'\n[[metric]]\nname = 'a'\nhelp = 'H'\nrows = '/s/r'\n"
         "[[metric]]\nname = 'b'\nhelp = 'H'\nrows = '/s/r'\n"},
        // Rules come in the order of the file.
        {"[[group]]\n[[group.metric]]\nname = 'b'\nhelp = 'H'\n[[metric]]\nname = 'c'\nhelp = 'H'\n"
         "[[group]]\n[[group.metric]]\nname = 'a'\nhelp = 'H'\n",
         "[[metric]]\nname = 'b'\nhelp = 'H'\n[[metric]]\nname = 'c'\nhelp = 'H'\n"
         "[[metric]]\nname = 'a'\nhelp = 'H'\n"},
    };
    for (const GroupCase& c : cases) {
        CHECK(expanded(c.text) == c.expected);
    }
    CHECK(parse_groups("[[group]]\n[[group.metric]]\nname = 'b'").config.rules.at(0).origin.line ==
          2);
}

TEST_CASE("faults of groups") {
    const GroupCase cases[] = {
        {"[[group]]\nrows = '/x'", "f:1:1: the group has no metric: each is a table "
                                   "[[group.metric]]"},
        {"[group]\nrows = '/x'", "f:1:2: each group is a table [[group]], with two brackets"},
        {"[[group.metric]]\nname = 'a'",
         "f:1:3: each group is a table [[group]], with two brackets"},
        {"[[group]]\n[group.metric]\nname = 'a'",
         "f:2:8: each metric of a group is a table [[group.metric]], with two brackets"},
        {"[[group]]\nvalue = '@v'\nunti = 's'\nwher = '@a'\nstore = 'x'\nlabel = 'x'\n"
         "[[group.metric]]\nname = 'a'",
         "f:2:1: \"value\" is a key of a metric and belongs below a line [[group.metric]]\n"
         "f:3:1: unknown key \"unti\" of a group\n"
         "f:4:1: unknown key \"wher\" of a group; did you mean \"where\"?\n"
         "f:5:1: \"store\" is not a key of a group and belongs above the first [[group]]\n"
         "f:6:1: \"label\" is not a key of a group and belongs above the first [[group]]"},
        // A fault in a key of a group is reported once, for any number of metrics that use it.
        {"[[group]]\nrows = '/x['\nwhere = '@a ='\ntype = 'guage'\naggregate = 'mean'\n"
         "missing = 'none'\nlabels = { a = '@@', b = false }\n"
         "[[group.metric]]\nname = 'a'\n[[group.metric]]\nname = 'b'\nvalue = '@v'\n",
         "f:2:8: '/x[' is not a valid path to rows: predicates belong in `where`\n"
         "f:3:14: '@a =' is not a valid XPath: Unrecognized node test (at character 5)\n"
         "f:4:8: \"guage\" is none of the values of \"type\", which are gauge counter histogram "
         "summary info stateset; did you mean \"gauge\"?\n"
         "f:5:13: \"mean\" is none of the values of \"aggregate\", which are count sum min max avg "
         "first last distinct\n"
         "f:6:11: \"none\" is none of the values of \"missing\", which are skip error\n"
         "f:7:18: '@@' is not a valid XPath: Unrecognized node test (at character 2)\n"
         "f:7:26: the label \"b\" takes an XPath in quotes or a table; false stands in a metric of "
         "a group and takes away the group's label"},
        {"[[metric]]\nname = 'a'\nlabels = { b = false, c = true }\n",
         "f:3:16: the label \"b\" takes an XPath in quotes or a table; false stands in a metric of "
         "a group and takes away the group's label\n"
         "f:3:27: the label \"c\" takes an XPath in quotes or a table"},
        {"[[group]]\nlabels = { a = '@a' }\n[[group.metric]]\nname = 'a'\nlabels = 5\n",
         "f:5:10: \"labels\" takes a table, and this is a number"},
        {"[[group]]\nwhere = 5\nlabels = 'a'\n[[group.metric]]\nname = 'a'\nwhere = '@b ='\n",
         "f:2:9: \"where\" takes a text or an array of texts, and this is a number\n"
         "f:3:10: \"labels\" takes a table, and this is a text\n"
         "f:6:14: '@b =' is not a valid XPath: Unrecognized node test (at character 5)"},
        {"[[group]]\naggregate = 'avg'\ntype = 'counter'\n[[group.metric]]\nname = 'a'\n"
         "value = '@v'\n",
         "f:2:13: a counter goes with count, sum, first and last, and avg can fall; make it a "
         "gauge; the metric \"a\" has it from its group"},
        {"[[group]]\non-empty = 'zero'\nlabels = { le = '@a' }\n[[group.metric]]\nname = 'a'\n"
         "type = 'histogram'\nvalue = '@v'\nbuckets = [1]\n",
         "f:2:12: on-empty = \"zero\" needs labels that are all declared, and \"le\" has no "
         "\"values\"; the metric \"a\" has it from its group\n"
         "f:3:12: a histogram writes the label \"le\" itself; the metric \"a\" has it from its "
         "group"},
        {"[[group]]\nlabels = { job = '@j' }\n[[group.metric]]\nname = 'a'\n"
         "labels = { jobs = false }\n",
         "f:5:12: the group has no label \"jobs\" to take away; did you mean \"job\"?"},
        {"[[group]]\n[[group.metric]]\nname = 'a'\nmetric = 1\n",
         "f:4:1: unknown key \"metric\" of a rule"},
        {"[[group]]\ntimezone = 'Mars'\n[[group.metric]]\nname = 'a'\n",
         "f:2:12: no time zone \"Mars\": there is no such file in /nowhere, and it is not a POSIX "
         "TZ string such as \"CET-1CEST,M3.5.0,M10.5.0/3\""},
        // A fault in a list has the place of its own line.
        {"[[group]]\nmetric = [\n{ name = 'a', rows = '/x',\n  vale = '@v' },\n{ name = 'b',\n"
         "  where = '@a =' },\n'c' ]\n",
         "f:4:3: unknown key \"vale\" of a rule; did you mean \"value\"?\n"
         "f:6:16: '@a =' is not a valid XPath: Unrecognized node test (at character 5)\n"
         "f:7:1: each metric of a group is a table [[group.metric]]"},
        {"groups = 1", "f:1:1: \"groups\" is not a key; each group is a table [[group]]"},
    };
    for (const GroupCase& c : cases) {
        CAPTURE(c.text);
        CHECK(expanded(c.text) == c.expected);
    }
}

TEST_CASE("rules are printed in groups where that is shorter") {
    const std::string shared = "rows = '/a/rather/long/path'\nwhere = ['@a', '@b']\n"
                               "labels = { x = '@x', y = '@y' }\n";
    // In the form in which print_rules writes them.
    const std::string texts[] = {
        "[[metric]]\nname = 'a'\nhelp = 'H'\n",
        "[[metric]]\nname = 'a'\nhelp = 'H'\nrows = '/x'\n\n"
        "[[metric]]\nname = 'b'\nhelp = 'H'\nrows = '/x'\n",
        "[[group]]\n" + shared +
            "metric = [\n    { name = 'a', help = 'H' },\n"
            "    { name = 'b', type = 'counter', where = '@c', value = '@v', labels = { z = '@z' "
            "}, "
            "help = 'H' },\n]\n",
        "[[metric]]\nname = 'o'\nhelp = 'H'\n\n[[group]]\n" + shared +
            "metric = [\n    { name = 'a', help = 'H' },\n    { name = 'b', help = 'H' },\n]\n"
            "\n[[group]]\nrows = '/another/path/that/they/share'\n"
            "metric = [\n    { name = 'c', help = 'H' },\n    { name = 'd', help = 'H' },\n]\n",
        "[[group]]\nrows = '/a/rather/long/path'\n"
        "labels = { x = { value = '@x', map = { none = 'skip', a = 'b' } } }\n"
        "metric = [\n    { name = 'a', help = 'H' },\n    { name = 'b', help = 'H' },\n]\n",
        // Lines are broken between keys, and where a key is too long, between its labels.
        "[[group]]\n" + shared +
            "metric = [\n"
            "    { name = 'a_rather_long_name_of_a_metric',\n"
            "      value = ['the/first/usable/value', 'or/the/second', 'or/the/third'],\n"
            "      labels = { one = 'a/path/to/a/label', two = 'another/path/to/a/label',\n"
            "      three = 'a/third/path' }, help = 'H' },\n    { name = 'b', help = 'H' },\n]\n",
    };
    for (const std::string& text : texts) {
        const ConfigResult result = parse_groups(text);
        CHECK(result.errors == std::vector<std::string>{});
        CHECK(print_rules(result.config.rules) == text);
    }
}
