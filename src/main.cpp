#include "cli/command.hpp"
#include "support/process.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <new>

namespace {

using namespace promfile;

ExitStatus run_and_report(int argc, char** argv) {
    Log log(stderr, LogStyle::detect(stderr));
    try {
        return run_command(argc, argv, log);
    } catch (const Error& error) {
        log.error(error.what(), error.excerpt());
        return error.status();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        log.error(fmt::format("out of resources: {}", error.what()));
        return ExitStatus::failure;
    }
}

} // namespace

int main(int argc, char** argv) {
    prepare_process();
    try {
        return static_cast<int>(run_and_report(argc, argv));
    } catch (const std::bad_alloc&) { // also one during the report of another error
        return static_cast<int>(report_lack_of_memory());
    }
}
