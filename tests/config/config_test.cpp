#include "config/config.hpp"

#include "config/rule.hpp"
#include "rules/rule_toml.hpp"
#include "support/error.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>

using namespace promfile;

namespace {

ConfigResult parse(const std::string& text) {
    ConfigContext context;
    context.file = "app.toml";
    context.directory = "/etc/app";
    return parse_config(text, context);
}

// All faults, one on each line.
std::string faults(const std::string& text) {
    return fmt::format("{}", fmt::join(parse(text).errors, "\n"));
}

struct Case {
    const char* text;
    const char* expected;
};

} // namespace

TEST_CASE("every top-level key is read, and paths are relative to the file's directory") {
    const ConfigResult result = parse(R"(
store = ["a.xml", "/var/b.xml", "-", "sub/*.xml"]
textfile-directory = "out"
name = "app"
type = "a*"
exclude-type = ["b", "c"]
rows = "/x//y"
label = ["site", "kind=../@kind"]
naming = "per-type"
prefix = "app"
path-label = "none"
sensors = true
sensor-type = "temperature"
sensor-chip = ["k10*"]
sysfs = "/tmp/sys"
sensors-timeout = 2.5
sensors-wake = true
no-sensors-conf = true
sensors-conf = "sensors.conf"
on-error = "drop"
recover = true
mode = "0640"
max-series = 5
max-row-size = 1024
max-document-size = 2048
interval = "15min"
no-self-metrics = true
quiet = true
verbose = false
builtin = true
)");
    CHECK(result.errors == std::vector<std::string>{});
    const ConfigSettings& s = result.config.settings;
    using Texts = std::vector<std::string>;
    CHECK(s.store ==
          std::vector<StoreArgument>{"/etc/app/a.xml", "/var/b.xml", "-", "/etc/app/sub/*.xml"});
    CHECK(s.textfile_directory == "/etc/app/out");
    CHECK(s.name == "app");
    CHECK(s.type == Texts{"a*"});
    CHECK(s.exclude_type == Texts{"b", "c"});
    CHECK(s.rows == "/x//y");
    CHECK(s.label == Texts{"site", "kind=../@kind"});
    CHECK(s.naming == "per-type");
    CHECK(s.prefix == "app");
    CHECK(s.path_label == "none");
    CHECK(s.sensors == true);
    CHECK(s.sensor_type == Texts{"temperature"});
    CHECK(s.sensor_chip == Texts{"k10*"});
    CHECK(s.sysfs == "/tmp/sys");
    CHECK(s.sensors_timeout == 2.5);
    CHECK(s.sensors_wake == true);
    CHECK(s.no_sensors_conf == true);
    CHECK(s.sensors_conf == "/etc/app/sensors.conf");
    CHECK(s.on_error == "drop");
    CHECK(s.recover == true);
    CHECK(s.mode == "0640");
    CHECK(s.max_series == 5);
    CHECK(s.max_row_size == 1024);
    CHECK(s.max_document_size == 2048);
    CHECK(s.interval == "15min");
    CHECK(s.no_self_metrics == true);
    CHECK(s.quiet == true);
    CHECK(s.verbose == false);
    CHECK(s.builtin == true);
}

TEST_CASE("an empty configuration sets nothing") {
    const ConfigResult result = parse("# nothing\n");
    CHECK(result.errors.empty());
    CHECK(result.config.rules.empty());
    CHECK_FALSE(result.config.settings.store.has_value());
    CHECK_FALSE(result.config.settings.quiet.has_value());
}

TEST_CASE("configurations of other bytes have other hashes, of 48 bits") {
    const auto hash = [](const std::string& text) { return parse(text).config.hash; };
    CHECK(hash("# nothing\n") == hash("# nothing\n"));
    CHECK(hash("# nothing\n") != hash("# nothing \n"));
    CHECK(hash("# nothing\n") != hash(""));
    // The FNV-1a hash of an empty text is its offset basis, 0xcbf29ce484222325.
    CHECK(hash("") == (0x9ce484222325 ^ 0xcbf2));
    for (int i = 0; i < 100; ++i) {
        CHECK(hash(fmt::format("# {}\n", i)) < (std::uint64_t{1} << 48));
    }
}

TEST_CASE("faults of top-level keys") {
    const Case cases[] = {
        {"interval = \"soon\"",
         "app.toml:1:12: \"interval\" takes a duration such as 15min, not 'soon'"},
        {"interval = \"0 s\"",
         "app.toml:1:12: \"interval\" takes a duration such as 15min, not '0 s'"},
        {"stroe = 1", "app.toml:1:1: unknown key \"stroe\"; did you mean \"store\"?"},
        {"textfile_directory = 'x'",
         "app.toml:1:1: unknown key \"textfile_directory\"; did you mean \"textfile-directory\"?"},
        {"xyzzy = 1", "app.toml:1:1: unknown key \"xyzzy\""},
        {"debug = true", "app.toml:1:1: \"debug\" is for the command line alone"},
        {"print-rules = true", "app.toml:1:1: \"print-rules\" is for the command line alone"},
        {"collector.textfile.directory = 'x'",
         "app.toml:1:1: \"collector\" is not a key; write textfile-directory"},
        {"aggregate = 'sum'",
         "app.toml:1:1: \"aggregate\" is a key of a rule and belongs below a line [[metric]]"},
        {"store = 5",
         "app.toml:1:9: \"store\" takes a text or an array of texts, and this is a number"},
        {"store = ['a', 1]",
         "app.toml:1:15: \"store\" takes a text or an array of texts, and this is a number"},
        {"store = ''", "app.toml:1:9: \"store\" is empty"},
        {"sensors = 'yes'", "app.toml:1:11: \"sensors\" takes true or false, and this is a text"},
        {"max-series = 1.5",
         "app.toml:1:14: \"max-series\" takes a whole number, and this is a number"},
        {"max-series = 0", "app.toml:1:14: \"max-series\" takes a whole number from 1 on, not '0'"},
        {"naming = 'pertype'", "app.toml:1:10: \"naming\" takes labels or per-type, not 'pertype'; "
                               "did you mean \"per-type\"?"},
        {"mode = 644", "app.toml:1:8: \"mode\" takes a text in quotes, and this is a number"},
        {"mode = '0888'", "app.toml:1:8: \"mode\" takes octal digits such as 0644, not '0888'"},
        {"sensors-timeout = 0", "app.toml:1:19: \"sensors-timeout\" takes a number of seconds "
                                "above 0, or a duration such as "
                                "2min, not '0'"},
        {"sensors-timeout = inf", "app.toml:1:19: \"sensors-timeout\" takes a number of seconds "
                                  "above 0, or a duration such as "
                                  "2min, not 'inf'"},
        {"sensors-timeout = 1e300", "app.toml:1:19: \"sensors-timeout\" takes at most 86400 "
                                    "seconds (a day), not '1e+300'"},
        {"name = 'a/b'", "app.toml:1:8: the name of the output holds a slash (the directory "
                         "belongs to -o): give another one, such as app"},
        {"prefix = 'node'", "app.toml:1:10: the prefix node is reserved, choose another one"},
        {"prefix = 'a-b'", "app.toml:1:10: 'a-b' is not a legal prefix of metric names"},
        {"label = '__a'", "app.toml:1:9: '__a' is not a legal label name (NAME=XPATH: letters, "
                          "digits and _, no __ in front)"},
        {"label = ['a', 'b=@@', 'a']",
         "app.toml:1:19: '@@' is not a valid XPath: Unrecognized node test (at character 2)\n"
         "app.toml:1:23: the label a is there already, choose another name"},
        {"mode = '9'\nname = ''\nprefix = 'up'",
         "app.toml:1:8: \"mode\" takes octal digits such as 0644, not '9'\n"
         "app.toml:2:8: the name of the output is empty: give another one, such as app"},
        {"textfile-directory = ''",
         "app.toml:1:22: the argument of \"textfile-directory\" is empty"},
        {"quiet = 2020-01-01", "app.toml:1:9: \"quiet\" takes true or false, and this is a date"},
        {"[metric]\nname = 'a'",
         "app.toml:1:2: each rule is a table [[metric]], with two brackets"},
        {"metric = [1]", "app.toml:1:11: each rule is a table [[metric]]"},
    };
    for (const Case& c : cases) {
        CHECK(faults(c.text) == c.expected);
    }
}

TEST_CASE("faults of TOML itself end the reading, with a hint for the usual ones") {
    const Case cases[] = {
        {"value = @a",
         "app.toml:1:9: not valid TOML: value: could not determine value type (a text "
         "needs quotes: '@amount')"},
        {"a = \"x\nb = 1",
         "app.toml:1:7: not valid TOML: string: unescaped control characters other than TAB "
         "(U+0009) "
         "are explicitly prohibited (is the closing quote of this text missing?)"},
        {"a = 1\nb = „x“", "app.toml:2:5: not valid TOML: unexpected character „ (U+201E)"},
        {"größe = 1", "app.toml:1:3: not valid TOML: unexpected character ö (U+00F6)"},
        {"name = 1é", "app.toml:1:9: not valid TOML: unexpected character é (U+00E9)"},
        {"name = \"\\é\"", "app.toml:1:10: not valid TOML: unexpected character é (U+00E9)"},
    };
    for (const Case& c : cases) {
        CHECK(faults(c.text) == c.expected);
    }
    for (const std::string& text :
         {std::string("[:"),
          std::string("gr\xc3\xb6\xc3\x9f"
                      "e = 1"),
          std::string("\xff"), std::string("\0", 1), "a" + std::string(500, '.') + "b = 1",
          std::string(2000, '['), std::string(2 << 20, ' '), "a = " + std::string(5000, '['),
          std::string("a = {b = 1\n}")}) {
        CHECK(parse(text).errors.size() == 1);
    }
}

TEST_CASE("a multi-line text may continue with a character beyond ASCII") {
    const ConfigResult result = parse("prefix = \"a\"\nname = \"\"\"x\\\n  öß\"\"\"\n");
    CHECK(result.errors == std::vector<std::string>{});
    CHECK(result.config.settings.name == "xöß");
}

TEST_CASE("all faults of a file are reported, in its order") {
    CHECK(
        faults("stroe = 'x'\n[[metric]]\nname = 'node_x'\nvalue = '@a + '\n"
               "labels = { 'my-l' = '@a' }\nagregate = 'sum'\nstore = 'x'\n") ==
        "app.toml:1:1: unknown key \"stroe\"; did you mean \"store\"?\n"
        "app.toml:3:8: the name \"node_x\" is reserved: node_ belongs to node_exporter, Prometheus "
        "or promfile itself\n"
        "app.toml:4:14: '@a +' is not a valid XPath: Unrecognized node test (at character 5)\n"
        "app.toml:5:12: \"my-l\" is not a legal label name; \"my_l\" would be one\n"
        "app.toml:6:1: unknown key \"agregate\" of a rule; did you mean \"aggregate\"?\n"
        "app.toml:7:1: \"store\" is not a key of a rule and belongs above the first [[metric]]");
}

TEST_CASE("rules that share a name are one family") {
    const std::string one = "[[metric]]\nname = 'a'\nhelp = 'h'\nrows = '/x'\n";
    const std::string other = "[[metric]]\nname = 'a'\nrows = '/y'\n";
    const ConfigResult result = parse(one + other);
    CHECK(result.errors.empty());
    CHECK(result.config.rules[1].help == "h");
    CHECK(faults(one + other + "help = 'other'") ==
          "app.toml:8:8: \"a\" has another help in line 1; rules that share a name are one family, "
          "with "
          "one help");
    CHECK(faults(one + other + "type = 'counter'") ==
          "app.toml:8:8: \"a\" has the type counter here and gauge in line 1; rules that share a "
          "name are one family");
    CHECK(faults(one + "[[metric]]\nname = 'a'\nhelp = 'other'\nrows = '/x'\n") ==
          "app.toml:5:1: this rule is the same as that of line 1");
    const std::string skipping =
        "[[metric]]\nname = 's'\nvalue = '@v'\nmap = { off = 'skip', on = 1 }\n";
    CHECK(faults(skipping + skipping) == "app.toml:5:1: this rule is the same as that of line 1");
    CHECK(faults("[[metric]]\nname = 'a'\ntype = 'histogram'\nvalue = '@v'\nbuckets = [1]\n"
                 "[[metric]]\nname = 'a_count'\n") ==
          "app.toml:7:8: the name \"a_count\" is a part of the histogram \"a\" of line 1");
}

TEST_CASE("load_config reads the file, and its directory is that of relative paths") {
    const auto directory = std::filesystem::temp_directory_path() / "promfile_config_test";
    std::filesystem::create_directories(directory);
    const std::string path = (directory / "app.toml").string();
    std::ofstream(path) << "store = 'a.xml'\n";
    ConfigContext context;
    context.file = path;
    CHECK(load_config(context).config.settings.store ==
          std::vector<StoreArgument>{(directory / "a.xml").string()});
    context.file = (directory / "none.toml").string();
    CHECK_THROWS_WITH_AS(
        load_config(context),
        fmt::format("cannot read the configuration {}: No such file or directory", context.file)
            .c_str(),
        Error);
    context.file = directory.string();
    CHECK_THROWS_AS(load_config(context), Error);
    std::filesystem::remove_all(directory);
}

TEST_CASE("the samples load, and come back from TOML as they are") {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PROMFILE_SOURCE_DIR "/samples")) {
        if (entry.path().extension() != ".toml") {
            continue;
        }
        ++count;
        CAPTURE(entry.path().string());
        ConfigContext context;
        context.file = entry.path().string();
        const ConfigResult result = load_config(context);
        CHECK(result.errors == std::vector<std::string>{});
        const std::string printed = print_rules(result.config.rules);
        const ConfigResult again = parse(printed);
        CHECK(again.errors == std::vector<std::string>{});
        CHECK(print_rules(again.config.rules) == printed);
    }
    CHECK(count >= 8);
}

TEST_CASE("the commented reference names every key") {
    std::ifstream file(PROMFILE_SOURCE_DIR "/samples/promfile.toml");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    for (const std::vector<std::string_view>& keys : {setting_names(), rule_key_names()}) {
        CHECK(keys.size() > 20);
        for (const std::string_view key : keys) {
            CAPTURE(std::string(key));
            const bool named = text.find(fmt::format("\n{} = ", key)) != std::string::npos ||
                               text.find(fmt::format("\n#{} = ", key)) != std::string::npos ||
                               text.find(fmt::format("\n[metric.{}", key)) != std::string::npos;
            CHECK(named);
        }
    }
}
