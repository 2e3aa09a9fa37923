#include "sensors/lm_sensors_files.hpp"

#include "sensors/hardware.hpp"
#include "sensors/sysfs.hpp"
#include "support/error.hpp"
#include "support/files.hpp"

#include <cstring>
#include <fmt/format.h>
#include <unistd.h>

namespace promfile {

namespace {

constexpr size_t max_bytes = 16 << 20; // more than any configuration has; a path may be /dev/zero

bool is_machine_root(std::string root) {
    while (root.size() > 1 && root.ends_with('/')) {
        root.pop_back();
    }
    return root == "/sys";
}

std::vector<std::string> machine_files(const std::string& directory) {
    std::vector<std::string> files;
    for (const char* name : {"/sensors3.conf", "/sensors.conf"}) {
        if (access((directory + name).c_str(), F_OK) == 0) {
            files.push_back(directory + name);
            break;
        }
    }
    for (const std::string& name : directory_entries(directory + "/sensors.d")) {
        files.push_back(fmt::format("{}/sensors.d/{}", directory, name));
    }
    return files;
}

} // namespace

LmSensorsConfig read_lm_sensors_config(const SensorOptions& options, Warnings& warnings) {
    LmSensorsConfig config;
    if (!options.lm_config || (!options.lm_file && !is_machine_root(options.root))) {
        return config;
    }
    const std::vector<std::string> files =
        options.lm_file ? std::vector{*options.lm_file} : machine_files(options.lm_directory);
    const I2cAdapters adapters = find_i2c_adapters(options.root);
    for (const std::string& path : files) {
        const FileText file = read_small_file(path, max_bytes);
        if (file.error == 0) {
            parse_lm_sensors_config(file.text, path, adapters, config, warnings);
            continue;
        }
        std::string sentence = fmt::format("cannot read {}: {}", path, std::strerror(file.error));
        if (options.lm_file) {
            throw Error(sentence);
        }
        warnings.push_back(std::move(sentence));
    }
    return config;
}

} // namespace promfile
