#include "cli/options.hpp"

#include "support/error.hpp"

#include <doctest/doctest.h>
#include <sstream>
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

} // namespace

TEST_CASE("what is not given stays open") {
    const CommandLine line = parse({});
    CHECK(line.request == CommandLine::Request::run);
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
    CHECK(settings.store == Texts{"one.xml", "two.xml", "-"});
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
    CHECK(parse({"--", "-x", "--debug"}).settings.store == Texts{"-x", "--debug"});
    CHECK(parse({"a", "--", "b"}).settings.store == Texts{"a", "b"});
    CHECK(parse({"-h"}).request == CommandLine::Request::help);
    CHECK(parse({"--version"}).request == CommandLine::Request::version);
}

TEST_CASE("what is refused, and how") {
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

TEST_CASE("the help text has every option and fits a terminal") {
    const std::string help = help_text;
    for (const char* option : {"-o, --textfile-directory DIR",
                               "--collector.textfile.directory",
                               "-n, --name NAME",
                               "-d, --debug",
                               "--dry-run",
                               "--check",
                               "--print-rules",
                               "-c, --config FILE",
                               "-t, --type GLOB",
                               "-x, --exclude-type GLOB",
                               "-r, --rows PATH",
                               "-l, --label NAME[=XPATH]",
                               "--naming labels|per-type",
                               "--prefix NAME",
                               "--path-label full|name|none",
                               "--on-error keep|drop",
                               "--recover",
                               "--mode OCTAL",
                               "--max-series N",
                               "--max-row-size BYTES",
                               "--max-document-size BYTES",
                               "--no-self-metrics",
                               "-q, --quiet",
                               "-v, --verbose",
                               "--version",
                               "-h, --help"}) {
        CAPTURE(option);
        CHECK(help.find(option) != std::string::npos);
    }
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 80);
    }
}
