#include "sensors/lm_sensors_files.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <filesystem>

using namespace promfile;

TEST_CASE("the machine's files are read for the machine's own hardware") {
    const TemporaryDirectory directory;
    directory.write("sensors.conf", "chip \"*-*\"\nlabel in0 never\n");
    directory.write("sensors3.conf", "chip \"*-*\"\nlabel in0 main\nlabel in1 main\n");
    directory.write("sensors.d/a.conf", "chip \"*-*\"\nlabel in1 local\n");
    std::filesystem::create_directory(directory.path("sensors.d/b"));
    for (const char* root : {"/sys", "/sys//"}) {
        CAPTURE(root);
        SensorOptions options;
        options.root = root;
        options.lm_directory = directory.path();
        Warnings warnings;
        const LmSensorsConfig config = read_lm_sensors_config(options, warnings);
        CHECK(warnings ==
              Warnings{"cannot read " + directory.path("sensors.d/b") + ": Is a directory"});
        const ChipConfig chip(config, {"board", BusType::isa, 0, 0});
        REQUIRE(chip.label("in0") != nullptr);
        CHECK(*chip.label("in0") == "main");
        REQUIRE(chip.label("in1") != nullptr);
        CHECK(*chip.label("in1") == "local");
        options.root = directory.path();
        CHECK(read_lm_sensors_config(options, warnings).empty());
    }
}
