#include "sensors/lm_sensors_config.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace promfile;

namespace {

const ChipName board{"board", BusType::isa, 0, 0x290};

LmSensorsConfig parsed(const std::string& text, Warnings& warnings) {
    LmSensorsConfig config;
    parse_lm_sensors_config(text, "test.conf", {{3, "SMBus"}, {5, "DDC"}}, config, warnings);
    return config;
}

} // namespace

TEST_CASE("compute has the grammar of sensors.conf(5)") {
    struct {
        const char* expression;
        double value; // with @ = 2 and in1_input = 3
    } const good[] = {
        {"@", 2},
        {"10", 10},
        {"10.4", 10.4},
        {".4", .4},
        {"@ + 1 * 2", 4},
        {"(@+1)*2", 6},
        {"8/4/2", 1},
        {"8-4-2", 2},
        {"-@*3", -6},
        {"--@", 2},
        {"5--@", 7},
        {"^0 + 1", 2},
        {"`1 + @", 2},
        {"^`@", 2},
        {"^-@", std::exp(-2.0)},
        {"-^@", -std::exp(2.0)},
        {"in1_input*@", 6},
        {"@ * \\\n 2", 4},
        {"@*2 # twice", 0}, // the comma is missing
    };
    for (const auto& c : good) {
        CAPTURE(c.expression);
        Warnings warnings;
        const bool complete = c.value != 0;
        const auto config = parsed("chip \"*-*\"\ncompute in0 " + std::string(c.expression) +
                                       (complete ? ", @" : "") + "\n",
                                   warnings);
        CHECK(warnings.empty() == complete);
        const ChipConfig chip(config, board);
        REQUIRE((chip.compute("in0") != nullptr) == complete);
        if (complete) {
            const auto value = evaluate(*chip.compute("in0"), 2, [](const std::string& name) {
                return name == "in1_input" ? std::optional<double>(3) : std::nullopt;
            });
            REQUIRE(value.has_value());
            CHECK(*value == doctest::Approx(c.value).epsilon(1e-12));
        }
    }
    for (const char* expression : {"@/0", "`(-1)", "in2_input", "1/(@-2)"}) {
        CAPTURE(expression);
        Warnings warnings;
        const auto config =
            parsed("chip \"*-*\"\ncompute in0 " + std::string(expression) + ", @", warnings);
        CHECK_FALSE(evaluate(*ChipConfig(config, board).compute("in0"), 2, [](const std::string&) {
                        return std::nullopt;
                    }).has_value());
    }
}

TEST_CASE("a line that is wrong is a warning with its line, and the others count") {
    struct {
        const char* line;
        const char* what;
    } const cases[] = {
        {"label in0 Vcore x", "the end of the line expected before 'x'"},
        {"label in0", "a label in quotes expected"},
        {"label in0 5", "a label in quotes expected"},
        {"label in0 \"open", "a string without its closing quote in a statement"},
        {"label in0 \"open\\", "a string without its closing quote in a statement"},
        {"label in0 \"a\"\"b\"", "two quoted strings without a blank between them in a statement"},
        {"lable in0 x", "bus, chip, label, ignore, compute or set expected"},
        {"label in0 +5V", "a label in quotes expected"},
        {"ignore", "a feature expected"},
        {"compute in0 @", "a comma expected between the two expressions of compute"},
        {"compute in0 @,", "an expression expected"},
        {"compute in0 (@, @", "a closing parenthesis expected"},
        {"compute in0 10., @", "a malformed number in a statement"},
        {"compute in0 @ @, @", "a comma expected between the two expressions of compute"},
        {"compute in0 @ % 2, @", "an unexpected '%' in a statement"},
        {"compute in0 @ \\ , @", "a backslash that does not end the line in a statement"},
        {"set in0_min", "an expression expected"},
        {"bus \"isa\" \"x\"", "'isa' is not a valid bus; a bus is \"i2c-0\""},
        {"bus \"i2c-1\"", "the name of an adapter expected"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.line);
        Warnings warnings;
        const auto config =
            parsed("\n# comment\nchip \"board-*\"\n" + std::string(c.line) + "\nlabel in1 one\n",
                   warnings);
        CHECK(warnings ==
              Warnings{"test.conf, line 4: " + std::string(c.what) + "; the line is left out"});
        const ChipConfig chip(config, board);
        CHECK(chip.label("in0") == nullptr);
        REQUIRE(chip.label("in1") != nullptr);
        CHECK(*chip.label("in1") == "one");
    }
}

TEST_CASE("an expression of too many levels is left out") {
    Warnings warnings;
    const std::string levels(300, '(');
    const auto config = parsed("chip \"board-*\"\ncompute in0 " + levels + "@, @\n", warnings);
    CHECK(warnings == Warnings{"test.conf, line 2: an expression of too many levels; the line is "
                               "left out"});
    CHECK(ChipConfig(config, board).compute("in0") == nullptr);
}

TEST_CASE("statements below no chip or a wrong one are left out") {
    Warnings warnings;
    const auto config = parsed("label in0 early\nchip \"board-*\"\nlabel in1 one\n"
                               "chip \"board\"\nlabel in1 two\nignore in2\n",
                               warnings);
    REQUIRE(warnings.size() == 2);
    CHECK(warnings[0].find("line 1: label before the first chip statement") != std::string::npos);
    CHECK(warnings[1].find("line 4: 'board' is not a valid chip") != std::string::npos);
    const ChipConfig chip(config, board);
    CHECK(*chip.label("in1") == "one");
    CHECK_FALSE(chip.ignored("in2"));
}

TEST_CASE("the last chip statement counts, below it the first statement") {
    Warnings warnings;
    const auto config = parsed("chip \"board-*\"\nlabel in0 a\nlabel in0 b\nignore in1\n"
                               "chip \"other-*\" \"*-isa-0290\"\nlabel in0 \"c\\t\\\"\\q\"\n"
                               "chip \"board-pci-*\"\nlabel in0 d\n",
                               warnings);
    CHECK(warnings.empty());
    CHECK(*ChipConfig(config, board).label("in0") == "c\t\"q");
    CHECK(ChipConfig(config, board).ignored("in1"));
    CHECK(*ChipConfig(config, {"board", BusType::isa, 0, 1}).label("in0") == "a");
    CHECK(*ChipConfig(config, {"board", BusType::pci, 0, 1}).label("in0") == "d");
    CHECK(ChipConfig(config, {"Board", BusType::pci, 0, 1}).label("in0") == nullptr);
}

TEST_CASE("bus statements translate the numbers of i2c buses") {
    Warnings warnings;
    const auto config = parsed("chip \"lm75-i2c-0-48\"\nlabel temp1 a\n"
                               "chip \"lm75-i2c-1-48\"\nlabel temp1 b\n"
                               "chip \"lm75-i2c-2-48\"\nlabel temp1 c\n"
                               "bus \"i2c-0\" \"SMBus\"\nbus \"i2c-2\" \"not here\"\n",
                               warnings);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("line 3: bus i2c-1 is not declared") != std::string::npos);
    const ChipConfig smbus(config, {"lm75", BusType::i2c, 3, 0x48});
    REQUIRE(smbus.label("temp1") != nullptr);
    CHECK(*smbus.label("temp1") == "a");
    for (const int number : {0, 1, 2, 5}) {
        CHECK(ChipConfig(config, {"lm75", BusType::i2c, number, 0x48}).label("temp1") == nullptr);
    }
}
