#include "sensors/sensors.hpp"

#include "support/error.hpp"
#include "tree.hpp"

#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

using namespace promfile;

namespace {

SensorOptions options_for(const Tree& tree) {
    SensorOptions options;
    options.root = tree.root();
    return options;
}

std::map<std::string, std::uint64_t> errors(std::map<std::string, std::uint64_t> counted) {
    for (const std::string_view reason : sensor_error_reasons) {
        counted.emplace(std::string(reason), 0);
    }
    return counted;
}

bool contains(const std::vector<std::string>& sentences, const std::string& part) {
    for (const std::string& sentence : sentences) {
        if (sentence.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// The process with this name that this one has started; 0 if there is none.
pid_t child_named(const std::string& name) {
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", gone)) {
        std::ifstream stat(entry.path() / "stat"); // "PID (NAME) STATE PARENT"
        std::string text;
        std::getline(stat, text);
        const std::string expected = "(" + name + ") ";
        const size_t at = text.find(expected);
        if (at != std::string::npos &&
            std::stoi(text.substr(at + expected.size() + 2)) == getpid()) {
            return std::stoi(text);
        }
    }
    return 0;
}

} // namespace

TEST_CASE("a tree becomes a document, the same for the same tree") {
    for (const std::string name : {"buses", "raspberry_pi", "server"}) {
        CAPTURE(name);
        Tree tree;
        tree.add(sensors_fixture(name + ".tree"));
        const SensorReading reading = read_sensors(options_for(tree));
        CHECK(is_golden(reading.xml, name + ".xml"));
        CHECK(reading.errors == errors({}));
        CHECK(reading.warnings.empty());
    }
}

TEST_CASE("values that are not readings are left out, counted and named") {
    Tree tree;
    tree.add(sensors_fixture("broken.tree"));
    const SensorReading reading = read_sensors(options_for(tree));
    CHECK(is_golden(reading.xml, "broken.xml"));
    CHECK(
        reading.errors ==
        errors({{"empty", 1}, {"fault", 1}, {"implausible", 8}, {"invalid", 4}, {"io_error", 2}}));
    CHECK(contains(reading.notes, "temp2_input: 'N/A' is not a number"));
    CHECK(contains(reading.notes, "temp6_input: 3892314 celsius is not a plausible temperature"));
    CHECK(contains(reading.notes, "thermal_zone0/temp: Input/output error"));
    CHECK(contains(reading.notes, "gpu-isa-0000: its device is suspended"));
}

TEST_CASE("lm-sensors' configuration is read over the hardware") {
    Tree tree;
    tree.add(sensors_fixture("server.tree"));
    SensorOptions options = options_for(tree);
    options.lm_file = std::string(PROMFILE_SOURCE_DIR) + "/tests/fixtures/sensors/server.conf";
    const SensorReading reading = read_sensors(options);
    CHECK(is_golden(reading.xml, "server_with_conf.xml"));
    CHECK(reading.warnings.empty());

    SUBCASE("the machine's own files are for the machine's own hardware") {
        options.lm_file.reset();
        CHECK(is_golden(read_sensors(options).xml, "server.xml"));
    }
    SUBCASE("a file given by name must be there") {
        options.lm_file = tree.root() + "/none.conf";
        CHECK_THROWS_WITH_AS(
            read_sensors(options),
            ("cannot read " + *options.lm_file + ": No such file or directory").c_str(), Error);
    }
}

TEST_CASE("files that cannot be read are named, and the rest of their feature is read") {
    struct {
        std::string listing;
        const char* note;
        const char* reason;
        size_t rows;
    } const cases[] = {
        {"temp1_input 1000\ntemp1_label " + std::string(70'000, 'x') + "\n",
         "temp1_label: File too large", "io_error", 1},
        {"temp1_input 1000\ntemp1_fault no\n", "temp1_fault: 'no' is not a number", "invalid", 1},
        {"temp1_input 1000\ntemp1_enable\n", "temp1_enable: it is empty", "empty", 1},
        {"in1_input 1000\n", "the compute statement has no result for it", "invalid", 0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.note);
        Tree tree;
        tree.add("[class/hwmon/hwmon0]\nname chip\n" + c.listing);
        tree.add("[conf]\nlm.conf chip \"*-*\"\\x0acompute in1 in9_input, @\n");
        SensorOptions options = options_for(tree);
        options.lm_file = tree.root() + "/conf/lm.conf";
        const SensorReading reading = read_sensors(options);
        CHECK(contains(reading.notes, c.note));
        CHECK(reading.errors == errors({{c.reason, 1}}));
        CHECK(reading.rows == c.rows);
    }
}

TEST_CASE("warnings of lm-sensors' configuration and of a chip without a readable name") {
    Tree tree;
    tree.add("[class/hwmon/hwmon0]\ntemp1_input 1000\nname " + std::string(70'000, 'x') +
             "\n[conf]\nlm.conf lable\n");
    SensorOptions options = options_for(tree);
    options.lm_file = tree.root() + "/conf/lm.conf";
    const SensorReading reading = read_sensors(options);
    CHECK(contains(reading.warnings, "lm.conf, line 1: bus, chip, label, ignore, compute or set "
                                     "expected"));
    CHECK(contains(reading.warnings, "hwmon0/name: File too large; its chip is named hwmon0"));
    CHECK(reading.rows == 1);
}

TEST_CASE("an old kernel has the name of an i2c adapter in its device") {
    Tree tree;
    tree.add("[class/hwmon]\nhwmon0 -> ../../devices/3-0048/hwmon/hwmon0\n"
             "[devices/3-0048]\nsubsystem -> ../../bus/i2c\n"
             "[devices/3-0048/hwmon/hwmon0]\nname lm75\ntemp1_input 1000\n"
             "device -> ../../../3-0048\n[class/i2c-adapter/i2c-3/device]\nname SMBus\n");
    const TemporaryDirectory directory;
    SensorOptions options = options_for(tree);
    options.lm_file = directory.write("lm.conf", "bus \"i2c-0\" \"SMBus\"\n"
                                                 "chip \"lm75-i2c-0-48\"\nlabel temp1 Outlet\n");
    CHECK(read_sensors(options).xml.find("sensor=\"Outlet\"") != std::string::npos);
}

TEST_CASE("a new kernel has the names of i2c adapters on their bus alone") {
    Tree tree;
    tree.add("[class/hwmon]\nhwmon0 -> ../../devices/i2c-0/0-0048/hwmon/hwmon0\n"
             "[devices/i2c-0/0-0048]\nsubsystem -> ../../../bus/i2c\n"
             "[devices/i2c-0/0-0048/hwmon/hwmon0]\nname lm75\ntemp1_input 45000\n"
             "device -> ../../../0-0048\n"
             "[bus/i2c/devices/i2c-0]\nname SMBus I801 adapter\n"
             "[bus/i2c/devices/0-0048]\nname lm75\n");
    const TemporaryDirectory directory;
    SensorOptions options = options_for(tree);
    options.lm_file = directory.write("lm.conf", "bus \"i2c-7\" \"SMBus I801 adapter\"\n"
                                                 "chip \"lm75-i2c-7-48\"\nlabel temp1 Board\n"
                                                 "compute temp1 @+10, @-10\n");
    const std::string xml = read_sensors(options).xml;
    CHECK(xml.find("sensor=\"Board\"") != std::string::npos);
    CHECK(xml.find("value=\"55\"") != std::string::npos);
}

TEST_CASE("filters keep types and chips") {
    Tree tree;
    tree.add(sensors_fixture("server.tree"));
    SensorOptions options = options_for(tree);
    options.type_globs = {"fan", "intrusio?"};
    options.chip_globs = {"nct*"};
    CHECK(read_sensors(options).rows == 4);
    options.chip_globs = {"coretemp-isa-0001", "acpitz-*"};
    options.type_globs = {};
    CHECK(read_sensors(options).rows == 10);
    options.type_globs = {"temp"};
    const SensorReading none = read_sensors(options);
    CHECK(none.xml == "<sensors>\n</sensors>\n");
    CHECK(contains(none.warnings, "--sensor-type temp is not a sensor type"));
}

TEST_CASE("a suspended device is read only when asked for") {
    Tree tree;
    tree.add("[class/hwmon]\nhwmon0 -> ../../devices/pci/gpu/hwmon/hwmon0\n"
             "[devices/pci/gpu/hwmon/hwmon0]\nname amdgpu\ntemp1_input 40000\n"
             "device -> ../../../gpu\n");
    struct {
        const char* power; // runtime_status of the bus and of the device
        size_t rows;
    } const cases[] = {
        {"[devices/pci/gpu/power]\nruntime_status suspended\n", 0},
        {"[devices/pci/gpu/power]\nruntime_status suspending\n", 0},
        {"[devices/pci/gpu/power]\nruntime_status active\n"
         "[devices/pci/power]\nruntime_status suspended\n",
         1},
        {"[devices/pci/gpu/power]\nruntime_status unsupported\n"
         "[devices/pci/power]\nruntime_status suspended\n",
         0},
        {"[devices/pci/gpu/power]\nruntime_status unsupported\n"
         "[devices/pci/power]\nruntime_status unsupported\n",
         1},
    };
    for (const auto& c : cases) {
        CAPTURE(c.power);
        tree.add(c.power);
        SensorOptions options = options_for(tree);
        CHECK(read_sensors(options).rows == c.rows);
        options.wake = true;
        CHECK(read_sensors(options).rows == 1);
    }
}

TEST_CASE("a machine without sensors is not an error, a missing directory is") {
    Tree tree;
    SensorOptions options = options_for(tree);
    CHECK(read_sensors(options).xml == "<sensors>\n</sensors>\n");
    tree.add("[class/net]\n");
    CHECK(read_sensors(options).errors == errors({}));
    options.root += "/none";
    CHECK_THROWS_AS(read_sensors(options), Error);
}

TEST_CASE("while the reader of another run is stuck in the list of chips, nothing is read") {
    Tree tree;
    tree.add(sensors_fixture("raspberry_pi.tree"));
    SensorOptions options = options_for(tree);
    options.timeout = std::chrono::milliseconds(50);
    const int other = open((tree.root() + "/class").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(flock(other, LOCK_EX) == 0);
    const SensorReading locked = read_sensors(options);
    CHECK(locked.rows == 0);
    CHECK(locked.errors == errors({{"timeout", 1}}));
    CHECK(contains(locked.warnings, "the reader of an earlier run"));
    close(other);
    options.timeout = std::chrono::seconds(10); // the machine may be busy
    CHECK(read_sensors(options).rows == 1);
}

TEST_CASE("the readers of two runs take turns") {
    Tree tree;
    tree.add(sensors_fixture("raspberry_pi.tree"));
    const int other = open((tree.root() + "/class").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(flock(other, LOCK_EX) == 0);
    std::thread first([other] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        close(other);
    });
    SensorOptions options = options_for(tree);
    options.timeout = std::chrono::seconds(20);
    const SensorReading reading = read_sensors(options);
    first.join();
    CHECK(reading.rows == 1);
    CHECK(contains(reading.notes, "waits for the reader of another run"));
    CHECK(reading.warnings.empty());
}

TEST_CASE("a reader that dies costs the readings that are left, and a warning") {
    Tree tree;
    tree.add(sensors_fixture("raspberry_pi.tree"));
    const int other = open((tree.root() + "/class").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(flock(other, LOCK_EX) == 0);
    std::thread killer([] {
        pid_t reader = 0;
        for (int tries = 0; reader == 0 && tries < 1000; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            reader = child_named("promfile-sensor");
        }
        if (reader != 0) {
            kill(reader, SIGKILL);
        }
    });
    SensorOptions options = options_for(tree);
    options.timeout = std::chrono::seconds(20);
    const SensorReading reading = read_sensors(options);
    killer.join();
    close(other);
    CHECK(reading.rows == 0);
    CHECK(contains(reading.warnings, "the sensor reader ended unexpectedly"));
}

TEST_CASE("while the reader of another run is stuck in a chip, the others are read") {
    Tree tree;
    tree.add("[class/hwmon/hwmon0]\nname stuck\ntemp1_input 1000\ntemp2_input 2000\n"
             "[class/hwmon/hwmon1]\nname good\ntemp1_input 3000\n");
    SensorOptions options = options_for(tree);
    options.timeout = std::chrono::milliseconds(2000);
    const int other =
        open((tree.root() + "/class/hwmon/hwmon0").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(flock(other, LOCK_EX) == 0);
    for (int run = 0; run < 2; ++run) {
        const SensorReading reading = read_sensors(options);
        CHECK(reading.rows == 1);
        CHECK(reading.xml.find("chip=\"good") != std::string::npos);
        CHECK(reading.errors == errors({{"timeout", 2}}));
        CHECK(contains(reading.warnings, "stuck"));
        CHECK(contains(reading.notes, "waits for the reader of another run"));
    }
    close(other);
    CHECK(read_sensors(options).rows == 3);
}

TEST_CASE("ten thousand features are read") {
    Tree tree;
    std::string listing = "[class/hwmon/hwmon0]\nname big\n";
    for (int i = 1; i <= 10'000; ++i) {
        listing += "temp" + std::to_string(i) + "_input " + std::to_string(i) + "\n";
    }
    tree.add(listing);
    CHECK(read_sensors(options_for(tree)).rows == 10'000);
}
