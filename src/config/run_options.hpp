#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// What a run does with the stores.
inline constexpr Option run_options[] = {
    {.group = OptionGroup::what_to_do,
     .names = "-o,--textfile-directory,--collector.textfile.directory",
     .argument = "DIR",
     .summary = "publish into node_exporter's directory (also --collector.textfile.directory)",
     .manual = R"(Publish into this directory, the one that
.Fl -collector.textfile.directory
of node_exporter names.
On Debian it is
.Pa /var/lib/prometheus/node-exporter .
)",
     .target = &ConfigSettings::textfile_directory,
     .check = check_not_empty,
     .kind = ArgumentKind::directory},
    {.group = OptionGroup::what_to_do,
     .names = "-n,--name",
     .argument = "NAME",
     .summary = "as DIR/NAME.prom (default: the configuration's or the store's name)",
     .manual = R"(Write
.Ar directory Ns / Ns Ar name Ns Pa .prom .
Default: the base name of the configuration, else that of the single store,
else
.Ql sensors
with
.Fl -sensors
alone; with several stores, a glob or standard input it has to be given.
)",
     .target = &ConfigSettings::name,
     .check = check_output_name},
    {.group = OptionGroup::what_to_do,
     .names = "-d,--debug,--dry-run",
     .summary = "print the metrics, write nothing (also --dry-run); a summary goes to stderr",
     .manual = R"(Print on standard output what would be published and write nothing.
What was read, kept and skipped and how long it took goes to standard error
after the metrics: for each store, then for each rule.
)",
     .target = Request::debug},
    {.group = OptionGroup::what_to_do,
     .names = "--check",
     .summary = "validate everything, write nothing",
     .manual = R"(Validate the configuration, the stores and what stands in the directory, write
nothing and print one line for each metric.
)",
     .target = Request::check},
    {.group = OptionGroup::what_to_do,
     .names = "--strict",
     .summary = "with --check: a warning is a failure too",
     .manual = R"(With
.Fl -check :
a warning is a failure too, and the exit status 1.
Advice, which is printed as such, is not.
)",
     .target = Request::strict},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest",
     .summary = "print a configuration for the stores: rules for what they hold",
     .manual = R"(Look through the stores and print a configuration for them, see
.Sx SUGGESTIONS .
Nothing is written.
)",
     .target = Request::suggest},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest-alerts",
     .summary = "print Prometheus alert rules for a configuration",
     .manual = R"(Print Prometheus alert rules for the metrics that a configuration
.Pq Fl c
or the sensors make: bad states, errors that increase, ratios near 1,
dates that come near, values against their own limit.
Thresholds that the metrics do not give are comments.
)",
     .target = Request::suggest_alerts},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest-dashboard",
     .summary = "print a Grafana dashboard for a configuration",
     .manual = R"(Print a Grafana dashboard of at most 20 panels for the metrics that
a configuration
.Pq Fl c
or the sensors make.
)",
     .target = Request::suggest_dashboard},
    {.group = OptionGroup::what_to_do,
     .names = "--earlier",
     .argument = "STORE",
     .summary = "with --suggest: the store as it was before, which tells counters from gauges",
     .manual = R"(With
.Fl -suggest :
the same store at an earlier time.
What never fell since then may be a counter, what fell is a gauge.
)",
     .target = Request::earlier,
     .kind = ArgumentKind::file,
     .hint = "xml"},
    {.group = OptionGroup::what_to_do,
     .names = "--print-rules",
     .summary = "print the rules that the stores resolve to",
     .manual = R"(Print the rules that the stores resolve to, in the form of a configuration: a
start for rules of your own, which runs wherever it is put.
)",
     .target = Request::print_rules},
    {.group = OptionGroup::what_to_do,
     .names = "-c,--config",
     .argument = "FILE",
     .summary = "read options and rules from a TOML file",
     .manual = R"(Read options and rules from
.Ar file ,
see
.Xr promfile.toml 5 .
The command line wins.
)",
     .target = Request::config,
     .kind = ArgumentKind::file,
     .hint = "toml"},
};

} // namespace promfile
