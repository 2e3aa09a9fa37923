#include "suggest/row_kinds.hpp"

#include "suggest/suggested.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

using namespace promfile;
using namespace promfile::suggest;

TEST_CASE("rows whose names are data") {
    const SuggestionCase cases[] = {
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
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}

TEST_CASE("rows inside rows of their own kind") {
    const auto of_three = [](const char* format) {
        return in_root(repeated(3, [&](int i) { return fmt::format(fmt::runtime(format), i); }));
    };
    const SuggestionCase cases[] = {
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
    for (const SuggestionCase& one : cases) {
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
    const SuggestionCase cases[] = {
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
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}

TEST_CASE("labels") {
    const SuggestionCase cases[] = {
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
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}
