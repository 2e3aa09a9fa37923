#pragma once

#include "config/option_checks.hpp"

namespace promfile {

// The options for the built-in metrics of stores.
inline constexpr Option metric_options[] = {
    {.group = OptionGroup::built_in_metrics,
     .names = "-t,--type",
     .argument = "GLOB",
     .summary = "only rows of these types (repeatable)",
     .manual = R"(Only rows of these types.
Types without wildcards are published as 0 if the store has none.
May be repeated.
)",
     .target = &ConfigSettings::type,
     .check = check_not_empty},
    {.group = OptionGroup::built_in_metrics,
     .names = "-x,--exclude-type",
     .argument = "GLOB",
     .summary = "no rows of these types (repeatable)",
     .manual = R"(No rows of these types.
May be repeated.
)",
     .target = &ConfigSettings::exclude_type,
     .check = check_not_empty},
    {.group = OptionGroup::built_in_metrics,
     .names = "-r,--rows",
     .argument = "PATH",
     .summary = "the elements that are rows (default /*/*): names or *, after / or //",
     .manual = R"(The elements that are rows: steps separated by
.Ql /
or
.Ql // ,
each a name or
.Ql * .
Default:
.Ql /*/* .
)",
     .target = &ConfigSettings::rows,
     .check = check_rows},
    {.group = OptionGroup::built_in_metrics,
     .names = "-l,--label",
     .argument = "NAME[=XPATH]",
     .summary = "add a label; `-l site` is `site=@site` (repeatable)",
     .manual = R"(Add a label, by which rows are grouped;
.Ql -l site
is
.Ql -l site=@site .
May be repeated.
)",
     .target = &ConfigSettings::label,
     .check = check_further_labels},
    {.group = OptionGroup::built_in_metrics,
     .names = "--naming",
     .argument = "labels|per-type",
     .summary = "store_rows{type=\"apple\",operation=\"create\"}, or the older "
                "store_apple_create_rows",
     .manual = R"(One metric with labels (default), or the older form with the type and
operation in the name.
)",
     .target = &ConfigSettings::naming,
     .check = check_choice},
    {.group = OptionGroup::built_in_metrics,
     .names = "--prefix",
     .argument = "NAME",
     .summary = "prefix of the names (default: the root element)",
     .manual = R"(The prefix of the names.
Default: from the name of the root element.
)",
     .target = &ConfigSettings::prefix,
     .check = check_prefix},
    {.group = OptionGroup::built_in_metrics,
     .names = "--path-label",
     .argument = "full|name|none",
     .summary = "the store as `path` label: as given, its base name, or none (all stores are "
                "summed)",
     .manual = R"(The store in the label
.Va path :
as given (default), its base name, or none, which adds up all stores.
Stores with the same base name keep their whole paths.
)",
     .target = &ConfigSettings::path_label,
     .check = check_choice},
};

} // namespace promfile
