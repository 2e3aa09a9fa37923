#include "sensors/chip_name.hpp"

#include "sensors/sysfs.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <map>

namespace promfile {

namespace {

struct Bus {
    BusType type;
    int width; // least number of digits of the address
    std::string_view name;
    int base;      // of the address
    bool numbered; // the number of the bus is part of the name
};

constexpr Bus buses[] = {
    {BusType::isa, 4, "isa", 16, false},
    {BusType::pci, 4, "pci", 16, false},
    {BusType::i2c, 2, "i2c", 16, true},
    {BusType::spi, 1, "spi", 16, true},
    {BusType::virtual_device, 1, "virtual", 16, false},
    {BusType::acpi, 1, "acpi", 16, false},
    {BusType::hid, 1, "hid", 16, true},
    {BusType::mdio, 1, "mdio", 16, false},
    {BusType::scsi, 1, "scsi", 16, true},
    {BusType::thermal, 1, "thermal", 10, false},
};

// Convert the name of a device on a bus to its address in the same way as libsensors, so that
// unusual device names ("nct6775.656") give the chip names that users of lm-sensors know.
// NOLINTBEGIN(cert-err34-c)
bool parse_i2c(const char* device, ChipName& chip) {
    short bus = 0;
    unsigned address = 0;
    if (std::sscanf(device, "%hd-%x", &bus, &address) != 2) {
        return false;
    }
    chip.bus = BusType::i2c;
    chip.bus_number = bus;
    chip.address = static_cast<int>(address);
    return true;
}

bool parse_spi(const char* device, ChipName& chip) {
    short bus = 0;
    chip.bus = BusType::spi;
    if (std::sscanf(device, "spi%hd.%d", &bus, &chip.address) != 2) {
        return false;
    }
    chip.bus_number = bus;
    return true;
}

bool parse_pci(const char* device, ChipName& chip) {
    unsigned domain = 0;
    unsigned bus = 0;
    unsigned slot = 0;
    unsigned function = 0;
    chip.bus = BusType::pci;
    if (std::sscanf(device, "%x:%x:%x.%x", &domain, &bus, &slot, &function) != 4) {
        return false;
    }
    chip.address = static_cast<int>((domain << 16) + (bus << 8) + (slot << 3) + function);
    return true;
}

bool parse_platform(const char* device, ChipName& chip) {
    chip.bus = BusType::isa;
    if (std::sscanf(device, "%*[a-z0-9_].%d", &chip.address) != 1) {
        chip.address = 0;
    }
    return true;
}

bool parse_acpi(const char* /*device*/, ChipName& chip) {
    chip.bus = BusType::acpi;
    return true;
}

bool parse_hid(const char* device, ChipName& chip) {
    unsigned bus = 0;
    unsigned vendor = 0;
    unsigned product = 0;
    unsigned id = 0;
    chip.bus = BusType::hid;
    if (std::sscanf(device, "%x:%x:%x.%x", &bus, &vendor, &product, &id) != 4) {
        return false;
    }
    chip.bus_number = static_cast<short>(bus);
    chip.address = static_cast<int>(id);
    return true;
}

bool parse_mdio(const char* device, ChipName& chip) {
    chip.bus = BusType::mdio;
    if (std::sscanf(device, "%*[^:]:%d", &chip.address) != 1) {
        chip.address = 0;
    }
    return true;
}

bool parse_scsi(const char* device, ChipName& chip) {
    int host = 0;
    unsigned channel = 0;
    unsigned target = 0;
    unsigned lun = 0;
    chip.bus = BusType::scsi;
    if (std::sscanf(device, "%d:%u:%u:%x", &host, &channel, &target, &lun) != 4) {
        return false;
    }
    chip.bus_number = static_cast<short>(host);
    chip.address = static_cast<int>((channel << 8) + (target << 4) + lun);
    return true;
}
// NOLINTEND(cert-err34-c)

struct Subsystem {
    std::string_view name;
    bool assumed; // also tried for a device without a subsystem link
    bool (*parse)(const char* device, ChipName& chip);
};

constexpr Subsystem subsystems[] = {
    {"i2c", true, parse_i2c},
    {"spi", true, parse_spi},
    {"pci", true, parse_pci},
    {"platform", true, parse_platform},
    {"of_platform", false, parse_platform},
    {"acpi", false, parse_acpi},
    {"hid", false, parse_hid},
    {"mdio_bus", false, parse_mdio},
    {"scsi", false, parse_scsi},
};

std::optional<ChipName> classify(const std::string& prefix, const std::string& device,
                                 const std::optional<std::string>& subsystem) {
    for (const Subsystem& candidate : subsystems) {
        if (subsystem ? *subsystem == candidate.name : candidate.assumed) {
            ChipName chip{prefix};
            if (candidate.parse(device.c_str(), chip)) {
                return chip;
            }
        }
    }
    return std::nullopt;
}

// Old kernels show the chips of an ISA bridge as i2c devices, on bus 9191 or on an adapter whose
// name begins with "ISA ".
bool is_isa_adapter(const std::string& root, int bus) {
    const auto name = sysfs_text(fmt::format("{}/class/i2c-adapter/i2c-{}/device/name", root, bus));
    return bus == 9191 || (name && name->starts_with("ISA "));
}

template<typename Number>
std::optional<int> parse_whole(std::string_view text, int base) {
    Number number = 0;
    const auto [rest, code] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (code != std::errc() || rest != text.data() + text.size()) {
        return std::nullopt;
    }
    return static_cast<int>(number);
}

} // namespace

std::string to_string(const ChipName& chip) {
    const Bus& bus = *std::find_if(std::begin(buses), std::end(buses), [&](const Bus& candidate) {
        return candidate.type == chip.bus;
    });
    std::string name = fmt::format("{}-{}-", chip.prefix, bus.name);
    if (bus.numbered) {
        name += fmt::format("{}-", chip.bus_number);
    }
    const auto address = static_cast<unsigned>(chip.address);
    return name + (bus.base == 16 ? fmt::format("{:0{}x}", address, bus.width)
                                  : fmt::format("{}", address));
}

std::vector<std::string> unique_names(const std::vector<ChipName>& chips) {
    std::map<std::string, int> seen;
    std::vector<std::string> names;
    for (const ChipName& chip : chips) {
        std::string& name = names.emplace_back(to_string(chip));
        const int count = ++seen[name];
        if (count > 1) {
            name += fmt::format("#{}", count);
        }
    }
    return names;
}

ChipName identify_chip(const std::string& root, const std::string& prefix,
                       const std::optional<std::string>& device) {
    constexpr int max_links = 16; // longer than any real chain; a damaged tree may have a circle
    std::optional<std::string> at = device;
    for (int i = 0; at && i < max_links; ++i) {
        auto chip =
            classify(prefix, std::string(base_name(*at)), link_target_name(*at + "/subsystem"));
        if (chip) {
            if (chip->bus == BusType::i2c && is_isa_adapter(root, chip->bus_number)) {
                chip->bus = BusType::isa;
                chip->bus_number = 0;
            }
            return *chip;
        }
        at = resolved(*at + "/device");
    }
    return {prefix, BusType::virtual_device, 0, 0};
}

std::optional<ChipPattern> parse_chip_pattern(std::string_view text) {
    // Takes the text up to the next dash.
    const auto take = [&text]() -> std::optional<std::string_view> {
        const size_t dash = text.find('-');
        if (dash == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view part = text.substr(0, dash);
        text.remove_prefix(dash + 1);
        return part;
    };
    ChipPattern pattern;
    const auto prefix = take();
    if (!prefix) {
        return std::nullopt;
    }
    if (*prefix != "*") {
        pattern.prefix = std::string(*prefix);
    }
    if (text == "*") {
        return pattern;
    }
    const auto bus_name = take();
    const Bus* bus = std::find_if(std::begin(buses), std::end(buses),
                                  [&](const Bus& b) { return bus_name && b.name == *bus_name; });
    if (bus == std::end(buses)) {
        return std::nullopt;
    }
    pattern.bus = bus->type;
    if (bus->numbered) {
        const auto number = take();
        if (!number) {
            return std::nullopt;
        }
        if (*number != "*") {
            pattern.bus_number = parse_whole<unsigned short>(*number, 10);
            if (!pattern.bus_number) {
                return std::nullopt;
            }
        }
    }
    if (text != "*") {
        pattern.address = parse_whole<unsigned>(text, bus->base);
        if (!pattern.address) {
            return std::nullopt;
        }
    }
    return pattern;
}

bool matches(const ChipPattern& pattern, const ChipName& chip) {
    return (!pattern.prefix || *pattern.prefix == chip.prefix) &&
           (!pattern.bus || *pattern.bus == chip.bus) &&
           (!pattern.bus_number || *pattern.bus_number == chip.bus_number) &&
           (!pattern.address || *pattern.address == chip.address);
}

} // namespace promfile
