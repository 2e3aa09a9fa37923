#include "input/input_file.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <thread>

using namespace promfile;

namespace {

std::string refusal(const std::string& path) {
    try {
        const InputFile file(path, 0.05);
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("what cannot be read is refused with its path and the cause") {
    const TemporaryDirectory directory;
    const std::string missing = (directory.path() / "missing.xml").string();
    CHECK(refusal(missing) == "cannot read " + missing + ": No such file or directory");
    const std::string folder = directory.path().string();
    CHECK(refusal(folder) == "cannot read " + folder +
                                 ": it is a directory (give a file, or a quoted glob such as '" +
                                 folder + "/*.xml')");
    const std::string fifo = (directory.path() / "fifo").string();
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    CHECK(refusal(fifo) == "cannot read " + fifo + ": it is a fifo that nobody writes to");
}

TEST_CASE("a fifo is read to its end, however slowly it is written") {
    const TemporaryDirectory directory;
    const std::string fifo = (directory.path() / "fifo").string();
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    std::thread writer([&fifo] {
        std::ofstream out(fifo);
        for (const char* piece : {"a", "bc", "def"}) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            out << piece << std::flush;
        }
    });
    InputFile file(fifo, 5);
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
    const InputFile file(path);
    CHECK(file.size() == 4);
    CHECK_FALSE(file.changed());
    SUBCASE("its size") {
        directory.write("store.xml", "<s></s>");
    }
    SUBCASE("its time") {
        std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() -
                                                   std::chrono::hours(1));
    }
    SUBCASE("another file in its place") {
        directory.write("new.xml", "<s/>");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::filesystem::rename(directory.path() / "new.xml", path);
    }
    CHECK(file.changed());
}
