#include "config/config.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>
#include <vector>

using namespace promfile;

namespace {

using Stores = std::vector<StoreArgument>;

ConfigResult parse_store(const std::string& text) {
    return parse_config(text, {.file = "f", .directory = "/etc/app"});
}

Stores stores(const std::string& text) {
    const ConfigResult result = parse_store(text);
    CHECK_MESSAGE(result.errors == std::vector<std::string>{}, text);
    return result.config.settings.store.value_or(Stores());
}

} // namespace

TEST_CASE("stores are paths and commands, in the order given") {
    CHECK(stores("store = 'a.xml'") == Stores{"/etc/app/a.xml"});
    CHECK(stores("store = []").empty());
    CHECK(stores("store = { command = ['crm_mon', '--output-as=xml', ''] }") ==
          Stores{StoreCommand{"crm_mon", {"crm_mon", "--output-as=xml", ""}, {}, {}}});
    CHECK(stores("store = ['a.xml', { command = ['bin/x'], name = 'y', timeout = 0.5, environment "
                 "= { A = '1', B = '' } }, '-', { path = '*.xml' }]") ==
          Stores{"/etc/app/a.xml",
                 StoreCommand{"y", {"/etc/app/bin/x"}, {{"A", "1"}, {"B", ""}}, 0.5}, "-",
                 "/etc/app/*.xml"});
    CHECK(
        stores("[[store]]\npath = '/a.xml'\n[[store]]\ncommand = ['/bin/x']\ntimeout = 86400\n") ==
        Stores{"/a.xml", StoreCommand{"x", {"/bin/x"}, {}, 86400}});
    // A file may have the name of a command.
    CHECK(stores("store = ['x', { command = ['x'] }]").size() == 2);
}

TEST_CASE("faults of stores") {
    const struct {
        const char* text;
        const char* sentence;
    } cases[] = {
        {"store = 1", "f:1:9: \"store\" takes a text or an array of texts, and this is a number"},
        {"store = ''", "f:1:9: \"store\" is empty"},
        {"store = ['a', '']", "f:1:15: \"store\" is empty"},
        {"store = ['a', ['b']]",
         "f:1:15: \"store\" takes a text or an array of texts, and this is an array in one"},
        {"store = {}", "f:1:9: a store has either \"command\" or \"path\""},
        {"store = { path = 'a', command = ['b'] }",
         "f:1:11: a store has either \"command\" or \"path\""},
        {"store = { path = '' }", "f:1:18: \"path\" is empty"},
        {"store = { path = 'a', timeout = 1 }",
         "f:1:23: \"timeout\" is for a store with \"command\""},
        {"store = { command = 'crm_mon' }",
         "f:1:21: \"command\" is an array of the program and its arguments, and no shell reads it; "
         "write [\"crm_mon\"]"},
        {"store = { command = 'crm_mon -X' }",
         "f:1:21: \"command\" is an array of the program and its arguments, and no shell reads it; "
         "write [\"sh\", \"-c\", \"...\"]"},
        {"store = { command = [] }", "f:1:21: \"command\" names no program"},
        {"store = { command = [''] }", "f:1:21: \"command\" names no program"},
        {"store = { command = ['a', 1] }",
         "f:1:27: \"command\" takes a text or an array of texts, and this is a number"},
        {"store = { command = ['a'], name = '' }", "f:1:35: \"name\" is empty"},
        {"store = { command = ['a'], name = 'b/c' }",
         "f:1:35: \"b/c\" is not a valid name of a command: it has a slash"},
        {"store = { command = ['a'], name = '-' }",
         "f:1:35: \"-\" is not a valid name of a command: it means standard input"},
        {"store = { command = ['a'], timeout = 0 }",
         "f:1:38: \"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
         "duration such as \"2min\""},
        {"store = { command = ['a'], timeout = 86401 }",
         "f:1:38: \"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
         "duration such as \"2min\""},
        {"store = { command = ['a'], timeout = nan }",
         "f:1:38: \"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
         "duration such as \"2min\""},
        {"store = { command = ['a'], timeout = 'soon' }",
         "f:1:38: \"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
         "duration such as \"2min\""},
        {"store = { command = ['a'], timeout = '2d' }",
         "f:1:38: \"timeout\" takes a number of seconds above 0 and up to 86400, a day, or a "
         "duration such as \"2min\""},
        {"store = { command = ['a'], timeout = true }",
         "f:1:38: \"timeout\" takes a number, and this is true or false"},
        {"store = { cmd = ['a'] }",
         "f:1:11: unknown key \"cmd\" of a store; did you mean \"command\"?"},
        {"store = { command = ['a'], args = ['b'] }",
         "f:1:28: unknown key \"args\" of a store; the arguments follow the program in "
         "\"command\""},
        {"store = { url = 'http://a' }",
         "f:1:11: unknown key \"url\" of a store; command = [\"curl\", \"-sSf\", \"...\"] reads "
         "from a URL"},
        {"store = { command = ['a'], environment = { 'A=B' = '' } }",
         "f:1:44: \"A=B\" is not a valid name of an environment variable"},
        {"store = { command = ['a'], environment = { A = 1 } }",
         "f:1:48: \"A\" takes a text in quotes, and this is a number"},
        {"store = { command = ['a'], tiemout = 1 }",
         "f:1:28: unknown key \"tiemout\" of a store; did you mean \"timeout\"?"},
        {"store = [{ command = ['a'] }, { command = ['/bin/a', 'b'] }]",
         "f:1:31: two commands have the name \"a\"; give one of them another \"name\""},
    };
    for (const auto& each : cases) {
        CHECK(fmt::format("{}", fmt::join(parse_store(each.text).errors, "\n")) == each.sentence);
    }
}
