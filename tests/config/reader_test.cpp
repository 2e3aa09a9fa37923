#include "config/reader.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("a fault has its line and a caret, if it has a place") {
    ConfigFaults faults("a = 'x'\n");
    ConfigValue value{{1, 5}, std::string("x")};
    faults.add(value, 0, "Wrong.");
    value.place = {};
    faults.add(value, 0, "Nowhere.");
    value.place = {7, 1};
    faults.add(value, 0, "Beyond.");
    CHECK(faults.excerpts() == std::vector<std::string>{"", "a = 'x'\n     ^", ""});
}
