// No content of sensors.conf crashes its parser or the evaluation of its compute statements, each
// warning names the file, and statements that were read are found again.

#include "sensors/lm_sensors_config.hpp"
#include "support/error.hpp"

#include <cstdint>
#include <optional>

using namespace promfile;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    LmSensorsConfig config;
    Warnings warnings;
    parse_lm_sensors_config(text, "sensors.conf", {{0, "SMBus adapter"}, {1, "other"}}, config,
                            warnings);
    for (const std::string& warning : warnings) {
        if (warning.find("sensors.conf") == std::string::npos) {
            __builtin_trap();
        }
    }
    for (const ChipStatements& statements : config) {
        for (const auto& [feature, compute] : statements.computes) {
            for (const double raw : {0.0, 1.0, -273.15, 1e300}) {
                evaluate(compute, raw, [raw](const std::string& name) -> std::optional<double> {
                    return name == "in0_input" ? std::optional<double>(raw) : std::nullopt;
                });
            }
        }
    }
    ChipName chip;
    chip.prefix = "chip";
    const ChipConfig of_chip(config, chip);
    for (const char* feature : {"in0", "temp1", "fan1"}) {
        of_chip.label(feature);
        of_chip.ignored(feature);
        of_chip.compute(feature);
    }
    return 0;
}
