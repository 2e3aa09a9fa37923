#include "sensors/sysfs.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace promfile;

TEST_CASE("numbers in names are compared as numbers") {
    struct {
        const char* less;
        const char* more;
    } const cases[] = {
        {"hwmon2", "hwmon10"}, {"a2b", "a10a"}, {"a", "b"},    {"a1", "b1"}, {"a", "ab"},
        {"a9", "a010"},        {"a01", "a2"},   {"a2", "a2b"}, {"", "a"},    {"a-1", "a1"},
        {"a10b9", "a10b10"},   {"a0", "a1"},    {"x00", "x1"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.less);
        CAPTURE(c.more);
        CHECK(natural_less(c.less, c.more));
        CHECK_FALSE(natural_less(c.more, c.less));
        CHECK_FALSE(natural_less(c.less, c.less));
    }
}

TEST_CASE("a directory is locked after the holder of the lock has left it") {
    const TemporaryDirectory directory;
    int other = open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(flock(other, LOCK_EX) == 0);
    int waited = 0;
    const auto wait = [&] {
        ++waited;
        close(other);
    };
    FileDescriptor lock = lock_directory(directory.path(), wait);
    CHECK(lock);
    CHECK(waited == 1);
    other = open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(flock(other, LOCK_EX | LOCK_NB) != 0);
    lock = FileDescriptor();
    CHECK(lock_directory(directory.path(), wait));
    CHECK(waited == 1);
    close(other);
    CHECK_FALSE(lock_directory(directory.path("none"), wait));
}
