#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Chip names as lm-sensors builds them: prefix, bus and address, "coretemp-isa-0000".

namespace promfile {

// `thermal` is our own, for a thermal zone that has no chip: "cpu-thermal-thermal-0".
enum class BusType { isa, pci, i2c, spi, virtual_device, acpi, hid, mdio, scsi, thermal };

struct ChipName {
    std::string prefix;
    BusType bus = BusType::virtual_device;
    int bus_number = 0; // of i2c, spi, hid and scsi
    int address = 0;
};

// "lm75-i2c-0-48".
std::string to_string(const ChipName& chip);

// The names of the chips of one machine, in their order. The second chip of a name gets "#2", the
// third "#3". lm-sensors gives them equal names.
std::vector<std::string> unique_names(const std::vector<ChipName>& chips);

// The name of the chip `prefix` with the given device, a path with all links resolved. The bus and
// the address are those of the first device on a known bus along the chain of `device` links.
// A chip without such a device is virtual. `root` is the mount point of sysfs.
ChipName identify_chip(const std::string& root, const std::string& prefix,
                       const std::optional<std::string>& device);

// The chips that a chip statement of sensors.conf(5) selects; an empty member matches any chip.
struct ChipPattern {
    std::optional<std::string> prefix;
    std::optional<BusType> bus;
    std::optional<int> bus_number;
    std::optional<int> address;
};

// "lm78-*", "lm78-i2c-*-2d", "*-isa-0290"; nothing if the text is not a chip name.
std::optional<ChipPattern> parse_chip_pattern(std::string_view text);

bool matches(const ChipPattern& pattern, const ChipName& chip);

} // namespace promfile
