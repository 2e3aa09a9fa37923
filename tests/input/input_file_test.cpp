#include "input/input_file.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace promfile;

namespace {

ReadingTime reading_time() {
    ReadingTime time;
    time.run_end = steady_seconds() + 90;
    time.fifo_timeout = 0.05;
    return time;
}

std::string refusal(const std::string& path) {
    try {
        const InputFile file(path, reading_time());
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

// What ends the reading, and after how many seconds.
std::pair<std::string, double> end_of_reading(InputFile& file) {
    const double begin = steady_seconds();
    std::string cause;
    try {
        char buffer[16];
        while (file.read(buffer, sizeof buffer) > 0) {
        }
    } catch (const Error& error) {
        cause = error.what();
    }
    return {cause, steady_seconds() - begin};
}

} // namespace

TEST_CASE("a file that cannot be read is refused with its path and the cause") {
    const TemporaryDirectory directory;
    const std::string missing = directory.path("missing.xml");
    CHECK(refusal(missing) == "cannot read " + missing + ": No such file or directory");
    const std::string folder = directory.path();
    CHECK(refusal(folder) == "cannot read " + folder +
                                 ": it is a directory (give a file, or a quoted glob such as '" +
                                 folder + "/*.xml')");
    const std::string fifo = directory.path("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(refusal(fifo) == "cannot read " + fifo + ": it is a fifo that nobody writes to");
    for (const std::string device : {"/dev/zero", "/dev/null", "/dev/tty"}) {
        CHECK(refusal(device) == "cannot read " + device +
                                     ": it is a device (give a file, or pipe the XML into "
                                     "promfile ... -)");
    }
}

TEST_CASE("a pipe that is silent for too long is refused") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    const int writer = open(fifo.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(write(writer, "abc", 3) == 3);
    ReadingTime time = reading_time();
    std::string cause = ": nothing came for 0.2 s (--store-timeout); is its writer stuck?";
    SUBCASE("after its first bytes") {
        time.store_timeout = 0.2;
    }
    SUBCASE("and all stores together take too long") {
        time.run_timeout = 0.2;
        time.run_end = steady_seconds() + 0.2;
        cause = ": the 0.2 s for all stores together are over (--run-timeout)";
    }
    InputFile file(fifo, time);
    const auto [message, seconds] = end_of_reading(file);
    CHECK(message == "cannot read " + fifo + cause);
    CHECK(file.bytes_read() == 3);
    CHECK(seconds > 0.15);
    CHECK(seconds < 5);
    close(writer);
}

TEST_CASE("a pipe that never ends is refused once the time is over") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    std::atomic<bool> done = false;
    std::thread writer([&] {
        const int descriptor = open(fifo.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
        while (!done) {
            [[maybe_unused]] const ssize_t written = write(descriptor, "<a/>", 4);
        }
        close(descriptor);
    });
    ReadingTime time = reading_time();
    time.fifo_timeout = 5;
    time.run_end = steady_seconds() + 0.5;
    InputFile file(fifo, time);
    const auto [message, seconds] = end_of_reading(file);
    done = true;
    writer.join();
    CHECK(message.ends_with("(--run-timeout)"));
    CHECK(seconds < 5);
}

TEST_CASE("nothing is opened once the time is over") {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", "<s/>");
    ReadingTime time = reading_time();
    time.run_end = steady_seconds() - 1;
    CHECK_THROWS_AS(InputFile(path, time), Error);
}

TEST_CASE("a file that grows faster than it is read ends, changed") {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", "<s>");
    InputFile file(path, reading_time());
    char buffer[16];
    std::ofstream out(path, std::ios::app);
    int reads = 0;
    do {
        out << "<a/>" << std::flush;
        ++reads;
    } while (file.read(buffer, sizeof buffer) > 0 && reads < 100);
    CHECK(reads < 4);
    CHECK(file.changed());
}

TEST_CASE("a fifo is read to its end, however slowly it is written") {
    const TemporaryDirectory directory;
    const std::string fifo = directory.path("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    std::thread writer([&fifo] {
        std::ofstream out(fifo);
        for (const char* piece : {"a", "bc", "def"}) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            out << piece << std::flush;
        }
    });
    ReadingTime time = reading_time();
    time.fifo_timeout = 5;
    InputFile file(fifo, time);
    std::string text;
    char buffer[16];
    while (const size_t got = file.read(buffer, sizeof buffer)) {
        text.append(buffer, got);
    }
    writer.join();
    CHECK(text == "abcdef");
    CHECK(file.bytes_read() == 6);
    CHECK_FALSE(file.is_regular());
    CHECK_FALSE(file.changed());
}

TEST_CASE("a change of the open file is noticed") {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", "<s/>");
    const InputFile file(path, reading_time());
    CHECK(file.size() == 4);
    CHECK_FALSE(file.changed());
    SUBCASE("its size") {
        directory.write("store.xml", "<s></s>");
    }
    SUBCASE("its time") {
        std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() -
                                                   std::chrono::hours(1));
    }
    CHECK(file.changed());
}

TEST_CASE("a file that is replaced by a rename is still the one that was opened") {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", "<s/>");
    const InputFile file(path, reading_time());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    directory.write("new.xml", "<other/>");
    std::filesystem::rename(directory.path("new.xml"), path);
    CHECK_FALSE(file.changed());
    SUBCASE("also where it had two names") {
        const std::string second = directory.path("second.xml");
        std::filesystem::create_hard_link(path, second);
        const InputFile linked(path, reading_time());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        directory.write("new.xml", "<third/>");
        std::filesystem::rename(directory.path("new.xml"), path);
        CHECK_FALSE(linked.changed());
        directory.write("second.xml", "<written/>");
        CHECK(linked.changed());
    }
}
