#include "cli/documents.hpp"

#include "config/option_table.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <sstream>
#include <string>

using namespace promfile;

TEST_CASE("the help text has every option and fits a terminal") {
    const std::string help = help_text();
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

TEST_CASE("every option has the texts that help and manual need") {
    std::set<std::string_view> names;
    for (const Option& option : option_table()) {
        CAPTURE(option.names);
        for (const std::string_view name : option.all_names()) {
            CHECK(names.insert(name).second);
        }
        if (option.group != OptionGroup::configuration) {
            CHECK(!option.summary.empty());
            CHECK(!option.summary.ends_with('.'));
            CHECK(option.manual.ends_with(".\n")); // a sentence
        }
        CHECK((option.choices().empty() || option.check != nullptr));
    }
}

TEST_CASE("the manual page has the options in the place of its mark") {
    const std::string page = manual_page(".Sh A\n@OPTIONS@\n.Sh B\n");
    CHECK(page.starts_with(".Sh A\n.Ss What to do\n.Bl -tag -width Ds\n"
                           ".It Fl o , Fl -textfile-directory , Fl -collector.textfile.directory "
                           "Ar dir\n"));
    CHECK(page.ends_with(".El\n.Sh B\n"));
    CHECK(page.find(".It Fl l , Fl -label Ar name Ns Op = Ns Ar xpath\n") != std::string::npos);
    CHECK(page.find(".It Fl -on-error Cm keep | drop\n") != std::string::npos);
}

TEST_CASE("completions offer the values that an argument can have") {
    const std::string bash = bash_completion();
    CHECK(bash.find("        -c | --config)\n            _filedir toml\n") != std::string::npos);
    CHECK(bash.find("        --on-error)\n            mapfile -t COMPREPLY < <(compgen -W "
                    "'keep drop' -- \"$cur\")\n") != std::string::npos);
    CHECK(bash.find("--store\n") == std::string::npos);
    const std::string zsh = zsh_completion();
    CHECK(zsh.find("'(-n --name)'{-n+,--name=}'[as DIR/NAME.prom]:name:'") != std::string::npos);
    CHECK(zsh.find("'(--on-error)--on-error=[if a store fails]:on-error:(keep drop)'") !=
          std::string::npos);
    CHECK(zsh.find("'(- *)'{-h,--help}'[print this help]'") != std::string::npos);
}
