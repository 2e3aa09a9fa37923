#include "suggest/pair_rules.hpp"

#include "suggest/suggested.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

using namespace promfile;
using namespace promfile::suggest;

TEST_CASE("pairs of names and values") {
    const auto pairs = [](int count, const char* format) {
        return repeated(count, [&](int i) { return fmt::format(fmt::runtime(format), i); });
    };
    const std::string number = "<p name='n{0}' value='{0}'/>";
    const auto word_pair = [](int i) {
        const std::string name(static_cast<size_t>(1 + i / 26), static_cast<char>('a' + i % 26));
        return fmt::format("<p name='{}' value='{}'/>", name, i);
    };
    const std::string flagged = "<stat><name>hit</name><value>5</value><flag>c</flag></stat>"
                                "<stat><name>open</name><value>7</value><flag>g</flag></stat>"
                                "<stat><name>mask</name><value>9</value><flag>b</flag></stat>";
    const SuggestionCase cases[] = {
        // Texts among the numbers are skipped, and pairs without a value are left out.
        {in_root(pairs(12, number.c_str()) + "<p name='a' value='n/a'/><p name='b'/>"),
         "where = '@value'\nvalue = '@value'\nmap = { 'n/a' = 'skip' }\n"
         "labels = { name = '@name' }\n"},
        {"<r><v><f name='variable_name'>a</f><f name='value'>1</f></v>"
         "<v><f name='variable_name'>b</f><f name='value'>2</f></v></r>",
         "name = 'r_v'\nhelp = 'V, by variable_name.'\nrows = '/r/v'\n"
         "value = \"f[@name = 'value']\"\n"},
        {in_root(pairs(30, number.c_str()) + "<p name='a' value='ON'/><p name='b' value='gold'/>"),
         "where = \"not(@name = 'b')\"\nvalue = '@value'\nmap = { OFF = 0, ON = 1 }\n"},
        {in_root(pairs(13, "<p name='w{0}' value='text{0}x'/>") + pairs(130, number.c_str())),
         "#   /r/p: there are 143 names\n"},
        {in_root(pairs(45, "<p name='n{0}' value='w{0}x'/>")), "#   /r/p: there are 45 names\n"},
        // Names that differ in digits alone are of things that come and go, words are not.
        {in_root(pairs(450, number.c_str())), "another value on each of the 450 rows"},
        {in_root(repeated(450, word_pair)), "rows = '/r/p'\nvalue = '@value'\nseries = 1800\n"},
        {in_root(pairs(650, number.c_str())), "#   /r/p: there are 650 values\n"},
        {in_root(pairs(1100, "<p name='w{0}' value='text{0}x'/>")),
         "#   /r/p: there are 1100 names\n"},
        {in_root("<v>" + pairs(700, "<f name='a{0}'>w{0}x</f>") + "</v><v>" +
                 pairs(700, "<f name='b{0}'>w{0}x</f>") + "</v>"),
         "#   /r/v/f: there are 1400 names\n"},
        // Of each name, a metric of its own.
        {"<r><p name='requests_total' value='5'/><p name='mode' value='fast'/></r>",
         "name = 'r_requests_total'\nhelp = 'Requests total.'\ntype = 'counter'\n"},
        {"<r><p name='bytes' value='5'/><p name='mode' value='fast'/></r>",
         "name = 'r_value_bytes'\n"},
        {"<r><p name='Ж' value='5'/><p name='mode' value='fast'/></r>",
         "#name = 'r_value'\n#help = 'Value.'\n#rows = '/r/p'\n#where = \"@name = 'Ж'\"\n"},
        {"<r><p name='since' value='2026-11-22T10:00:00Z'/><p name='size' value='5'/></r>",
         "name = 'r_since_timestamp_seconds'\nhelp = 'Since, in unix seconds.'\nrows = '/r/p'\n"
         "where = \"@name = 'since'\"\nvalue = '@value'\ntime = 'iso8601'\n"},
        {"<r><p name='mode' value='fast'/><p name='created' value='2026-11-22T10:00:00'/>"
         "<p name='created_epoch' value='1795341600'/></r>",
         "#   /r/p[@name = 'created']: created_epoch is the same time, with its zone\n"},
        // A state may be called as all others are.
        {"<r><p name='a' value='1'/><p name='b' value='2'/><p name='mode' value='other'/>"
         "<p name='since' value='2026-11-22T10:00:00Z'/></r>",
         "map = { other = 'other', else = 'other' }\nstates = ['other']\n"},
        {"<r><p name='a' value='1'/><p name='b' value='2'/><p name='mode' value='fast'/>"
         "<p name='since' value='2026-11-22T10:00:00Z'/></r>",
         "where = \"@name = 'mode'\"\nvalue = '@value'\nmap = { fast = 'fast', else = 'other' }\n"},
        {"<r><engine><p name='mode' value='fast'/><p name='size' value='5'/>"
         "<p name='tier' value='gold'/></engine></r>",
         "#name = 'r_engine_size'\n"},
        {"<r><info><p name='mode' value='fast'/><p name='tier' value='gold'/></info></r>",
         "where = \"@name = 'mode' or @name = 'tier'\"\n"
         "labels = { name = '@name', value = '@value' }\n"},
        {"<r><p name='mode' value='fast'/><p name='tier' value='gold'/>"
         "<p name='remark' value='he said to call him back at noon'/></r>",
         "#   /r/p[@name = 'remark']: free text\n"},
        // The parents are not told apart, so their pairs are added up.
        {in_root(pairs(3, "<d><p name='alpha' value='{0}'/><p name='beta' value='{0}'/></d>")),
         "help = 'Ps, added up, by name.'\nrows = '/r/d/p'\nvalue = '@value'\n"
         "aggregate = 'sum'\nlabels = { name = '@name' }\n"},
        {in_root(pairs(3, "<d><p name='alpha' value='{0}'/><p name='mode' value='fast'/>"
                          "<p name='since' value='2026-11-2{0}T10:00:00Z'/></d>")),
         "where = \"@name = 'since'\"\nvalue = '@value'\ntime = 'iso8601'\naggregate = 'max'\n"},
        {in_root(pairs(3, "<d><p name='alpha' value='{0}'/><p name='mode' value='fast'/></d>")),
         "#   /r/d/p[@name = 'mode']: text\n"},
        // The kind of the pairs is an attribute of their parent.
        {"<r><data><counters type='opcode'><counter name='a'>1</counter>"
         "<counter name='b'>2</counter></counters><counters type='rcode'>"
         "<counter name='c'>1</counter></counters></data></r>",
         "name = 'r_opcode_total'\nhelp = 'Opcode, by opcode.'\n"
         "where = \"../@type = 'opcode'\"\nvalue = '.'\nlabels = { opcode = '@name' }\n"},
        // The rows say which of them are counters.
        {"<r>" + flagged + "</r>",
         "name = 'r_value_total'\nhelp = 'Value, by name.'\ntype = 'counter'\n"
         "where = \"flag = 'c'\"\nvalue = 'value'\n\n[[group.metric]]\nname = 'r_value'\n"
         "help = 'Value, by name.'\nwhere = \"not(flag = 'c')\"\nvalue = 'value'\n"},
        {"<r><v name='a' type='Counter32'>1</v><v name='b' type='Counter64'>2</v></r>",
         "name = 'r_v_total'\nhelp = 'V, by name.'\ntype = 'counter'\nrows = '/r/v'\nvalue = "
         "'.'\n"},
        {"<r><v name='a' type='counter'>1</v><v name='b' type='string'>2</v></r>",
         "name = 'r_v'\nhelp = 'V, by name.'\nrows = '/r/v'\nvalue = '.'\n"},
    };
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}
