#include "cli/documents.hpp"

#include "config/option_table.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <vector>

namespace promfile {

namespace {

constexpr std::string_view opening =
    R"(promfile - metrics from XML files and hardware sensors for node_exporter

Usage: promfile [OPTIONS] [STORE...]

A STORE is an XML file, a quoted glob such as '/var/lib/app/*.xml', or - for
standard input. Without rules, the children of the root element are counted
by type (the name of the element) and by the attribute `operation`.

Examples:
  promfile --suggest store.xml > app.toml       make a configuration
  promfile --debug store.xml                    print metrics, write nothing
  promfile -o /var/lib/prometheus/node-exporter store.xml         publish it
  promfile -d -t apple -t 'straw*' store.xml    only rows of some types
  promfile -d -r '//entry' -l site store.xml    other rows, by attribute site
  promfile -d --sensors                         the hardware sensors
  promfile -c /etc/promfile/promfile.toml       your own rules, see the manual
)";

constexpr std::string_view closing = R"(
--quiet=false overrides quiet = true of the configuration; so do other switches.

Exit status: 0 published, printed or nothing prevents a publication; 1 a store
or the publication failed; 2 the command line or the configuration is wrong.
)";

struct Section {
    OptionGroup group;
    std::string_view help_heading;
    std::string_view manual_heading;
};
constexpr Section sections[] = {
    {OptionGroup::what_to_do, "What to do:\n", "What to do"},
    {OptionGroup::built_in_metrics, "Metrics that need no rules:\n", "Built-in metrics of stores"},
    {OptionGroup::sensors, "The machine's hardware sensors:\n", "Sensors"},
    {OptionGroup::faults_and_limits, "Faults and limits:\n", "Faults and limits"},
    {OptionGroup::general, "", "Messages and information"},
};

constexpr size_t summary_column = 32;
constexpr size_t width = 80;

// "  -n, --name NAME" or "      --naming labels|per-type".
std::string head_of(const Option& option) {
    std::string_view short_name = "    ";
    std::string with_comma;
    for (const std::string_view name : option.all_names()) {
        if (!name.starts_with("--")) {
            with_comma = fmt::format("{}, ", name);
            short_name = with_comma;
        }
    }
    return fmt::format("  {}--{}{}{}", short_name, option.long_name(),
                       option.argument.empty() ? "" : " ", option.argument);
}

// Adds an option to --help, with the summary to the right of the head, or below a head that is too
// long.
void add_option(std::string& text, const Option& option) {
    std::string line = head_of(option);
    const auto next_line = [&] {
        text += line + '\n';
        line.clear();
    };
    if (line.size() >= summary_column) {
        next_line();
    }
    bool first = true;
    for (std::string_view rest = option.summary; !rest.empty();) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        if (!first && line.size() + 1 + word.size() > width) {
            next_line();
            first = true;
        }
        line.resize(std::max(line.size(), first ? summary_column : 0), ' ');
        line += first ? "" : " ";
        line += word;
        first = false;
    }
    next_line();
}

// The argument in mdoc(7): " Cm keep | drop", " Ar name Ns Op = Ns Ar xpath".
std::string manual_argument(const Option& option) {
    const std::string argument = to_lower(option.argument);
    if (argument.empty()) {
        return "";
    }
    if (!option.choices().empty()) {
        return fmt::format(" Cm {}", fmt::join(option.choices(), " | "));
    }
    const size_t optional = argument.find("[=");
    return optional == std::string::npos
               ? fmt::format(" Ar {}", argument)
               : fmt::format(" Ar {} Ns Op = Ns Ar {}", argument.substr(0, optional),
                             argument.substr(optional + 2, argument.size() - optional - 3));
}

// The options of the command line.
std::vector<std::reference_wrapper<const Option>> shown_options() {
    std::vector<std::reference_wrapper<const Option>> shown;
    for (const Option& option : option_table()) {
        if (option.group != OptionGroup::configuration) {
            shown.emplace_back(option);
        }
    }
    return shown;
}

// The summary up to its first remark, since there is little room beside a completion.
std::string short_summary(const Option& option) {
    std::string_view text = option.summary;
    for (const std::string_view end : {" (", ";", ":", ", the "}) {
        text = text.substr(0, text.find(end));
    }
    return std::string(text);
}

// A word of a shell script, in single quotes.
std::string shell_word(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

std::string words_of(const Option& option) {
    return option.choices().empty() ? std::string(option.hint)
                                    : fmt::format("{}", fmt::join(option.choices(), " "));
}

// The completion in bash for the argument of the option.
std::string bash_action(const Option& option) {
    switch (option.kind) {
    case ArgumentKind::directory:
        return "_filedir -d";
    case ArgumentKind::file:
        return option.hint.empty() ? "_filedir" : fmt::format("_filedir {}", option.hint);
    case ArgumentKind::text:
        break;
    }
    const std::string words = words_of(option);
    return words.empty() ? ""
                         : fmt::format("mapfile -t COMPREPLY < <(compgen -W {} -- \"$cur\")",
                                       shell_word(words));
}

std::string zsh_action(const Option& option) {
    switch (option.kind) {
    case ArgumentKind::directory:
        return "_files -/";
    case ArgumentKind::file:
        return option.hint.empty() ? "_files" : fmt::format("_files -g \"*.{}(-.)\"", option.hint);
    case ArgumentKind::text:
        break;
    }
    const std::string words = words_of(option);
    return words.empty() ? "" : fmt::format("({})", words);
}

// One argument of zsh's _arguments: '(-n --name)'{-n+,--name=}'[summary]:name:action'.
std::string zsh_spec(const Option& option) {
    const std::vector<std::string_view> names = option.all_names();
    std::vector<std::string> spelled;
    for (const std::string_view name : names) {
        const std::string_view end = option.is_switch() ? "" : name.starts_with("--") ? "=" : "+";
        spelled.push_back(fmt::format("{}{}", name, end));
    }
    const bool ends_all = option.target == OptionTarget(OptionRequest::help) ||
                          option.target == OptionTarget(OptionRequest::version);
    const std::string excluded = option.is_repeatable() ? "*"
                                 : ends_all             ? "(- *)"
                                            : fmt::format("({})", fmt::join(names, " "));
    const std::string what = option.is_switch()
                                 ? fmt::format("[{}]", short_summary(option))
                                 : fmt::format("[{}]:{}:{}", short_summary(option),
                                               option.long_name(), zsh_action(option));
    return spelled.size() == 1 ? shell_word(fmt::format("{}{}{}", excluded, spelled[0], what))
                               : fmt::format("{}{{{}}}{}", shell_word(excluded),
                                             fmt::join(spelled, ","), shell_word(what));
}

} // namespace

std::string help_text() {
    std::string text(opening);
    for (const Section& section : sections) {
        text += '\n';
        text += section.help_heading;
        for (const Option& option : option_table()) {
            if (option.group == section.group) {
                add_option(text, option);
            }
        }
    }
    text += closing;
    return text;
}

std::string manual_page(std::string_view page_template) {
    std::string options;
    for (const Section& section : sections) {
        options += fmt::format(".Ss {}\n.Bl -tag -width Ds\n", section.manual_heading);
        for (const Option& option : option_table()) {
            if (option.group == section.group) {
                std::vector<std::string> names;
                for (const std::string_view name : option.all_names()) {
                    names.push_back(fmt::format("Fl {}", name.substr(1)));
                }
                options += fmt::format(".It {}{}\n{}", fmt::join(names, " , "),
                                       manual_argument(option), option.manual);
            }
        }
        options += ".El\n";
    }
    constexpr std::string_view marker = "@OPTIONS@\n";
    std::string page(page_template);
    if (const size_t at = page.find(marker); at != std::string::npos) {
        page.replace(at, marker.size(), options);
    }
    return page;
}

std::string bash_completion() {
    std::string cases;
    std::vector<std::string> names;
    for (const Option& option : shown_options()) {
        for (const std::string_view name : option.all_names()) {
            names.emplace_back(name);
        }
        if (!option.is_switch()) {
            const std::string action = bash_action(option);
            cases += fmt::format("        {})\n{}            return\n            ;;\n",
                                 fmt::join(option.all_names(), " | "),
                                 action.empty() ? "" : fmt::format("            {}\n", action));
        }
    }
    return fmt::format(
        R"(# bash completion for promfile                          -*- shell-script -*-

_promfile()
{{
    # shellcheck disable=SC2034  # words and cword are set by _init_completion
    local cur prev words cword split
    _init_completion -s || return

    case $prev in
{}    esac
    $split && return

    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '
            {}' -- "$cur")
        return
    fi
    _filedir xml
}} &&
    complete -F _promfile promfile
)",
        cases, fmt::join(names, "\n            "));
}

std::string zsh_completion() {
    std::string specs;
    for (const Option& option : shown_options()) {
        specs += fmt::format("  {} \\\n", zsh_spec(option));
    }
    return fmt::format("#compdef promfile\n\n_arguments -s -S \\\n{}  '*:store:_files -g "
                       "\"*.xml(-.)\"'\n",
                       specs);
}

} // namespace promfile
