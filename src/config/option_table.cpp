#include "config/option_checks.hpp"

namespace promfile {

namespace {

using S = ConfigSettings;
using enum OptionGroup;

constexpr Option table[] = {
    {.group = what_to_do,
     .names = "-o,--textfile-directory,--collector.textfile.directory",
     .argument = "DIR",
     .summary = "publish into node_exporter's directory (also --collector.textfile.directory)",
     .manual = R"(Publish into this directory, the one that
.Fl -collector.textfile.directory
of node_exporter names.
On Debian it is
.Pa /var/lib/prometheus/node-exporter .
)",
     .target = &S::textfile_directory,
     .check = check_not_empty,
     .kind = ArgumentKind::directory},
    {.group = what_to_do,
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
     .target = &S::name,
     .check = check_output_name},
    {.group = what_to_do,
     .names = "-d,--debug,--dry-run",
     .summary = "print the metrics, write nothing (also --dry-run); a summary goes to stderr",
     .manual = R"(Print on standard output what would be published and write nothing.
What was read, kept and skipped and how long it took goes to standard error
after the metrics: for each store, then for each rule.
)",
     .target = Request::debug},
    {.group = what_to_do,
     .names = "--check",
     .summary = "validate everything, write nothing",
     .manual = R"(Validate the configuration, the stores and what stands in the directory, write
nothing and print one line for each metric.
)",
     .target = Request::check},
    {.group = what_to_do,
     .names = "--strict",
     .summary = "with --check: a warning is a failure too",
     .manual = R"(With
.Fl -check :
a warning is a failure too, and the exit status 1.
Advice, which is printed as such, is not.
)",
     .target = Request::strict},
    {.group = what_to_do,
     .names = "--suggest",
     .summary = "print a configuration for the stores: rules for what they hold",
     .manual = R"(Look through the stores and print a configuration for them, see
.Sx SUGGESTIONS .
Nothing is written.
)",
     .target = Request::suggest},
    {.group = what_to_do,
     .names = "--suggest-alerts",
     .summary = "print Prometheus alert rules for a configuration",
     .manual = R"(Print Prometheus alert rules for the metrics that a configuration
.Pq Fl c
or the sensors make: bad states, errors that increase, ratios near 1,
dates that come near, values against their own limit.
Thresholds that the metrics do not give are comments.
)",
     .target = Request::suggest_alerts},
    {.group = what_to_do,
     .names = "--suggest-dashboard",
     .summary = "print a Grafana dashboard for a configuration",
     .manual = R"(Print a Grafana dashboard of at most 20 panels for the metrics that
a configuration
.Pq Fl c
or the sensors make.
)",
     .target = Request::suggest_dashboard},
    {.group = what_to_do,
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
    {.group = what_to_do,
     .names = "--print-rules",
     .summary = "print the rules that the stores resolve to",
     .manual = R"(Print the rules that the stores resolve to, in the form of a configuration: a
start for rules of your own, which runs wherever it is put.
)",
     .target = Request::print_rules},
    {.group = what_to_do,
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

    {.group = built_in_metrics,
     .names = "-t,--type",
     .argument = "GLOB",
     .summary = "only rows of these types (repeatable)",
     .manual = R"(Only rows of these types.
Types given literally are published as 0 where the store has none.
May be repeated.
)",
     .target = &S::type,
     .check = check_not_empty},
    {.group = built_in_metrics,
     .names = "-x,--exclude-type",
     .argument = "GLOB",
     .summary = "no rows of these types (repeatable)",
     .manual = R"(No rows of these types.
May be repeated.
)",
     .target = &S::exclude_type,
     .check = check_not_empty},
    {.group = built_in_metrics,
     .names = "-r,--rows",
     .argument = "PATH",
     .summary = "which elements are rows (default /*/*); steps by / or //, each a name or *",
     .manual = R"(Which elements are rows: steps by
.Ql /
or
.Ql // ,
each a name or
.Ql * .
Default:
.Ql /*/* .
)",
     .target = &S::rows,
     .check = check_rows},
    {.group = built_in_metrics,
     .names = "-l,--label",
     .argument = "NAME[=XPATH]",
     .summary = "also group by this; `-l site` is `site=@site` (repeatable)",
     .manual = R"(Also group by this label;
.Ql -l site
is
.Ql -l site=@site .
May be repeated.
)",
     .target = &S::label,
     .check = check_further_labels},
    {.group = built_in_metrics,
     .names = "--naming",
     .argument = "labels|per-type",
     .summary = "store_rows{type=\"apple\",operation=\"create\"}, or the older "
                "store_apple_create_rows",
     .manual = R"(One metric with labels (default), or the older form with the type and
operation in the name.
)",
     .target = &S::naming,
     .check = check_choice},
    {.group = built_in_metrics,
     .names = "--prefix",
     .argument = "NAME",
     .summary = "prefix of the names (default: the root element)",
     .manual = R"(The prefix of the names.
Default: from the name of the root element.
)",
     .target = &S::prefix,
     .check = check_prefix},
    {.group = built_in_metrics,
     .names = "--path-label",
     .argument = "full|name|none",
     .summary = "the store as `path` label: as given, its base name, or none (all stores are "
                "summed)",
     .manual = R"(The store in the label
.Va path :
as given (default), its base name, or no such label, which sums all stores.
Stores with the same base name keep their whole paths.
)",
     .target = &S::path_label,
     .check = check_choice},

    {.group = sensors,
     .names = "--sensors",
     .summary = "read the sensors too (no STORE is needed then)",
     .manual = R"(Read the hardware sensors, too.
)",
     .target = &S::sensors},
    {.group = sensors,
     .names = "--sensor-type",
     .argument = "GLOB",
     .summary = "only these types: temperature, fan, voltage, current, power, energy, humidity, "
                "frequency, pwm, intrusion (repeatable)",
     .manual = R"(Only these types: temperature, fan, voltage, current, power, energy, humidity,
frequency, pwm, intrusion.
Others are not even opened.
May be repeated.
)",
     .target = &S::sensor_type,
     .check = check_not_empty,
     .hint = "temperature fan voltage current power energy humidity frequency pwm intrusion"},
    {.group = sensors,
     .names = "--sensor-chip",
     .argument = "GLOB",
     .summary = "only these chips, such as 'coretemp-*' (repeatable)",
     .manual = R"(Only these chips, by the names that
.Xr sensors 1
prints, such as
.Ql coretemp-isa-0000 .
May be repeated.
)",
     .target = &S::sensor_chip,
     .check = check_not_empty},
    {.group = sensors,
     .names = "--sysfs",
     .argument = "DIR",
     .summary = "where sysfs is mounted (default /sys)",
     .manual = R"(Where sysfs is.
Default:
.Pa /sys .
)",
     .target = &S::sysfs,
     .check = check_not_empty,
     .kind = ArgumentKind::directory},
    {.group = sensors,
     .names = "--sensors-timeout",
     .argument = "SECONDS",
     .summary = "time for all readings together (default 5)",
     .manual = R"(The time for all readings together; a driver that blocks costs its readings,
never the run.
Default: 5.
)",
     .target = &S::sensors_timeout},
    {.group = sensors,
     .names = "--sensors-wake",
     .summary = "read chips of suspended devices, too",
     .manual = R"(Read sensors of suspended devices, too, which wakes them.
)",
     .target = &S::sensors_wake},
    {.group = sensors,
     .names = "--sensors-conf",
     .argument = "FILE",
     .summary = "lm-sensors' configuration (default: the machine's, while --sysfs is /sys)",
     .manual = R"(Read this file in place of lm-sensors' own.
)",
     .target = &S::sensors_conf,
     .check = check_not_empty,
     .kind = ArgumentKind::file},
    {.group = sensors,
     .names = "--no-sensors-conf",
     .summary = "without lm-sensors' configuration",
     .manual = R"(Do without lm-sensors' configuration, whose labels, computations and ignored
features are honoured otherwise.
)",
     .target = &S::no_sensors_conf},
    {.group = sensors,
     .names = "--dump-sensors",
     .summary = "print the sensors as XML, the rows that rules with source = \"sensors\" see",
     .manual = R"(Print the sensors as the XML document that rules with
.Ql source = \(dqsensors\(dq
see.
)",
     .target = Request::dump_sensors},

    {.group = faults_and_limits,
     .names = "--on-error",
     .argument = "keep|drop",
     .summary = "where a store fails: keep the old file and exit 1 (default), or publish the "
                "others",
     .manual = R"(Where a store fails: keep the published file and exit with 1 (default), or
publish what the other stores gave and exit with 0.
)",
     .target = &S::on_error,
     .check = check_choice},
    {.group = faults_and_limits,
     .names = "--recover",
     .summary = "publish what could be read of a broken store",
     .manual = R"(Publish what could be read of an ill-formed store: the rows before the error,
bad bytes as U+FFFD, further roots as further rows.
)",
     .target = &S::recover},
    {.group = faults_and_limits,
     .names = "--mode",
     .argument = "OCTAL",
     .summary = "permissions of the file (default 0644)",
     .manual = R"(Permissions of the published file, whatever the umask.
Default: 0644.
)",
     .target = &S::mode,
     .check = check_mode,
     .hint = "0600 0640 0644"},
    {.group = faults_and_limits,
     .names = "--max-series",
     .argument = "N",
     .summary = "refuse to publish more (default 10000)",
     .manual = R"(Refuse to publish more series, those of promfile itself among them.
Default: 10000.
)",
     .target = &S::max_series},
    {.group = faults_and_limits,
     .names = "--max-row-size",
     .argument = "BYTES",
     .summary = "refuse a larger row (default 16777216)",
     .manual = R"(Refuse a store with a larger row.
Default: 16777216.
)",
     .target = &S::max_row_size},
    {.group = faults_and_limits,
     .names = "--max-document-size",
     .argument = "BYTES",
     .summary = "refuse a larger store where an XPath looks beyond its row (default 268435456)",
     .manual = R"(Refuse a larger store where an expression looks beyond its row and the row's
ancestors, so that the whole document has to be held in memory.
Default: 268435456.
)",
     .target = &S::max_document_size},
    {.group = faults_and_limits,
     .names = "--store-timeout",
     .argument = "SECONDS",
     .summary = "refuse a pipe that is silent for longer (default 60)",
     .manual = R"(Refuse a pipe, a fifo or standard input from which nothing comes for longer.
Default: 60.
)",
     .target = &S::store_timeout},
    {.group = faults_and_limits,
     .names = "--run-timeout",
     .argument = "SECONDS",
     .summary = "time for all stores together (default 90)",
     .manual = R"(The time for all stores together.
What is not read by then has failed.
Default: 90.
)",
     .target = &S::run_timeout},
    {.group = faults_and_limits,
     .names = "--interval",
     .argument = "DURATION",
     .summary = "how often promfile is run, for the alerts (such as 15min)",
     .manual = R"(How often
.Nm
is run, such as
.Ql 15min
or
.Ql 1h ,
for
.Va promfile_expected_interval_seconds .
Alerts compare the age of the file with it, and assume 15 minutes without it.
)",
     .target = &S::interval,
     .check = check_duration},
    {.group = faults_and_limits,
     .names = "--no-self-metrics",
     .summary = "leave out the promfile_* metrics, as --debug does without -v",
     .manual = R"(Leave out the metrics of
.Sx SELF-METRICS .
With
.Fl -debug
they are left out anyway, unless
.Fl v
or
.Fl -no-self-metrics Ns = Ns Cm false
is given.
)",
     .target = &S::no_self_metrics},

    {.group = general,
     .names = "-q,--quiet",
     .summary = "no warnings, no summary",
     .manual = R"(No warnings and no summary.
)",
     .target = &S::quiet},
    {.group = general,
     .names = "-v,--verbose",
     .summary = "warnings and a summary, also when publishing",
     .manual = R"(Warnings and a summary also when publishing.
)",
     .target = &S::verbose},
    {.group = general,
     .names = "--version",
     .summary = "print the version",
     .manual = R"(Print the version.
)",
     .target = Request::version},
    {.group = general,
     .names = "-h,--help",
     .summary = "print this help",
     .manual = R"(Print a summary of the options.
)",
     .target = Request::help},

    {.group = configuration,
     .names = "--store",
     .argument = "STORE",
     .target = &S::store,
     .check = check_not_empty,
     .kind = ArgumentKind::file},
    {.group = configuration, .names = "--builtin", .target = &S::builtin},
    {.group = configuration,
     .names = "--on-empty",
     .argument = "ok|error",
     .target = &S::on_empty,
     .check = check_choice},
};

} // namespace

std::span<const Option> option_table() {
    return table;
}

} // namespace promfile
