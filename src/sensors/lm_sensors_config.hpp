#pragma once

#include "sensors/chip_name.hpp"
#include "sensors/compute.hpp"
#include "support/log.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The configuration of lm-sensors, sensors.conf(5), in which people have already described the
// sensors of their machine.

namespace promfile {

// The statements after one chip statement. `set` statements, which write to the hardware, are
// checked and ignored.
struct ChipStatements {
    std::vector<ChipPattern> chips;
    std::vector<std::pair<std::string, std::string>> labels; // feature, label
    std::vector<std::string> ignores;                        // features
    std::vector<std::pair<std::string, Compute>> computes;   // feature, expression
};

// In the order of the files. If several chip statements have a statement for one feature, the last
// chip statement wins. If one chip statement has several, the first of them wins, as in libsensors.
using LmSensorsConfig = std::vector<ChipStatements>;

// The names of the machine's i2c adapters by number; bus statements refer to them.
using I2cAdapters = std::map<int, std::string>;

// Appends the statements of one file's text to `config`. A wrong line is skipped with a warning
// that names `file` and the line; after a wrong chip statement, all its statements are skipped.
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
    std::vector<const ChipStatements*> statements_; // of the last file first
};

} // namespace promfile
