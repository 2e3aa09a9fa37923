#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// Messages and information; at last the keys of the configuration that are not options.
inline constexpr Option general_options[] = {
    {.group = OptionGroup::general,
     .names = "-q,--quiet",
     .summary = "no warnings, no summary",
     .manual = R"(No warnings and no summary.
)",
     .target = &ConfigSettings::quiet},
    {.group = OptionGroup::general,
     .names = "-v,--verbose",
     .summary = "warnings and a summary, also when publishing",
     .manual = R"(Warnings and a summary also when publishing.
)",
     .target = &ConfigSettings::verbose},
    {.group = OptionGroup::general,
     .names = "--version",
     .summary = "print the version",
     .manual = R"(Print the version.
)",
     .target = OptionRequest::version},
    {.group = OptionGroup::general,
     .names = "-h,--help",
     .summary = "print this help",
     .manual = R"(Print a summary of the options.
)",
     .target = OptionRequest::help},
    {.group = OptionGroup::configuration,
     .names = "--store",
     .argument = "STORE",
     .target = &ConfigSettings::store,
     .kind = ArgumentKind::file},
    {.group = OptionGroup::configuration, .names = "--builtin", .target = &ConfigSettings::builtin},
    {.group = OptionGroup::configuration,
     .names = "--on-empty",
     .argument = "ok|error",
     .target = &ConfigSettings::on_empty,
     .check = check_choice},
};

} // namespace promfile
