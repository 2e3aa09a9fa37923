#include "sensors/reading.hpp"

#include "sensors/hardware.hpp"
#include "sensors/lm_sensors_files.hpp"
#include "sensors/sysfs.hpp"
#include "support/glob.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace promfile {

namespace {

using Kind = SensorRecord::Kind;

bool kept(const std::vector<std::string>& globs, std::string_view name) {
    return globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
               return matches_glob(glob, name);
           });
}

void warn_of_unknown_types(const SensorOptions& options, const SensorSink& sink) {
    for (const std::string& glob : options.type_globs) {
        if (std::none_of(std::begin(sensor_types), std::end(sensor_types),
                         [&](const SensorType& type) { return kept({glob}, type.element); })) {
            sink({Kind::warning, "", "", "",
                  fmt::format(
                      "--sensor-type {} is not a sensor type; the types are temperature, fan, "
                      "voltage, current, power, energy, humidity, frequency, pwm and "
                      "intrusion",
                      glob)});
        }
    }
}

std::string_view reason_of(int error) {
    return error == EACCES || error == EPERM ? "permission" : "io_error";
}

// Reads the features of one chip.
class ChipReader {
public:
    ChipReader(const Chip& chip, const ChipConfig& config, const SensorSink& sink)
        : chip_(chip), config_(config), sink_(sink) {}

    void read(const Feature& feature) {
        feature_ = &feature;
        read_label();
        faulty_ = false;
        off_ = false;
        // Switches come first: they tell whether the readings mean anything.
        for (const ValueFile& file : feature.values) {
            if (is_switch(file)) {
                read_switch(file);
            }
        }
        for (const ValueFile& file : feature.values) {
            if (!is_switch(file)) {
                read_value(file);
            }
        }
    }

private:
    static bool is_switch(const ValueFile& file) {
        return file.attribute->kind == AttributeKind::fault ||
               file.attribute->kind == AttributeKind::enable;
    }

    void report(Kind kind, std::string_view name, std::string text) const {
        sink_({kind, chip_.name, feature_->name, std::string(name), std::move(text)});
    }

    void fail(std::string_view reason, const ValueFile& file, std::string_view why) const {
        report(Kind::failed, reason, fmt::format("{}: {}", file.path, why));
    }

    void leave_out(const ValueFile& file, std::string_view why) const {
        report(Kind::left_out, "", fmt::format("{}: {}", file.path, why));
    }

    void read_label() const {
        if (const std::string* label = config_.label(feature_->name)) {
            report(Kind::label, "", *label);
        } else if (!feature_->label_file.empty()) {
            const FileText content = read_sysfs(feature_->label_file);
            if (content.error != 0) {
                report(Kind::no_label, reason_of(content.error),
                       fmt::format("{}: {}", feature_->label_file, std::strerror(content.error)));
            } else if (!content.text.empty()) {
                report(Kind::label, "", content.text);
            }
        }
    }

    // The number in a file; reports it as failed if there is none.
    std::optional<double> number(const ValueFile& file) const {
        const FileText content = read_sysfs(file.path);
        if (content.error != 0) {
            fail(reason_of(content.error), file, std::strerror(content.error));
            return std::nullopt;
        }
        if (content.text.empty()) {
            fail("empty", file, "it is empty");
            return std::nullopt;
        }
        const auto value = parse_number(content.text);
        if (!value) {
            fail("invalid", file, fmt::format("'{}' is not a number", content.text));
        }
        return value;
    }

    void read_switch(const ValueFile& file) {
        const auto value = number(file);
        if (!value) {
            return;
        }
        if (file.attribute->kind == AttributeKind::fault) {
            faulty_ = *value != 0;
            report(Kind::value, file.attribute->name, faulty_ ? "1" : "0");
        } else {
            off_ = *value == 0 && feature_->type->prefix != "pwm";
            report(Kind::value, file.attribute->name, format_number(*value));
        }
    }

    void read_value(const ValueFile& file) const {
        const SensorAttribute& attribute = *file.attribute;
        const bool reading = attribute.kind == AttributeKind::reading;
        if (reading && off_) {
            leave_out(file, "the sensor is switched off");
            return;
        }
        if (reading && faulty_) {
            fail("fault", file, "the chip says that the sensor is at fault");
            return;
        }
        const auto raw = number(file);
        if (!raw) {
            return;
        }
        if (attribute.kind == AttributeKind::alarm) {
            report(Kind::value, attribute.name, *raw != 0 ? "1" : "0");
            return;
        }
        if (attribute.kind == AttributeKind::trip_point && *raw <= 0) {
            leave_out(file, "a trip point that is not in use");
            return;
        }
        const SensorType& type = *feature_->type;
        const auto value = in_base_unit(*raw);
        if (!value) {
            fail("invalid", file, "the compute statement has no result for it");
        } else if (*value >= type.lowest && *value <= type.highest) {
            report(Kind::value, attribute.name, format_number(*value + 0.0)); // -0 is 0
        } else if (reading) {
            fail("implausible", file,
                 fmt::format("{} {} is not a plausible {}", format_number(*value), type.unit,
                             type.element));
        } else {
            leave_out(file, fmt::format("{} {} is not a plausible limit", format_number(*value),
                                        type.unit));
        }
    }

    // A single division where possible: 100 / 1000 is 0.1, 100 * 0.001 is not.
    std::optional<double> in_base_unit(double raw) const {
        const SensorType& type = *feature_->type;
        const Compute* compute = config_.compute(feature_->name);
        if (compute == nullptr) {
            return raw / (type.divisor * type.base);
        }
        const auto value = computed(*compute, raw / type.divisor, 0);
        return value ? std::optional<double>(*value / type.base) : std::nullopt;
    }

    std::optional<double> computed(const Compute& compute, double raw, int depth) const {
        return evaluate(compute, raw, [this, depth](const std::string& name) {
            return variable(name, depth + 1);
        });
    }

    // The value of another file of the chip in the unit of lm-sensors; a compute statement for that
    // file applies.
    std::optional<double> variable(const std::string& name, int depth) const {
        constexpr int max_levels = 8; // statements may refer to each other in a circle
        if (depth > max_levels || name.find('/') != std::string::npos) {
            return std::nullopt;
        }
        const auto raw = parse_number(read_sysfs(chip_.directory + "/" + name).text);
        if (!raw) {
            return std::nullopt;
        }
        const auto file = parse_sensor_file(name);
        if (file && file->attribute != nullptr && is_quantity(file->attribute->kind)) {
            const double value = *raw / file->type->divisor;
            const Compute* compute = config_.compute(feature_name(*file->type, file->number));
            return compute == nullptr ? value : computed(*compute, value, depth);
        }
        const bool in_thousandths = name.ends_with("_vid") || name.ends_with("_offset");
        return in_thousandths ? *raw / 1000 : *raw;
    }

    const Chip& chip_;
    const ChipConfig& config_;
    const SensorSink& sink_;
    const Feature* feature_ = nullptr;
    bool faulty_ = false;
    bool off_ = false;
};

} // namespace

void read_hardware(const SensorOptions& options, const std::set<std::string>& skip,
                   const SensorSink& sink) {
    warn_of_unknown_types(options, sink);
    Warnings warnings;
    const LmSensorsConfig config = read_lm_sensors_config(options, warnings);
    for (std::string& warning : warnings) {
        sink({Kind::warning, "", "", "", std::move(warning)});
    }
    const auto note_wait = [&sink](const std::string& what) {
        return [&sink, what] {
            sink({Kind::note, "", "", "",
                  fmt::format("{}: waits for the reader of another run, which may be stuck in a "
                              "driver (ps -C promfile-sensor shows it)",
                              what)});
        };
    };
    FileDescriptor lock = lock_directory(options.root + "/class", note_wait("the list of chips"));
    std::vector<std::pair<Chip, ChipConfig>> chips;
    for (Chip& chip : find_chips(options.root)) {
        if (skip.contains(chip.name) || !kept(options.chip_globs, chip.name)) {
            continue;
        }
        if (!options.wake && is_suspended(chip)) {
            sink({Kind::note, "", "", "",
                  fmt::format("{}: its device is suspended; --sensors-wake reads it", chip.name)});
            continue;
        }
        if (!chip.warning.empty()) {
            sink({Kind::warning, "", "", "", chip.warning});
        }
        const ChipConfig chip_config(config, chip.id);
        std::erase_if(chip.features, [&](const Feature& feature) {
            return !kept(options.type_globs, feature.type->element) ||
                   chip_config.ignored(feature.name);
        });
        for (Feature& feature : chip.features) {
            for (ValueFile& trip : trip_points(feature)) {
                feature.values.push_back(std::move(trip));
            }
            sink({Kind::planned, chip.name, feature.name, std::string(feature.type->element),
                  std::to_string(feature.values.size())});
        }
        chips.emplace_back(std::move(chip), chip_config);
    }
    for (const auto& [chip, chip_config] : chips) {
        sink({Kind::reading, chip.name, "", "", ""});
        // The lock is held while a driver blocks this process, so that the driver blocks no other.
        lock = FileDescriptor(); // released first: nobody holds one lock and waits for another
        lock = lock_directory(chip.directory, note_wait(chip.name));
        ChipReader reader(chip, chip_config, sink);
        for (const Feature& feature : chip.features) {
            reader.read(feature);
        }
    }
    sink({Kind::done, "", "", "", ""});
}

} // namespace promfile
