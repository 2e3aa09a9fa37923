// Runs the program by whose name it was called.

#include "tools.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string_view>

namespace {

struct Tool {
    std::string_view name;
    int (*run)(int count, char** arguments);
};
constexpr Tool all_tools[] = {
    {"dump_sensors", tools::dump_sensors},
    {"generated_outputs", tools::generated_outputs},
    {"publish_tool", tools::publish_tool},
    {"timed_runs", tools::timed_runs},
};

} // namespace

int main(int argc, char** argv) {
    const std::string_view path = argc > 0 ? argv[0] : "";
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto tool = std::find_if(std::begin(all_tools), std::end(all_tools),
                                   [&](const Tool& one) { return one.name == name; });
    if (tool == std::end(all_tools)) {
        std::fprintf(stderr, "%s is not the name of a program in tests/tools.cpp\n", argv[0]);
        return 2;
    }
    return tool->run(argc, argv);
}
