#include "config/settings.hpp"

#include "config/rule.hpp"
#include "metrics/names.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"
#include "xml/row_path.hpp"
#include "xpath/expression.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// What the keys are read into, and what reading them needs.
struct SettingsTarget {
    ConfigSettings settings;
    const std::string& directory;

    std::string resolved(const std::string& path) const {
        return path.starts_with('/') || path == "-" ? path : fmt::format("{}/{}", directory, path);
    }
};

template<auto member>
void text(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.*member = read_text(entry, faults);
}

template<auto member>
void texts(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.*member = read_texts(entry, faults);
}

template<auto member>
void on_off(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.*member = read_switch(entry, faults);
}

template<auto member>
void count(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.*member = read_count(entry, faults);
}

template<auto member>
void path(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const std::optional<std::string> given = read_text(entry, faults);
    if (given && given->empty()) {
        faults.add(entry.value.place, fmt::format("\"{}\" is empty", entry.key));
    } else if (given) {
        target.settings.*member = target.resolved(*given);
    }
}

template<auto member>
void paths(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    auto given = read_texts(entry, faults);
    if (given) {
        for (std::string& each : *given) {
            each = target.resolved(each);
        }
    }
    target.settings.*member = given;
}

template<auto member, const auto& choices>
void choice(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    if (const auto index = read_choice(entry, choices, faults)) {
        target.settings.*member = choices[*index];
    }
}

constexpr std::string_view namings[] = {"labels", "per-type"};
constexpr std::string_view path_labels[] = {"full", "name", "none"};
constexpr std::string_view error_policies[] = {"keep", "drop"};

void name(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const auto given = read_text(entry, faults);
    if (given && (given->empty() || *given == ".prom" || given->starts_with('.') ||
                  given->find('/') != std::string::npos)) {
        faults.add(entry.value.place,
                   fmt::format("\"{}\" is no name: promfile writes DIR/NAME.prom, so it holds no "
                               "slash and does not begin with a dot",
                               *given));
    }
    target.settings.name = given;
}

void rows(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.rows = read_text(entry, faults);
    try {
        RowPath{target.settings.rows.value_or("/*/*")};
    } catch (const Error& error) {
        faults.add(entry.value.place, error.what());
    }
}

void label(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.label = read_texts(entry, faults);
    for (const std::string& each : target.settings.label.value_or(std::vector<std::string>())) {
        const size_t equals = each.find('=');
        const std::string label_name = each.substr(0, equals);
        if (!is_label_name(label_name)) {
            faults.add(entry.value.place,
                       fmt::format("\"{}\" is no legal name of a label", label_name));
        }
        try {
            if (equals != std::string::npos) {
                Expression{each.substr(equals + 1)};
            }
        } catch (const ExpressionError& error) {
            faults.add(entry.value.place, error.what());
        }
    }
}

void prefix(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.prefix = read_text(entry, faults);
    const std::string given = target.settings.prefix.value_or("ok");
    if (!is_metric_name(given)) {
        faults.add(entry.value.place, fmt::format("\"{}\" is no legal name of a metric", given));
    } else if (!reserved_metric_prefix(given + "_").empty()) {
        faults.add(entry.value.place, fmt::format("the prefix \"{}\" is reserved", given));
    }
}

void sensors_timeout(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    target.settings.sensors_timeout = read_number(entry, faults);
    if (!(target.settings.sensors_timeout.value_or(1) > 0)) {
        faults.add(entry.value.place, "\"sensors-timeout\" is more than 0 seconds");
    }
}

void mode(SettingsTarget& target, const ConfigEntry& entry, ConfigFaults& faults) {
    const std::string* given = std::get_if<std::string>(&entry.value.data);
    if (given == nullptr || given->size() < 3 || given->size() > 4 ||
        given->find_first_not_of("01234567") != std::string::npos) {
        faults.add(entry.value.place, "\"mode\" takes octal digits in quotes, such as \"0644\"");
        return;
    }
    target.settings.mode = *given;
}

using S = ConfigSettings;
constexpr ConfigKey<SettingsTarget> keys[] = {
    {"store", paths<&S::store>},
    {"textfile-directory", path<&S::textfile_directory>},
    {"name", name},
    {"type", texts<&S::type>},
    {"exclude-type", texts<&S::exclude_type>},
    {"rows", rows},
    {"label", label},
    {"naming", choice<&S::naming, namings>},
    {"prefix", prefix},
    {"path-label", choice<&S::path_label, path_labels>},
    {"sensors", on_off<&S::sensors>},
    {"sensor-type", texts<&S::sensor_type>},
    {"sensor-chip", texts<&S::sensor_chip>},
    {"sysfs", path<&S::sysfs>},
    {"sensors-timeout", sensors_timeout},
    {"sensors-wake", on_off<&S::sensors_wake>},
    {"no-sensors-conf", on_off<&S::no_sensors_conf>},
    {"sensors-conf", path<&S::sensors_conf>},
    {"on-error", choice<&S::on_error, error_policies>},
    {"recover", on_off<&S::recover>},
    {"mode", mode},
    {"max-series", count<&S::max_series>},
    {"max-row-size", count<&S::max_row_size>},
    {"max-document-size", count<&S::max_document_size>},
    {"no-self-metrics", on_off<&S::no_self_metrics>},
    {"quiet", on_off<&S::quiet>},
    {"verbose", on_off<&S::verbose>},
    {"builtin", on_off<&S::builtin>},
};

// Keys that people try, and what to write instead.
struct Stray {
    std::string_view key;
    std::string_view advice;
};
constexpr Stray strays[] = {
    {"config", "is for the command line alone"},
    {"debug", "is for the command line alone"},
    {"dry-run", "is for the command line alone"},
    {"check", "is for the command line alone"},
    {"dump-sensors", "is for the command line alone"},
    {"print-rules", "is for the command line alone"},
    {"version", "is for the command line alone"},
    {"help", "is for the command line alone; in a rule it stands below [[metric]]"},
    {"collector", "is no key; write textfile-directory"},
    {"collector.textfile.directory", "is no key; write textfile-directory"},
    {"stores", "is no key; write store"},
    {"rules", "is no key; each rule is a table [[metric]]"},
    {"rule", "is no key; each rule is a table [[metric]]"},
};

void unknown(const ConfigEntry& entry, ConfigFaults& faults) {
    if (entry.key == "metric") {
        return;
    }
    const auto stray = std::find_if(std::begin(strays), std::end(strays),
                                    [&](const Stray& s) { return s.key == entry.key; });
    if (stray != std::end(strays)) {
        faults.add(entry.place, fmt::format("\"{}\" {}", entry.key, stray->advice));
        return;
    }
    if (is_rule_key(entry.key)) {
        faults.add(entry.place, fmt::format("\"{}\" is a key of a rule and belongs below a line "
                                            "[[metric]]",
                                            entry.key));
        return;
    }
    std::vector<std::string_view> names = names_of<SettingsTarget>(keys);
    names.push_back("metric");
    faults.add(entry.place,
               fmt::format("unknown key \"{}\"{}", entry.key, did_you_mean(entry.key, names)));
}

} // namespace

bool is_setting(std::string_view key) {
    return std::any_of(std::begin(keys), std::end(keys),
                       [&](const auto& each) { return each.name == key; });
}

std::vector<std::string_view> setting_names() {
    return names_of<SettingsTarget>(keys);
}

ConfigSettings read_settings(const ConfigTable& document, const std::string& directory,
                             ConfigFaults& faults) {
    SettingsTarget target{{}, directory};
    read_keys<SettingsTarget>(document, keys, target, faults,
                              [&](const ConfigEntry& entry) { unknown(entry, faults); });
    return target.settings;
}

} // namespace promfile
