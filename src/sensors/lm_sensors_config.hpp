#pragma once

#include "sensors/chip_name.hpp"
#include "sensors/compute.hpp"
#include "support/log.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// lm-sensors' own configuration, sensors.conf(5): what people have already told their machine
// about its sensors.

namespace promfile {

// The statements below one chip statement. `set` statements write to the hardware: they are
// checked and left alone.
struct ChipStatements {
    std::vector<ChipPattern> chips;
    std::vector<std::pair<std::string, std::string>> labels; // feature, label
    std::vector<std::string> ignores;                        // features
    std::vector<std::pair<std::string, Compute>> computes;   // feature, expression
};

// In the order of the files. The last statement that applies to a feature counts; among those
// below one chip statement it is the first, as with libsensors.
using LmSensorsConfig = std::vector<ChipStatements>;

// The names of the machine's i2c adapters, by number: what bus statements refer to.
using I2cAdapters = std::map<int, std::string>;

// Appends the statements of one file's text to `config`. A line that is wrong is skipped, with a
// warning that names `file` and the line; so is all below a chip statement that is wrong.
void parse_lm_sensors_config(std::string_view text, const std::string& file,
                             const I2cAdapters& adapters, LmSensorsConfig& config,
                             Warnings& warnings);

// The statements for one chip, looked up by feature ("in3").
class ChipConfig {
public:
    ChipConfig() = default;
    // `config` must outlive it.
    ChipConfig(const LmSensorsConfig& config, const ChipName& chip);

    const std::string* label(const std::string& feature) const;
    bool ignored(const std::string& feature) const;
    const Compute* compute(const std::string& feature) const;

private:
    std::vector<const ChipStatements*> statements_; // the last of the files first
};

} // namespace promfile
