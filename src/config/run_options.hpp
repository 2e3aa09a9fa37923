#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// The use that a run makes of the stores.
inline constexpr Option run_options[] = {
    {.group = OptionGroup::what_to_do,
     .names = "-o,--textfile-directory,--collector.textfile.directory",
     .argument = "DIR",
     .summary = "publish into node_exporter's directory (also --collector.textfile.directory)",
     .manual = R"(Publish into this directory, which must be the
.Fl -collector.textfile.directory
of node_exporter.
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
Default: the base name of the configuration, else that of the only store,
else
.Ql sensors
if only
.Fl -sensors
is given.
With several stores, a glob or standard input it has no default.
)",
     .target = &ConfigSettings::name,
     .check = check_output_name},
    {.group = OptionGroup::what_to_do,
     .names = "-d,--debug,--dry-run",
     .summary = "print the metrics, write nothing (also --dry-run); a summary goes to stderr",
     .manual = R"(Print the metrics on standard output and write nothing.
A summary follows on standard error: the rows read, kept and skipped and the
time
taken, for each store, and the outcome of each rule.
)",
     .target = OptionRequest::debug},
    {.group = OptionGroup::what_to_do,
     .names = "--check",
     .summary = "validate everything, write nothing",
     .manual = R"(Check the configuration, the stores and the other files of the directory,
write
nothing and print one line for each metric.
)",
     .target = OptionRequest::check},
    {.group = OptionGroup::what_to_do,
     .names = "--strict",
     .summary = "with --check: a warning is a failure too",
     .manual = R"(With
.Fl -check :
a warning is a failure, with exit status 1.
Advice is not.
)",
     .target = OptionRequest::strict},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest",
     .summary = "print a configuration with rules for the stores",
     .manual = R"(Read the stores, print a configuration for them and write nothing; see
.Sx SUGGESTIONS .
)",
     .target = OptionRequest::suggest},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest-alerts",
     .summary = "print Prometheus alert rules for a configuration",
     .manual = R"(Print Prometheus alert rules for the metrics that a configuration
.Pq Fl c
or the sensors make: bad states, increasing errors, ratios near 1, dates that
come
near, values close to their own limit.
Alerts whose threshold no metric gives are comments.
)",
     .target = OptionRequest::suggest_alerts},
    {.group = OptionGroup::what_to_do,
     .names = "--suggest-dashboard",
     .summary = "print a Grafana dashboard for a configuration",
     .manual = R"(Print a Grafana dashboard of at most 20 panels for the metrics that
a configuration
.Pq Fl c
or the sensors make.
)",
     .target = OptionRequest::suggest_dashboard},
    {.group = OptionGroup::what_to_do,
     .names = "--earlier",
     .argument = "STORE",
     .summary = "with --suggest: an older copy of the store, to tell counters from gauges",
     .manual = R"(With
.Fl -suggest :
an older copy of the store.
Numbers that rose become counters, and numbers that fell become gauges.
)",
     .target = OptionRequest::earlier,
     .kind = ArgumentKind::file,
     .hint = "xml"},
    {.group = OptionGroup::what_to_do,
     .names = "--print-rules",
     .summary = "print the built-in metrics of the stores as rules",
     .manual = R"(Print the built-in metrics of the stores as the rules of a configuration, to
start
your own from.
It runs from any directory.
)",
     .target = OptionRequest::print_rules},
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
     .target = OptionRequest::config,
     .kind = ArgumentKind::file,
     .hint = "toml"},
};

} // namespace promfile
