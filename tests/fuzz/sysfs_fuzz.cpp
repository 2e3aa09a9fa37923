// Whatever files a tree of sysfs holds, reading it ends, reports each planned value once, and gives
// finite numbers. A line of the input is "NAME TEXT", a file; "[N]" chooses the directory for those
// that follow.

#include "sensors/reading.hpp"
#include "support/error.hpp"
#include "support/number.hpp"
#include "temporary_directory.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace promfile;

namespace {

namespace fs = std::filesystem;
using Kind = SensorRecord::Kind;

constexpr const char* directories[] = {
    "class/hwmon/hwmon0",          "class/hwmon/hwmon1",
    "class/hwmon/hwmon1/device",   "class/hwmon/hwmon0/device/power",
    "class/thermal/thermal_zone0", "class/thermal/thermal_zone1",
    "class/i2c-adapter/i2c-0"};

// No name leads out of the tree.
bool is_file_name(const std::string& name) {
    return !name.empty() && name.size() < 64 &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

void make_tree(const std::string& root, std::istringstream lines) {
    fs::path directory = fs::path(root) / directories[0];
    fs::create_directories(directory);
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 1 && line.front() == '[') {
            directory = fs::path(root) /
                        directories[static_cast<unsigned char>(line[1]) % std::size(directories)];
            fs::create_directories(directory);
            continue;
        }
        const size_t blank = std::min(line.find(' '), line.size());
        const std::string name = line.substr(0, blank);
        if (is_file_name(name)) {
            std::ofstream(directory / name) << line.substr(std::min(blank + 1, line.size()));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const TemporaryDirectory directory;
    make_tree(directory.path(),
              std::istringstream(std::string(reinterpret_cast<const char*>(data), size)));
    SensorOptions options;
    options.root = directory.path();
    options.lm_config = false;
    std::map<std::string, double> pending;
    read_hardware(options, {}, [&](const SensorRecord& record) {
        const std::string row = record.chip + " " + record.feature;
        switch (record.kind) {
        case Kind::planned:
            pending[row] += parse_number(record.text).value_or(-1);
            break;
        case Kind::value:
            if (!std::isfinite(parse_number(record.text).value_or(HUGE_VAL))) {
                __builtin_trap();
            }
            [[fallthrough]];
        case Kind::failed:
        case Kind::left_out:
            --pending[row];
            break;
        default:
            break;
        }
    });
    for (const auto& [row, count] : pending) {
        if (count != 0) {
            std::fprintf(stderr, "%s: %g values too many or too few\n", row.c_str(), count);
            __builtin_trap();
        }
    }
    return 0;
}
