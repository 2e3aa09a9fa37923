#include "cli/options.hpp"

#include "support/error.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace promfile;

namespace {

CommandLine parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "promfile");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

std::string refusal(const std::vector<const char*>& arguments) {
    try {
        parse(arguments);
    } catch (const Error& error) {
        CHECK(error.status() == ExitStatus::usage);
        return error.what();
    }
    return "";
}

using Texts = std::vector<std::string>;
using Stores = std::vector<StoreArgument>;

} // namespace

TEST_CASE("options that are not given have no value") {
    const CommandLine line = parse({});
    CHECK(line.action == CommandLine::Action::run);
    CHECK(line.mode == Mode::publish);
    CHECK(line.config.empty());
    CHECK(!line.settings.store);
    CHECK(!line.settings.type);
    CHECK(!line.settings.recover);
    CHECK(!line.settings.max_series);
}

TEST_CASE("every option") {
    const CommandLine line = parse({"-o",
                                    "dir",
                                    "-n",
                                    "name",
                                    "-t",
                                    "a",
                                    "one.xml",
                                    "-t",
                                    "b*",
                                    "-x",
                                    "c",
                                    "-r",
                                    "//x",
                                    "-l",
                                    "site",
                                    "-l",
                                    "s=../@s",
                                    "--naming",
                                    "per-type",
                                    "--prefix",
                                    "p",
                                    "--path-label",
                                    "none",
                                    "--on-error",
                                    "drop",
                                    "--recover",
                                    "--mode",
                                    "0640",
                                    "--max-series",
                                    "5",
                                    "--max-row-size",
                                    "6",
                                    "--max-document-size",
                                    "7",
                                    "--no-self-metrics",
                                    "-q",
                                    "-v",
                                    "-c",
                                    "f.toml",
                                    "two.xml",
                                    "-"});
    const ConfigSettings& settings = line.settings;
    CHECK(settings.textfile_directory == "dir");
    CHECK(settings.name == "name");
    CHECK(settings.type == Texts{"a", "b*"});
    CHECK(settings.exclude_type == Texts{"c"});
    CHECK(settings.rows == "//x");
    CHECK(settings.label == Texts{"site", "s=../@s"});
    CHECK(settings.naming == "per-type");
    CHECK(settings.prefix == "p");
    CHECK(settings.path_label == "none");
    CHECK(settings.on_error == "drop");
    CHECK(settings.recover == true);
    CHECK(settings.mode == "0640");
    CHECK(settings.max_series == 5);
    CHECK(settings.max_row_size == 6);
    CHECK(settings.max_document_size == 7);
    CHECK(settings.no_self_metrics == true);
    CHECK(settings.quiet == true);
    CHECK(settings.verbose == true);
    CHECK(line.config == "f.toml");
    CHECK(settings.store == Stores{"one.xml", "two.xml", "-"});
}

TEST_CASE("other spellings") {
    CHECK(parse({"--collector.textfile.directory", "d"}).settings.textfile_directory == "d");
    CHECK(parse({"--collector.textfile.directory=d"}).settings.textfile_directory == "d");
    CHECK(parse({"--textfile-directory=d"}).settings.textfile_directory == "d");
    CHECK(parse({"-od"}).settings.textfile_directory == "d");
    CHECK(parse({"--type=a", "-tb"}).settings.type == Texts{"a", "b"});
    CHECK(parse({"--label=s=@x='y'"}).settings.label == Texts{"s=@x='y'"});
    CHECK(parse({"-dv"}).mode == Mode::debug);
    CHECK(parse({"--dry-run", "-d"}).mode == Mode::debug);
    CHECK(parse({"--check"}).mode == Mode::check);
    CHECK(parse({"--", "-x", "--debug"}).settings.store == Stores{"-x", "--debug"});
    CHECK(parse({"a", "--", "b"}).settings.store == Stores{"a", "b"});
    CHECK(parse({"-h"}).action == CommandLine::Action::help);
    CHECK(parse({"--version"}).action == CommandLine::Action::version);
}

TEST_CASE("command lines that are refused, with their messages") {
    CHECK(refusal({"--debugg"}) ==
          "unknown option --debugg, did you mean --debug? (promfile --help lists them)");
    CHECK(refusal({"-z"}) == "unknown option -z (promfile --help lists them)");
    CHECK(refusal({"--typ=a"}).find("did you mean --type?") != std::string::npos);
    CHECK(refusal({"-n", "a", "--name", "b"}) == "--name is given 2 times, and counts once");
    CHECK(refusal({"-o", "a", "-o", "b"}) ==
          "--textfile-directory is given 2 times, and counts once");
    CHECK(refusal({"-n"}) == "--name takes an argument (promfile --help shows which)");
    CHECK(refusal({"-t"}) == "--type takes an argument (promfile --help shows which)");
    for (const char* number : {"0", "-5", "1e3", "abc", "1.5", "18446744073709551616", "", " 5"}) {
        CAPTURE(number);
        CHECK(refusal({"--max-series", number}) ==
              "--max-series takes a whole number from 1 on, not '" + std::string(number) + "'");
    }
}

TEST_CASE("a switch is taken back, and the last word counts") {
    CHECK(parse({"--quiet=false"}).settings.quiet == false);
    CHECK(parse({"-q", "--quiet=false"}).settings.quiet == false);
    CHECK(parse({"--quiet=false", "-q"}).settings.quiet == true);
    CHECK(parse({"--no-self-metrics=false"}).settings.no_self_metrics == false);
    CHECK(parse({"--debug=false"}).mode == Mode::publish);
    CHECK(parse({"--help=false"}).action == CommandLine::Action::run);
    CHECK(refusal({"--quiet=no"}) == "--quiet takes true or false, not 'no'");
    CHECK(refusal({"--debug=yes"}) == "--debug takes true or false, not 'yes'");
    CHECK(refusal({"--check=1"}) == "--check takes true or false, not '1'");
    CHECK(refusal({"--help=me"}) == "--help takes true or false, not 'me'");
}

TEST_CASE("a store is taken as it is written") {
    CHECK(parse({"[ab]"}).settings.store == Stores{"[ab]"});
    CHECK(parse({"[a,b].xml", "[c]"}).settings.store == Stores{"[a,b].xml", "[c]"});
    CHECK(parse({"-t", "[ab]", "-t", "[c,d]"}).settings.type == Texts{"[ab]", "[c,d]"});
    CHECK(parse({"--", "-", "--", "[x]"}).settings.store == Stores{"-", "--", "[x]"});
    CHECK(parse({"-"}).settings.store == Stores{"-"});
}

TEST_CASE("names, choices, modes and prefixes") {
    CHECK(refusal({"--naming", "x"}) == "--naming takes labels or per-type, not 'x'");
    CHECK(refusal({"--naming", "pertype"}) ==
          "--naming takes labels or per-type, not 'pertype'; did you mean \"per-type\"?");
    CHECK(refusal({"--path-label", ""}) == "--path-label takes full or name or none, not ''");
    CHECK(refusal({"--on-error", "stop"}) == "--on-error takes keep or drop, not 'stop'");
    for (const char* mode : {"", "999", "rw", "-1", "01777", "644 ", "0", "64"}) {
        CAPTURE(mode);
        CHECK(refusal({"--mode", mode}) ==
              "--mode takes octal digits such as 0644, not '" + std::string(mode) + "'");
    }
    CHECK(refusal({"--mode", "0200"}) ==
          "with --mode '0200' nobody could read the file; node_exporter must");
    CHECK(parse({"--prefix", ""}).settings.prefix == ""); // that of the root element
    CHECK(refusal({"--prefix", "1a"}) == "'1a' is not a legal prefix of metric names");
    CHECK(refusal({"--prefix", "__a"}) == "'__a' is not a legal prefix of metric names");
    CHECK(refusal({"--prefix", "node"}) == "the prefix node is reserved, choose another one");
    for (const char* bad : {"", ".prom", "a/b", ".a", "a\nb", "a\xff"}) {
        CAPTURE(bad);
        CHECK(refusal({"-n", bad}).starts_with("the name of the output "));
    }
    CHECK(refusal({"-o", ""}) == "the argument of --textfile-directory is empty");
    CHECK(refusal({"-t", ""}) == "the argument of --type is empty");
    CHECK(refusal({"-r", "x[@y]"}).starts_with("'x[@y]' is "));
}

TEST_CASE("a number of seconds is one that a clock can count") {
    CHECK(parse({"--sensors-timeout", "2.5"}).settings.sensors_timeout == 2.5);
    CHECK(parse({"--sensors-timeout", "5s"}).settings.sensors_timeout == 5);
    CHECK(parse({"--sensors-timeout", "1m"}).settings.sensors_timeout == 60);
    for (const char* text : {"0", "-1", "inf", "nan", "5 apples", ""}) {
        CAPTURE(text);
        CHECK(refusal({"--sensors-timeout", text}) ==
              "--sensors-timeout takes a number of seconds above 0, or a duration such as 2min, "
              "not '" +
                  std::string(text) + "'");
    }
    CHECK(refusal({"--sensors-timeout", "1e300"}) ==
          "--sensors-timeout takes at most 86400 seconds (a day), not '1e300'");
}

TEST_CASE("further labels") {
    CHECK(parse({"-l", "site", "-l", "e=@a = 'x=y'"}).settings.label ==
          Texts{"site", "e=@a = 'x=y'"});
    for (const char* bad : {"", "1a", "__a", "a-b", "=@a"}) {
        CAPTURE(bad);
        CHECK(refusal({"-l", bad}).find("is not a legal label name") != std::string::npos);
    }
    for (const char* taken : {"path", "type", "operation"}) {
        CHECK(refusal({"-l", taken}) ==
              "the label " + std::string(taken) + " is there already, choose another name");
    }
    CHECK(refusal({"-l", "a", "-l", "a=@b"}) ==
          "the label a is there already, choose another name");
    CHECK(refusal({"-l", "x=@@"}).find("(at character 2)") != std::string::npos);
}
