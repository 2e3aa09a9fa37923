#include "cli/options.hpp"

namespace promfile {

const char* const help_text =
    R"(promfile - metrics from XML files and hardware sensors for node_exporter

Usage: promfile [OPTIONS] [STORE...]

A STORE is an XML file, a quoted glob such as '/var/lib/app/*.xml', or - for
standard input. Its rows (the children of the root element) are counted by
type (the name of the element) and operation (the attribute of that name).

Examples:
  promfile --debug store.xml                    look at a store, write nothing
  promfile -o /var/lib/prometheus/node-exporter store.xml         publish it
  promfile -d -t apple -t 'straw*' store.xml    only rows of some types
  promfile -d -r '//entry' -l site store.xml    other rows, by attribute site
  promfile -d --sensors                         the hardware sensors
  promfile -c /etc/promfile/promfile.toml       your own rules, see the manual

What to do:
  -o, --textfile-directory DIR  publish into node_exporter's directory (also
                                --collector.textfile.directory)
  -n, --name NAME               as DIR/NAME.prom (default: the configuration's
                                or the store's name)
  -d, --debug                   print the metrics, write nothing (also
                                --dry-run); a summary goes to stderr
      --check                   validate everything, write nothing
      --print-rules             print the rules that the stores resolve to
  -c, --config FILE             read options and rules from a TOML file

Metrics that need no rules:
  -t, --type GLOB               only rows of these types (repeatable)
  -x, --exclude-type GLOB       no rows of these types (repeatable)
  -r, --rows PATH               which elements are rows (default /*/*); steps
                                by / or //, each a name or *
  -l, --label NAME[=XPATH]      also group by this; `-l site` is `site=@site`
                                (repeatable)
      --naming labels|per-type  store_rows{type="apple",operation="create"}, or
                                the older store_apple_create_rows
      --prefix NAME             prefix of the names (default: the root element)
      --path-label full|name|none
                                the store as `path` label: as given, its base
                                name, or none (all stores are summed)

The machine's hardware sensors:
      --sensors                 read them too (no STORE is needed then)
      --sensor-type GLOB        only these: temperature, fan, voltage, current,
                                power, energy, humidity, frequency, pwm,
                                intrusion (repeatable)
      --sensor-chip GLOB        only these chips, such as 'coretemp-*'
                                (repeatable)
      --sysfs DIR               where sysfs is mounted (default /sys)
      --sensors-timeout SECONDS for all readings together (default 5)
      --sensors-wake            read chips of suspended devices, too
      --sensors-conf FILE       lm-sensors' configuration (default: the
                                machine's, while --sysfs is /sys)
      --no-sensors-conf         without lm-sensors' configuration
      --dump-sensors            print the sensors as XML, the rows that rules
                                with source = "sensors" see

Faults and limits:
      --on-error keep|drop      a store that fails: keep the old file and exit
                                1 (default), or publish the others
      --recover                 publish what could be read of a broken store
      --mode OCTAL              of the file (default 0644)
      --max-series N            refuse to publish more (default 10000)
      --max-row-size BYTES      refuse a larger row (default 16777216)
      --max-document-size BYTES refuse a larger store where an XPath looks
                                beyond its row (default 268435456)
      --no-self-metrics         leave out the promfile_* metrics

  -q, --quiet                   no warnings, no summary
  -v, --verbose                 warnings and a summary, also when publishing
      --version                 print the version
  -h, --help                    print this

Exit status: 0 published, printed or checked clean; 1 a store or the publishing
failed; 2 the command line or the configuration is wrong.
)";

} // namespace promfile
