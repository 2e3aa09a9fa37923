#include "config/config.hpp"
#include "rules/rule_toml.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace promfile;

namespace {

ConfigResult parse_rule(const std::string& text) {
    const ConfigContext context{"f", "/etc", "/nowhere"};
    return parse_config(fmt::format("[[metric]]\n{}", text), context);
}

Rule rule_of(const std::string& text) {
    const ConfigResult result = parse_rule(text);
    CAPTURE(text);
    CHECK(result.errors == std::vector<std::string>{});
    REQUIRE(result.config.rules.size() == 1);
    return result.config.rules[0];
}

struct RuleCase {
    const char* text;
    const char* expected;
};

} // namespace

TEST_CASE("the keys of a rule, read and printed") {
    // As print_rule writes them, so that one text is both what is read and what is expected.
    const char* const rules[] = {
        "name = 'a'\nhelp = 'H'\n",
        "name = 'a'\nhelp = \"It's\"\ntype = 'counter'\nsource = '*.xml'\nrows = '//x/@*'\n"
        "where = \"@op != 'delete'\"\nvalue = '@amount'\naggregate = 'sum'\non-empty = 'error'\n",
        "name = 'a'\nhelp = 'H'\nsource = 'sensors'\nvalue = '@value'\n",
        "name = 'a'\nhelp = 'H'\nwhere = ['@a', '@b = 1']\n",
        "name = 'a'\nhelp = 'H'\nname-suffix = 'name()'\nlabels = { s = '@s' }\n",
        "name = 'a'\nhelp = 'H'\nsource = ['a.xml', 'b.xml']\nvalue = ['@a', '@b']\n"
        "map = { INFINITY = inf, yes = 1, no = 'skip', 'N/A' = nan, else = -0.5 }\nunit = 'MiB'\n"
        "scale = 0.001\nmissing = 0\ninvalid = 'error'\n",
        "name = 'a'\nhelp = 'H'\nvalue = '@t'\ntime = '%d.%m.%Y'\ntimezone = 'CET-1'\n"
        "aggregate = 'max'\n",
        "name = 'a'\nhelp = 'H'\nvalue = '@a'\nunit = 'auto-binary'\naggregate = 'count'\n",
        "name = 'a'\nhelp = 'H'\nvalue = '@a'\naggregate = 'distinct'\n",
        "name = 'a'\nhelp = 'H'\ntype = 'histogram'\nvalue = '@v'\nbuckets = [0.1, 1, inf]\n",
        "name = 'a'\nhelp = 'H'\ntype = 'histogram'\nvalue = '@n'\nbucket = '@le'\n",
        "name = 'a'\nhelp = 'H'\ntype = 'histogram'\nvalue = '@n'\n"
        "bucket = { value = 'name()', map = { rest = inf }, unit = 'ms', scale = 2 }\n",
        "name = 'a'\nhelp = 'H'\ntype = 'summary'\nvalue = '@v'\nquantiles = [0.5, 0.99]\n",
        "name = 'a'\nhelp = 'H'\ntype = 'summary'\nvalue = '@v'\n",
        "name = 'a_info'\nhelp = 'H'\ntype = 'info'\nlabels = { version = '@version' }\n",
        "name = 'a'\nhelp = 'H'\ntype = 'stateset'\nvalue = '@s'\nmap = { Up = 'up', else = 'down' "
        "}\n"
        "states = ['up', 'down']\n",
        "name = 'a'\nhelp = 'H'\non-empty = 'zero'\nlabels = { z = { text = 'x' }, "
        "a = { value = '@a', lower = true, map = { b = 'c', '' = 'e', else = 'd' }, default = "
        "'none', "
        "values = ['c', 'd'] } }\n",
        "name = 'a'\nhelp = 'H'\nlabels = { path = { path = '@name' }, q = '\xc3\xa4', "
        "w = \"concat('a', \\\"b\\\")\" }\n",
        "name = 'a'\nhelp = 'H'\nseries = 300\nlabels = { p = { path = '../@name' }, "
        "q = { value = '@q', map = { x = 'skip', else = 'skip' } } }\n",
        "name = 'a'\nhelp = 'H'\ntype = 'stateset'\nvalue = '@s'\nmap = { Odd = 'skip' }\n"
        "states = ['up', 'down']\n",
        "name = 'a'\nhelp = \"two\\u000Alines \\\\ 'and'\"\nrows = 'x'\n",
    };
    for (const std::string text : rules) {
        CHECK(print_rule(rule_of(text)) == fmt::format("[[metric]]\n{}", text));
    }
}

TEST_CASE("defaults of a rule") {
    const Rule rule = rule_of("name = 'a'");
    CHECK(rule.aggregate == Aggregate::count);
    CHECK(rule.type == RuleType::gauge);
    CHECK(rule.rows == "/*/*");
    CHECK(rule.help == "Count, rows /*/*.");
    CHECK(!rule.on_empty.has_value());
    CHECK(std::holds_alternative<Skip>(rule.missing));
    CHECK(rule.conversion.timezone == "UTC");
    CHECK(rule.origin.file == "f");
    CHECK(rule.origin.line == 1);
    CHECK(rule_of("name = 'a'\nvalue = '@a'").aggregate == Aggregate::each);
    CHECK(rule_of("name = 'a'\nvalue = '@a'\nsource = 'store'").sources.empty());
    CHECK(rule_of("name = 'a'\ntype = 'info'").aggregate == Aggregate::each);
    CHECK(rule_of("name = 'a'\n[metric.labels]\nb = '@b'\na = '@a'").labels[0].name == "b");
}

TEST_CASE("faults of a rule") {
    const RuleCase cases[] = {
        {"name = 'a'\nseries = 0", "f:3:10: \"series\" takes a whole number from 1 on"},
        {"help = 'x'", "f:1:1: the rule has no \"name\""},
        {"name = 'a'\nhelp = \"a\\rb\"",
         "f:3:8: \"help\" is a text with a control character (such as a CR), which no other file "
         "could repeat"},
        {"name = 5", "f:2:8: \"name\" takes a text in quotes, and this is a number"},
        {"name = 'a-b'", "f:2:8: \"a-b\" is not a legal metric name; \"a_b\" would be one"},
        {"name = '__a'", "f:2:8: \"__a\" is not a legal metric name; \"a\" would be one"},
        {"name = 'up'",
         "f:2:8: the name \"up\" is reserved: up belongs to node_exporter, Prometheus or "
         "promfile itself"},
        {"name = 'a'\nlables = {}",
         "f:3:1: unknown key \"lables\" of a rule; did you mean \"labels\"?"},
        {"name = 'a'\nlabel = 'x'",
         "f:3:1: \"label\" is not a key of a rule and belongs above the first "
         "[[metric]]; did you mean \"labels\"?"},
        {"name = 'a'\ntextfile-directory = 'x'", "f:3:1: \"textfile-directory\" is not a key of a "
                                                 "rule and belongs above the first [[metric]]"},
        {"name = 'a'\nrows = '/x[1]'",
         "f:3:8: '/x[1]' is not a valid path to rows: predicates belong "
         "in `where`"},
        {"name = 'a'\nwhere = '@a ='",
         "f:3:14: '@a =' is not a valid XPath: Unrecognized node test (at character 5)"},
        {"name = 'a'\nvalue = ['@a', 'position()']",
         "f:3:17: 'position()' asks for the position of the row, which is always 1 of 1; use $row, "
         "the "
         "row's number in its store"},
        {"name = 'a'\nvalue = '$foo'",
         "f:3:10: '$foo' is not a valid XPath: Unknown variable: variable set "
         "does not contain the given name "
         "(at character 1)"},
        {"name = 'a'\nlabels = { b = { value = 'x(' } }",
         "f:3:29: 'x(' is not a valid XPath: Unrecognized node test (at character 3)"},
        {"name = 'a'\ntype = 'guage'", "f:3:8: \"guage\" is none of the values of \"type\", which "
                                       "are gauge counter histogram summary "
                                       "info stateset; did you mean \"gauge\"?"},
        {"name = 'a'\nvalue = '@a'\naggregate = 'mean'",
         "f:4:13: \"mean\" is none of the values of \"aggregate\", which are count sum min max avg "
         "first "
         "last distinct"},
        {"name = 'a'\naggregate = 'sum'", "f:3:1: sum needs a \"value\""},
        {"name = 'a'\nunit = 'ms'", "f:3:1: \"unit\" has no meaning without \"value\""},
        {"name = 'a'\nvalue = '@a'\nunit = 'msec.'",
         "f:4:8: no unit \"msec.\"; did you mean \"msec\"?"},
        {"name = 'a'\nvalue = '@a'\nscale = 0", "f:4:9: \"scale\" is a number other than 0"},
        {"name = 'a'\nvalue = '@a'\nscale = '2'",
         "f:4:9: \"scale\" takes a number, and this is a text"},
        {"name = 'a'\nvalue = '@a'\naggregate = 'distinct'\nunit = 'ms'",
         "f:5:1: \"unit\" has no meaning with distinct, which counts texts"},
        {"name = 'a'\nvalue = '@a'\ntime = '%Q'", "f:4:8: the time format \"%Q\" has %Q, which is "
                                                  "none of %Y %m %d %e %b %B %a %A %j %y %H %I %p "
                                                  "%M %S %f %s %z %Z %D %F %R %T %c %%"},
        {"name = 'a'\nvalue = '@a'\ntime = 'iso8601'\ntimezone = 'Mars'",
         "f:5:12: no time zone \"Mars\": there is no such file in /nowhere, and it is not a POSIX "
         "TZ "
         "string "
         "such as \"CET-1CEST,M3.5.0,M10.5.0/3\""},
        {"name = 'a'\nvalue = '@a'\ntimezone = 'UTC'",
         "f:4:1: \"timezone\" has no meaning without \"time\""},
        {"name = 'a'\nvalue = '@a'\ntime = 'iso8601'\nunit = 'ms'",
         "f:5:1: \"unit\" has no meaning beside \"time\", which gives seconds"},
        {"name = 'a'\nvalue = '@a'\nmap = { a = 'x' }",
         "f:4:13: \"a\" is mapped to neither a number nor \"skip\""},
        {"name = 'a'\nvalue = '@a'\nmap = { '' = 0 }",
         "f:4:9: the text \"\" never comes to the map: texts are trimmed before it, and an empty "
         "one is "
         "missing"},
        {"name = 'a'\nvalue = '@a'\nmissing = 'zero'",
         "f:4:11: \"zero\" is none of the values of \"missing\", which are skip error"},
        {"name = 'a'\ntype = 'counter'\nvalue = '@a'\naggregate = 'avg'",
         "f:5:13: a counter goes with count, sum, first and last, and avg can fall; make it a "
         "gauge"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'",
         "f:1:1: a histogram needs \"buckets\", the upper bounds, such as [0.1, 1, 10]"},
        {"name = 'a'\nvalue = []", "f:3:9: \"value\" is an empty list"},
        {"name = 'a'\nsource = []", "f:3:10: \"source\" is an empty list"},
        {"name = 'a'\nname-suffix = '@b ='",
         "f:3:20: '@b =' is not a valid XPath: Unrecognized node test (at character 5)"},
        {"name = 'a'\nname-suffix = 'name()'\non-empty = 'zero'",
         "f:4:12: on-empty = \"zero\" has no meaning with name-suffix: without rows there is no "
         "name"},
        {"name = 'a'\nlabels = { 'name-suffix' = '@b' }",
         "f:3:12: \"name-suffix\" is not a legal label name; \"name_suffix\" would be one"},
        {"name = 'a'\nname-suffix = ''", "f:3:15: \"name-suffix\" is empty"},
        {"name = 'node'\nname-suffix = '@b'",
         "f:2:8: the name \"node\" is reserved: node_ belongs to node_exporter, Prometheus or "
         "promfile itself"},
        {"name = 'a'\nsource = ['store', 'sensors']",
         "f:3:10: a rule reads the sensors or stores, not both; write two rules"},
        {"name = 'a'\nvalue = '@a'\naggregate = 'distinct'\nmissing = 7",
         "f:5:11: distinct counts texts: \"missing\" is \"skip\" or \"error\" here"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbucket = { value = '@b', scale = 0 }",
         "f:5:10: \"scale\" is a number other than 0"},
        {"name = 'a'\nwhere = ''", "f:3:9: \"where\" is empty"},
        {"name = 'a'\nwhere = ['@a', '']", "f:3:16: \"where\" holds an empty text"},
        {"name = 'a'\nwhere = ['@a', '@b =']",
         "f:3:21: '@b =' is not a valid XPath: Unrecognized node test (at character 5)"},
        {"name = 'a'\nvalue = '@a'\nunit = ''", "f:4:8: \"unit\" is empty"},
        {"name = 'a'\nvalue = '@a'\ntime = ''", "f:4:8: \"time\" is empty"},
        {"name = 'a'\nvalue = '@a'\ntime = 'iso8601'\ntimezone = ''",
         "f:5:12: \"timezone\" is empty"},
        {"name = 'a'\nlabels = { b = { value = '' } }", "f:3:26: \"value\" is empty"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbucket = ''",
         "f:5:10: \"bucket\" is empty"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbucket = { value = '@b', unit = '' }",
         "f:5:33: \"unit\" is empty"},
        {"name = 'a'\ntype = 'stateset'\nvalue = '@a'\nstates = []",
         "f:5:10: \"states\" is an empty list"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = []",
         "f:5:11: a histogram needs \"buckets\", the upper bounds, such as [0.1, 1, 10]"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = [1, 1]",
         "f:5:11: the bounds in \"buckets\" do not rise"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = ['1']",
         "f:5:12: \"buckets\" takes an array of numbers, and this is a text"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = [1]\nbucket = '@le'",
         "f:6:1: a histogram has \"buckets\" or \"bucket\", not both"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbucket = { unti = 'ms' }",
         "f:5:10: \"bucket\" needs a value, the XPath of the bound\n"
         "f:5:12: unknown key \"unti\" of \"bucket\", whose keys are value, map, unit and scale"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = [1]\naggregate = 'sum'",
         "f:6:1: \"aggregate\" has no meaning with type histogram"},
        {"name = 'a'\nbuckets = [1]",
         "f:3:1: \"buckets\" has no meaning without type = \"histogram\""},
        {"name = 'a'\nquantiles = [0.5]",
         "f:3:1: \"quantiles\" has no meaning without type = \"summary\""},
        {"name = 'a'\ntype = 'summary'\nvalue = '@a'\nquantiles = [99]",
         "f:5:13: a quantile is from 0 to 1: the median is 0.5"},
        {"name = 'a'\ntype = 'summary'", "f:1:1: a summary needs a \"value\""},
        {"name = 'a'\ntype = 'info'\nvalue = '@a'",
         "f:4:1: \"value\" has no meaning with type info, whose value is always 1"},
        {"name = 'a'\ntype = 'stateset'\nvalue = '@a'",
         "f:1:1: a stateset needs \"states\", all of them, such as [\"up\", \"down\"]"},
        {"name = 'a'\ntype = 'stateset'\nvalue = '@a'\nstates = ['a', 'a']",
         "f:5:10: \"states\" holds \"a\" twice"},
        {"name = 'a'\ntype = 'stateset'\nvalue = '@a'\nstates = ['a']\nmap = { b = 'c' }",
         "f:6:7: \"b\" is mapped to \"c\", which is none of the states"},
        {"name = 'a'\ntype = 'stateset'\nvalue = '@a'\nstates = ['a']\nmissing = 0",
         "f:6:11: a state is not a number: \"missing\" is \"skip\" or \"error\" here"},
        {"name = 'a'\nstates = ['a']",
         "f:3:1: \"states\" has no meaning without type = \"stateset\""},
        {"name = 'a'\nsource = ['sensors', 'a.xml']",
         "f:3:10: a rule reads the sensors or stores, not both; write two rules"},
        {"name = 'a'\nlabels = { b = { values = ['x'] } }",
         "f:3:16: the label \"b\" needs one of value (an XPath), text (a constant) and path, and "
         "has "
         "none"},
        {"name = 'a'\nlabels = { b = { value = '@b', text = 'x' } }",
         "f:3:16: the label \"b\" needs one of value (an XPath), text (a constant) and path, and "
         "has "
         "several"},
        {"name = 'a'\nlabels = { b = 5 }",
         "f:3:16: the label \"b\" takes an XPath in quotes or a table"},
        {"name = 'a'\nlabels = { b = '' }", "f:3:16: the label \"b\" is empty: it takes an XPath, "
                                            "or a constant as { text = \"...\" }"},
        {"name = 'a'\nlabels = { __b = '@b' }",
         "f:3:12: \"__b\" is not a legal label name; \"b\" would be one"},
        {"name = 'a'\nlabels = { b = { path = 'name' } }",
         "f:3:25: \"path\" takes one attribute, such as \"@name\", which is joined from the "
         "outermost "
         "element down to the row, or \"../@name\", down to its parent"},
        {"name = 'a'\nlabels = { b = { value = '@b', values = ['x', 'x'] } }",
         "f:3:41: \"values\" holds \"x\" twice"},
        {"name = 'a'\nlabels = { b = { value = '@b', lower = true, map = { a = 'A', 'Ok' = '1' } } "
         "}",
         "f:3:63: no row has the text \"Ok\" of \"map\": \"lower\" turns it to \"ok\""},
        {"name = 'a'\nlabels = { b = { value = '@b', lower = true, default = 'None', values = "
         "['None', "
         "'Ok'] } }",
         "f:3:73: no row has the text \"Ok\" of \"values\": \"lower\" turns it to \"ok\""},
        {"name = 'a'\nvalue = '@a'\naggregate = 'max'\nlabels = { b = { value = '@b', values = "
         "['x'] } }",
         "f:5:16: \"values\" of the label \"b\" stand for zeros, which only count, sum and "
         "distinct "
         "have"},
        {"name = 'a'\non-empty = 'zero'\nlabels = { b = '@b' }",
         "f:3:12: on-empty = \"zero\" needs labels that are all declared, and \"b\" has no "
         "\"values\""},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = [1]\nlabels = { le = '@b' }",
         "f:6:12: a histogram writes the label \"le\" itself"},
        {"name = 'a'\nlabels = { a = '1', b = '1', c = '1', d = '1', e = '1', f = '1', g = '1', h "
         "= '1', "
         "i = '1', j = '1', k = '1', l = '1', m = '1', n = '1', o = '1', p = '1', q = '1' }",
         "f:3:1: a series has at most 16 labels, and this has 17"},
        {"name = 'a'\nlabels = { b = { value = '@b', lowr = true } }",
         "f:3:32: unknown key \"lowr\" of a label; did you mean \"lower\"?"},
        {"name = 'a'\nlabels = { b = { text = 'x', values = ['x'] } }",
         "f:3:16: the label \"b\" is a constant and needs no \"values\""},
        {"name = 'a'\ntype = 'summary'\nvalue = '@a'\nquantiles = [0.5, 0.9, 0.5]",
         "f:5:13: \"quantiles\" holds one of them twice"},
        {"name = 'a'\ntype = 'histogram'\nvalue = '@a'\nbuckets = 5",
         "f:5:11: \"buckets\" takes an array of numbers, and this is a number"},
        {"name = 'a'\ntype = 5", "f:3:8: \"type\" takes a text in quotes, and this is a number"},
        {"name = 'a'\nvalue = '@a'\naggregate = 'sum'\nmap = 5",
         "f:5:7: \"map\" takes a table, and this is a number"},
        {"name = 'a'\nlabels = { b = { value = '@b', map = { x = 5 } } }",
         "f:3:44: \"x\" takes a text in quotes, and this is a number"},
        {"name = 'a'\ntype = 'info'\nlabels = { b = { value = '@b', values = ['x'] } }\non-empty = "
         "'zero'",
         "f:4:16: \"values\" of the label \"b\" stand for zeros, which only count, sum and "
         "distinct have\nf:5:12: on-empty = \"zero\" has no meaning with type info"},
    };
    for (const RuleCase& c : cases) {
        CAPTURE(c.text);
        const auto errors = parse_rule(c.text).errors;
        CHECK(fmt::format("{}", fmt::join(errors, "\n")) == c.expected);
    }
}

TEST_CASE("the place of a fault in an XPath counts characters, where the text is written plainly") {
    CHECK(parse_rule("name = 'a'\nwhere = \"@\xc3\xa4 = \"").errors.at(0).starts_with("f:3:14: "));
    CHECK(parse_rule("name = 'a'\nwhere = \"@b = \\u0027\"").errors.at(0).starts_with("f:3:"));
    CHECK(parse_rule("name = 'a'\nwhere = '''\n@b = '''").errors.at(0).starts_with("f:3:9: "));
}
