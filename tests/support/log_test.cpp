#include "support/log.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <memory>

using namespace promfile;

namespace {

// What a log of that style writes when `use` is done with it.
template<typename Use>
std::string written(LogStyle style, Use use) {
    char* text = nullptr;
    size_t size = 0;
    std::FILE* stream = open_memstream(&text, &size);
    Log log(stream, style);
    use(log);
    std::fclose(stream);
    const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
    return {text, size};
}

} // namespace

TEST_CASE("messages are dressed for their reader") {
    const auto one_error = [](Log& log) { log.error("cannot read /x: Permission denied"); };
    CHECK(written({}, one_error) == "promfile: error: cannot read /x: Permission denied\n");
    CHECK(written({.journal = true}, one_error) ==
          "<3>promfile: error: cannot read /x: Permission denied\n");
    CHECK(written({.color = true}, one_error) ==
          "promfile: \033[1;31merror: \033[0mcannot read /x: Permission denied\n");
}

TEST_CASE("a message takes the line of the progress") {
    const auto use = [](Log& log) {
        log.progress("1 of 2");
        log.progress("2 of 2");
        log.info("done");
        log.info("said");
    };
    CHECK(written({}, use) == "\r\033[K1 of 2\r\033[K2 of 2\r\033[Kdone\nsaid\n");
    CHECK(written({.quiet = true}, use).empty());
    CHECK(written({}, [](Log& log) {
              log.progress("1 of 1");
              log.progress("");
              log.info("done");
          }) == "\r\033[K1 of 1\r\033[Kdone\n");
}

TEST_CASE("warnings are always counted and shown where somebody looks") {
    const auto two = [](Log& log) {
        log.warn(Warnings{"one", "two"});
        CHECK(log.warnings() == 2);
    };
    CHECK(written({}, two) == "");
    CHECK(written({.show_warnings = true, .quiet = true}, two) == "");
    CHECK(written({.show_warnings = true}, two) ==
          "promfile: warning: one\npromfile: warning: two\n");
}

TEST_CASE("a stream that cannot be written to is nobody's error") {
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> full(std::fopen("/dev/full", "w"), close);
    REQUIRE(full != nullptr);
    Log log(full.get(), {.show_warnings = true});
    CHECK_NOTHROW(log.error("one"));
    CHECK_NOTHROW(log.warn("two"));
    CHECK_NOTHROW(log.info("three"));
    CHECK_NOTHROW(log.progress("four"));
    CHECK(log.warnings() == 1);
}

TEST_CASE("no path in a message moves the cursor") {
    CHECK(written({}, [](Log& log) { log.error("a\x1b[2J\nb"); }) ==
          "promfile: error: a\\x1b[2J\\x0ab\n");
}
