#include "suggest/suggestion.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

using namespace promfile;
using namespace promfile::suggest;

namespace {

// The configuration for one store, which has the given name in it.
std::string suggested(std::string_view xml, const char* name = "/srv/app.xml") {
    const TemporaryDirectory directory;
    SuggestionRequest request;
    request.stores = {{name, directory.write("store.xml", xml)}};
    return suggest_configuration(request).configuration;
}

// The text that `make` returns for each number below `count`, in a row.
std::string repeated(int count, const std::function<std::string(int)>& make) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += make(i);
    }
    return text;
}

std::string in_root(const std::string& content) {
    return "<r>" + content + "</r>";
}

// A store and a part of the configuration for it.
struct Case {
    std::string xml;
    std::string expected;
};

void check(const Case& one) {
    const std::string text = suggested(one.xml);
    CHECK_MESSAGE(text.find(one.expected) != std::string::npos, one.expected, "\nis not in\n",
                  text);
}

} // namespace

TEST_CASE("rows whose names are data") {
    const Case cases[] = {
        // Beside other elements, a condition tells them apart.
        {"<r><Slot1><v>1</v></Slot1><Slot2><v>2</v></Slot2><other>5</other></r>",
         "rows = '/r/*'\nwhere = \"starts-with(name(), 'Slot')\"\nvalue = 'v'\n"
         "labels = { slot = 'name()' }\n"},
        {"<r><slots><Slot1><v>1</v></Slot1><Slot2><v>2</v></Slot2></slots></r>",
         "rows = '/r/slots/*'\nvalue = 'v'\nlabels = { slot = 'name()' }\n"},
        // Many names are no states.
        {in_root(repeated(
             30, [](int i) { return fmt::format("<eth{0}><rx>{0}</rx><tx>5</tx></eth{0}>", i); })),
         "type = 'counter'\nrows = '/r/*'\nlabels = { eth = 'name()' }\n"},
        // Names without numbers, of elements with the same fields.
        {"<r><disks><sda size='9' used='1'/><sdb size='8' used='2'/><sdc size='9' used='1'/>"
         "<sdd size='5' used='3'/><sde size='9' used='2'/><sdf size='9' used='2'/></disks></r>",
         "rows = '/r/disks/*'\nlabels = { disk = 'name()' }\n"},
        {"<r><disks><sda size='9' used='1'/><sdb size='8' used='2'/></disks></r>",
         "rows = '/r/disks/sda'\nvalue = '@used'\n"},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("rows inside rows of their own kind") {
    const auto of_three = [](const char* format) {
        return in_root(repeated(3, [&](int i) { return fmt::format(fmt::runtime(format), i); }));
    };
    const Case cases[] = {
        {"<a id='1' x='2'><b id='1' y='2'><a id='2' x='3'><b id='3' y='4'/></a></b></a>",
         "rows = '//a'\nvalue = '@x'\nlabels = { a = { path = '@id' } }\n"},
        {"<suite name='a'><suite name='b'><case id='1' took='5'/><case id='2' took='6'/></suite>"
         "<suite name='c'><case id='1' took='7'/></suite></suite>",
         "rows = '//suite/case'\nvalue = '@took'\n"
         "labels = { suite = { path = '@name' }, case = '@id' }\n"},
        // Without a name, each row has its number.
        {"<s><v>1</v><s><v>1</v></s><s><v>1</v></s></s>",
         "#rows = '//s'\n#value = 'v'\n#labels = { row = '$row' }\n"},
        // A row that is too large to be held in memory is held all the same: its label needs it.
        {"<suite name='all' n='3'>" +
             repeated(30,
                      [](int i) {
                          return fmt::format("<suite name='s{0}' n='{0}'><log>{1}</log>"
                                             "<run><time>{0}.5</time></run></suite>",
                                             i, std::string(3000, 'x'));
                      }) +
             "</suite>",
         "where = 'run/time'\nvalue = 'run/time'\nseries = 1000\n"},
        // In rows that nothing tells apart, the names below have series only on demand.
        {of_three("<g><load>{0}</load><suite name='a{0}' n='{0}'><suite name='b' n='5'/>"
                  "<suite name='c' n='{0}'/></suite></g>"),
         "#rows = '/r/g//suite'\n#value = '@n'\n#labels = { suite = { path = '@name' } }\n"},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("one kind of rows in several places") {
    const auto part = [](const char* name) {
        return fmt::format("<part name='{0}'><rack id='r{0}'><disk id='{0}1' size='5' used='3'/>"
                           "<disk id='{0}2' size='6' used='2'/></rack>"
                           "<disk id='{0}3' size='7' used='1'/>"
                           "<disk id='{0}4' size='7' used='1'/></part>",
                           name);
    };
    check({in_root(part("x") + part("y")),
           "rows = '/r/part//disk'\n"
           "labels = { part = 'ancestor::part[1]/@name', disk = '@id' }\n"});
}

TEST_CASE("rows that are one thing at several times") {
    const Case cases[] = {
        // The date may come after the time of day.
        {"<log><row><time>12:00:01</time><date>2026-11-20</date><load>3</load></row>"
         "<row><time>12:00:00</time><date>2026-11-21</date><load>5</load></row></log>",
         "value = \"concat(date, 'T', time)\"\ntime = 'iso8601'\naggregate = 'max'\n"},
        {"<log><row><date>2026-11-20</date><time>12:00:01</time><load>3</load></row>"
         "<row><date>2026-11-21</date><time>12:00:00</time><load>5</load></row></log>",
         "rows = '/log/row/load'\nvalue = '.'\naggregate = 'last'\n"},
        {"<log><row><date>2026-11-21</date><time>12:00:00</time><load>3</load></row>"
         "<row><date>2026-11-20</date><time>12:00:01</time><load>5</load></row></log>",
         "rows = '/log/row/load'\nvalue = '.'\naggregate = 'first'\n"},
        // One moment in several zones.
        {"<log><row time='2026-11-22T10:00:00Z' load='5'/>"
         "<row time='2026-11-22T11:00:00+01:00' load='6'/></log>",
         "value = '@load'\naggregate = 'last'\n"},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("labels") {
    const Case cases[] = {
        {"<r><d up='true' dirty='false' locked='true'>sda</d>"
         "<d up='true' dirty='false' locked='false'>sdb</d></r>",
         "rows = '/r/d/@*'\nwhere = \". = 'false' or . = 'true'\"\nvalue = '.'\n"
         "map = { true = 1, false = 0 }\nlabels = { d = '..', status = 'name()' }\n"},
        {"<r><d1 up='true' dirty='false' locked='true'/>"
         "<d2 up='true' dirty='false' locked='false'/></r>",
         "labels = { d = 'name(..)', status = 'name()' }\n"},
        {"<r><d1><p id='a' up='true' dirty='false' locked='true'/>"
         "<p id='b' up='true' dirty='false' locked='true'/></d1>"
         "<d2><p id='a' up='true' dirty='false' locked='false'/></d2></r>",
         "rows = '/r/*/p/@*'\n"},
        {"<r><d1><p id='a' up='true' dirty='false' locked='true'/>"
         "<p id='b' up='true' dirty='false' locked='true'/></d1>"
         "<d2><p id='a' up='true' dirty='false' locked='false'/></d2></r>",
         "labels = { d = 'name(../..)', p = '../@id', status = 'name()' }\n"},
        // The states of a stateset have the label "state".
        {"<r><state name='a' status='up'/><state name='b' status='down'/></r>",
         "labels = { state_name = '@name' }\n"},
        {in_root(repeated(2,
                          [](int i) {
                              return fmt::format("<state name='n{}'><file state='up' size='1'/>"
                                                 "<file state='up' size='2'/>"
                                                 "<file state='up' size='2'/>"
                                                 "<file state='down' size='3'/></state>",
                                                 i);
                          })),
         "labels = { state_2 = { value = '@state', values = ['down', 'up'] } }\n"},
        // A root element that stands inside itself, and whose name ends in "name".
        {"<host_name x='1'>5<host_name x='2'>6</host_name><b><c>1</c></b><b><c>2</c></b>"
         "<b><c>3</c></b></host_name>",
         "rows = '//host_name/b'\nlabels = { host_name = '..' }\n"},
        // Names that no label and no metric can have.
        {"<r><d Ж='a' load='1'/><d Ж='b' load='2'/></r>", "labels = { label = '@Ж' }\n"},
        {"<r><Ж name='a' load='1'/><Ж name='b' load='2'/></r>",
         "name = 'r_entry_load'\nhelp = 'Load of the entry.'\nrows = '/r/Ж'\n"},
        {in_root(repeated(9, [](int i) { return fmt::format("<Ж load='{}'/>", i % 3); })),
         "name = 'r_rows'\nhelp = 'Rows.'\nrows = '/r/Ж'\n"},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("pairs of names and values") {
    const auto pairs = [](int count, const char* format) {
        return repeated(count, [&](int i) { return fmt::format(fmt::runtime(format), i); });
    };
    const std::string number = "<p name='n{0}' value='{0}'/>";
    const Case cases[] = {
        // Texts among the numbers are skipped, and pairs without a value are left out.
        {in_root(pairs(12, number.c_str()) + "<p name='a' value='n/a'/><p name='b'/>"),
         "where = '@value'\nvalue = '@value'\nmap = { 'n/a' = 'skip' }\n"
         "labels = { name = '@name' }\n"},
        {in_root(pairs(9, "<p name='w{0}' value='text{0}x'/>") + pairs(82, "<p name='n{0}' value="
                                                                           "'{0}'/>")),
         "#   /r/p: there are 91 names\n"},
        {in_root(pairs(45, "<p name='n{0}' value='w{0}x'/>")), "#   /r/p: there are 45 names\n"},
        {in_root(pairs(450, number.c_str())), "another value on each of the 450 rows"},
        {in_root(pairs(650, number.c_str())), "#   /r/p: there are 650 values\n"},
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
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("fields") {
    const Case cases[] = {
        {"<r><d name='a' start_pts='90000' start_time='1.5'/>"
         "<d name='b' start_pts='180000' start_time='2.5'/></r>",
         "# -- /r/d: @start_time says the same\n#[[metric]]\n#name = 'r_d_start_pts'\n"},
        {"<r><d name='a'><start>1763800000</start><start_str>2026-11-22 10:00:00</start_str></d>"
         "<d name='b'><start>1763800001</start><start_str>2026-11-22 10:00:01</start_str></d></r>",
         "#   /r/d/start_str: another field says it\n"},
        {"<r><a><b><c><d><e><f><g>5</g></f></e></d></c></b></a></r>",
         "Nothing was found that would make a metric."},
        {"<r><a><b><c><d><e><f>5</f></e></d></c></b></a></r>", "rows = '/r/a/b/c/d/e/f'\n"},
        {"<r><results><test><took>5</took></test></results></r>", "# ---- /r/results/test: 1 row"},
        {"<r><t name='a'><size unit='n/a'>5</size></t><t name='b'><size unit='MB'>6</size></t></r>",
         "is not a number on 1 of 2 rows, the first is \"5 n/a\""},
        // Two fields of one name.
        {"<r><sizeBytes>5</sizeBytes><size_bytes>6</size_bytes></r>",
         "name = 'r_size_2_bytes'\nhelp = 'Size bytes.'\nrows = '/r/size_bytes'\n"},
        // More texts than a map can name among the times.
        {in_root(repeated(20,
                          [](int i) {
                              return fmt::format("<d name='n{0}' v='5' "
                                                 "when='2026-11-{0:02}T10:00:00Z'/>",
                                                 i + 1);
                          }) +
                 repeated(7,
                          [](int i) {
                              return fmt::format("<d name='m{0}' v='5' when='word{0}x'/>", i);
                          })),
         "labels = { d = '@name', when = '@when' }\n"},
        // More states than a metric may have series.
        {in_root(repeated(90,
                          [](int i) {
                              const char* states[] = {"up", "down", "failed", "idle"};
                              return fmt::format("<d name='n{}' load='{}' state='{}'/>", i, i,
                                                 states[i % 4]);
                          })),
         "help = 'Properties of the d (state); always 1.'\ntype = 'info'\n"},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("the prefix of the names is that of the root element or of the store") {
    struct Named {
        const char* xml;
        const char* store;
        const char* metric;
    };
    const Named cases[] = {
        {"<app><v>5</v></app>", "/srv/store.xml", "name = 'app_v'\n"},
        {"<data><v>5</v></data>", "/var/lib/frob/store.xml", "name = 'frob_v'\n"},
        {"<data><v>5</v></data>", "/srv/3par.xml", "name = '_3par_v'\n"},
        {"<data><v>5</v></data>", "/var/lib/store.xml", "name = 'data_v'\n"},
        {"<Ж><v>5</v></Ж>", "/var/lib/store.xml", "name = 'xml_v'\n"},
        {"<node><v>5</v></node>", "/var/lib/store.xml", "name = 'xml_node_v'\n"},
    };
    for (const Named& one : cases) {
        const std::string text = suggested(one.xml, one.store);
        CHECK_MESSAGE(text.find(one.metric) != std::string::npos, text);
    }
}

TEST_CASE("more than a person reads is left out") {
    const auto letters = [](int i) {
        return fmt::format("{}{}", static_cast<char>('a' + i / 26),
                           static_cast<char>('a' + i % 26));
    };
    const Case cases[] = {
        {in_root(
             repeated(600, [&](int i) { return fmt::format("<v{0}>{1}</v{0}>", letters(i), i); })),
         "60 rules, 60 series"},
        {in_root(
             repeated(600, [&](int i) { return fmt::format("<v{0}>{1}</v{0}>", letters(i), i); })),
         ": there are 599 rules\n"},
        {in_root(
             repeated(600, [&](int i) { return fmt::format("<v{0}>{1}</v{0}>", letters(i), i); })),
         "#   and 300 more\n"},
        {in_root(repeated(
             70,
             [&](int i) { return fmt::format("<v{0}_bytes>{1}</v{0}_bytes>", letters(i), i); })),
         "# -- /r: more than 60 rules\n"},
        {in_root(repeated(99,
                          [&](int i) {
                              return fmt::format("<d name='n{}'{}/>", i, repeated(12, [&](int k) {
                                                     return fmt::format(" {}_bytes='{}'",
                                                                        letters(k),
                                                                        (i * (k + 2) * 7 + k) % 89);
                                                 }));
                          })),
         "its 99 series would make more than 1000 in all\n"},
        {in_root(repeated(99,
                          [](int i) {
                              return fmt::format("<d name='n{}' up='true' dirty='false' "
                                                 "online='true' locked='{}' load='{}'/>",
                                                 i, i % 2 == 0 ? "true" : "false", i);
                          })),
         "# -- /r/d: 396 series\n"},
        {in_root(repeated(3000, [](int i) { return fmt::format("<n{0}x><b>5</b></n{0}x>", i); })),
         "#   and "},
    };
    for (const Case& one : cases) {
        check(one);
    }
}

TEST_CASE("a store with more paths than can be kept is sampled") {
    // The structures differ, so their names are no data.
    const std::string text = suggested(in_root(
        repeated(3000, [](int i) { return fmt::format("<n{0}x><b{0}x>5</b{0}x></n{0}x>", i); })));
    CHECK_MESSAGE(
        text.find(
            "# ---- Left out\n#   paths beyond the first 5,000, and attributes beyond 10,000\n") !=
            std::string::npos,
        text.substr(0, 300));
}

TEST_CASE("many stores are counted, not named") {
    const TemporaryDirectory directory;
    SuggestionRequest request;
    for (int i = 0; i < 30; ++i) {
        const std::string path = directory.write(fmt::format("store{}.xml", i), "<r><v>5</v></r>");
        request.stores.push_back({path, path});
    }
    CHECK(suggest_configuration(request).configuration.find("from 30 stores: 60 elements") !=
          std::string::npos);
}

TEST_CASE("an earlier store tells how values change") {
    const TemporaryDirectory directory;
    const std::string now = directory.write(
        "now.xml", "<r><d name='a' errors='9' load='5'/><d name='b' errors='1' load='7'/></r>");
    SuggestionRequest request;
    request.stores = {{"/srv/app.xml", now}};
    const std::string earlier =
        directory.write("earlier.xml", "<r><d name='a' errors='7' load='3'/></r>");
    request.earlier_store = {earlier, earlier};
    const Suggestion found = suggest_configuration(request);
    CHECK(found.warning.empty());
    CHECK(found.configuration.find("name = 'r_d_errors_total'\nhelp = 'Errors of the d.'\ntype = "
                                   "'counter'\n") != std::string::npos);
    // A store that cannot be read is not one without these elements.
    request.earlier_store = {"none.xml", directory.path("none.xml")};
    CHECK_THROWS_WITH_AS(
        suggest_configuration(request),
        fmt::format("cannot read {}: No such file or directory", request.earlier_store.path)
            .c_str(),
        Error);
    request.earlier_store = {"cut.xml", directory.write("cut.xml", "<r><d name='a'")};
    CHECK_THROWS_AS(suggest_configuration(request), Error);
}
