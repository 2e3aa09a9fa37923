#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// The policy for stores that fail, and the limits of a run.
inline constexpr Option limit_options[] = {
    {.group = OptionGroup::faults_and_limits,
     .names = "--on-error",
     .argument = "keep|drop",
     .summary = "if a store fails: keep the old file and exit 1 (default), or publish the "
                "others",
     .manual = R"(If a store fails: keep the published metrics and exit with 1 (default), or
publish the other stores and exit with 0.
)",
     .target = &ConfigSettings::on_error,
     .check = check_choice},
    {.group = OptionGroup::faults_and_limits,
     .names = "--recover",
     .summary = "publish the rows before the error of a broken store",
     .manual = R"(Publish what can be read of an ill-formed store: the rows before the error,
with
U+FFFD in place of bad bytes, and the rows of further root elements.
)",
     .target = &ConfigSettings::recover},
    {.group = OptionGroup::faults_and_limits,
     .names = "--mode",
     .argument = "OCTAL",
     .summary = "permissions of the file (default 0644)",
     .manual = R"(Permissions of the published file, whatever the umask.
Default: 0644.
)",
     .target = &ConfigSettings::mode,
     .check = check_mode,
     .hint = "0600 0640 0644"},
    {.group = OptionGroup::faults_and_limits,
     .names = "--max-series",
     .argument = "N",
     .summary = "refuse to publish more (default 10000)",
     .manual = R"(Refuse to publish more series, the self-metrics included.
Default: 10000.
)",
     .target = &ConfigSettings::max_series},
    {.group = OptionGroup::faults_and_limits,
     .names = "--max-row-size",
     .argument = "BYTES",
     .summary = "refuse a larger row (default 16777216)",
     .manual = R"(Refuse a store with a larger row.
Default: 16777216.
)",
     .target = &ConfigSettings::max_row_size},
    {.group = OptionGroup::faults_and_limits,
     .names = "--max-document-size",
     .argument = "BYTES",
     .summary = "refuse a larger store if an XPath looks beyond its row (default 268435456)",
     .manual = R"(Refuse a larger store if an expression looks beyond its row and the row's
ancestors, so that the whole document must be held in memory.
Default: 268435456.
)",
     .target = &ConfigSettings::max_document_size},
    {.group = OptionGroup::faults_and_limits,
     .names = "--store-timeout",
     .argument = "SECONDS",
     .summary = "longest silence of a pipe, and time of a command (default 60)",
     .manual = R"(Refuse a pipe, a fifo or standard input from which nothing comes for longer, and
a command that takes longer.
Default: 60.
)",
     .target = &ConfigSettings::store_timeout},
    {.group = OptionGroup::faults_and_limits,
     .names = "--run-timeout",
     .argument = "SECONDS",
     .summary = "time for all stores together (default 90)",
     .manual = R"(The time for all stores together.
Stores that are not read by then have failed.
Default: 90.
)",
     .target = &ConfigSettings::run_timeout},
    {.group = OptionGroup::faults_and_limits,
     .names = "--interval",
     .argument = "DURATION",
     .summary = "interval of the runs, for the alerts (such as 15min)",
     .manual = R"(The interval at which
.Nm
is run, such as
.Ql 15min
or
.Ql 1h ,
for
.Va promfile_expected_interval_seconds .
Alerts compare the age of the file with it, and assume 15 minutes without it.
)",
     .target = &ConfigSettings::interval,
     .check = check_duration},
    {.group = OptionGroup::faults_and_limits,
     .names = "--no-self-metrics",
     .summary = "leave out the promfile_* metrics, as --debug does without -v",
     .manual = R"(Leave out the metrics of
.Sx SELF-METRICS .
With
.Fl -debug
they are left out unless
.Fl v
or
.Fl -no-self-metrics Ns = Ns Cm false
is given.
)",
     .target = &ConfigSettings::no_self_metrics},
};

} // namespace promfile
