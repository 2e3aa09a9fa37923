#include "sensors/lm_sensors_files.hpp"

#include "sensors/hardware.hpp"
#include "sensors/sysfs.hpp"
#include "support/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace promfile {

namespace {

// The whole text, or nothing with errno set.
std::optional<std::string> read_text(const std::string& path) {
    constexpr size_t max_bytes = 16 << 20; // beyond any configuration; it may be /dev/zero
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"),
                                                               std::fclose);
    if (file == nullptr) {
        return std::nullopt;
    }
    std::string text;
    char block[8192];
    while (const size_t size = std::fread(block, 1, sizeof block, file.get())) {
        text.append(block, size);
        if (text.size() > max_bytes) {
            errno = EFBIG;
            return std::nullopt;
        }
    }
    return std::ferror(file.get()) != 0 ? std::nullopt : std::optional<std::string>(text);
}

std::string cannot_read(const std::string& path) {
    return fmt::format("cannot read {}: {}", path, std::strerror(errno));
}

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
        const auto text = read_text(path);
        if (text) {
            parse_lm_sensors_config(*text, path, adapters, config, warnings);
        } else if (options.lm_file) {
            throw Error(cannot_read(path));
        } else {
            warnings.push_back(cannot_read(path));
        }
    }
    return config;
}

} // namespace promfile
