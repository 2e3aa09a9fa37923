#include "output/publication.hpp"
#include "output/temporary_file.hpp"
#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace promfile;

namespace {

const std::string old_text = "# Written by promfile from a.xml\n# HELP x X.\n# TYPE x gauge\nx 1\n";
const std::string new_text = "# Written by promfile from a.xml\n# HELP x X.\n# TYPE x gauge\nx 2\n";

mode_t mode_of(const std::string& path) {
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a publication replaces the file under any umask") {
    const TemporaryDirectory directory;
    const mode_t umask_before = umask(077);
    {
        Publication first(directory.path(), "app");
        CHECK_FALSE(first.published().exists);
        first.commit(old_text);
        CHECK(first.warnings().empty());
    }
    CHECK(mode_of(directory.path("app.prom")) == 0644);
    Publication second(directory.path() + "/", "app", {0640, std::chrono::milliseconds(0)});
    CHECK(second.warnings() == Warnings{});
    CHECK(second.published().exists);
    REQUIRE(second.published().families.size() == 1);
    CHECK(second.published().families[0].samples[0].value == 1);
    second.commit(new_text);
    umask(umask_before);
    CHECK(directory.read("app.prom") == new_text);
    CHECK(mode_of(directory.path("app.prom")) == 0640);
    CHECK(directory.count() == 1);
}

TEST_CASE("a target that promfile did not write is not replaced") {
    const TemporaryDirectory directory;
    const struct {
        const char* why;
        std::function<void(const std::string&)> make;
    } cases[] = {
        {"promfile did not write it (its first line is not \"# Written by promfile from ...\")",
         [&](const std::string&) { directory.write("app.prom", "x 1\n"); }},
        {"promfile did not write it (its first line is not \"# Written by promfile from ...\")",
         [&](const std::string&) { directory.write("app.prom", ""); }},
        {"it is a directory", [](const std::string& path) { mkdir(path.c_str(), 0755); }},
        {"it is not a regular file", [](const std::string& path) { mkfifo(path.c_str(), 0644); }},
        {"it is a symbolic link, which would be replaced itself",
         [&](const std::string& path) {
             directory.write("real.prom", old_text);
             CHECK(symlink("real.prom", path.c_str()) == 0);
         }},
        {"it is a symbolic link, which would be replaced itself",
         [](const std::string& path) { CHECK(symlink("nowhere", path.c_str()) == 0); }},
    };
    const std::string path = directory.path("app.prom");
    for (const auto& one : cases) {
        one.make(path);
        const auto files = directory.count();
        const std::string expected = "will not replace " + path + ": " + one.why +
                                     "; remove it, or give another name with -n";
        CHECK(error_of([&] { Publication(directory.path(), "app"); }) == expected);
        CHECK(error_of([&] { inspect_published_file(directory.path(), "app"); }) == expected);
        CHECK(directory.count() == files);
        std::filesystem::remove_all(path);
    }
}

TEST_CASE("a path that is not a directory is named, with the remedy") {
    const TemporaryDirectory directory;
    directory.write("file", "");
    CHECK(error_of([&] { Publication(directory.path("none"), "app"); }) ==
          "cannot open the directory " + directory.path("none") +
              ": No such file or directory; create the directory, or give another one with -o");
    CHECK(error_of([&] { inspect_published_file(directory.path("file"), "app"); }) ==
          "cannot open the directory " + directory.path("file") +
              ": Not a directory; give node_exporter's directory with -o and the name with -n");
}

TEST_CASE("--check sees the standing file and writes nothing") {
    const TemporaryDirectory directory;
    CHECK_FALSE(inspect_published_file(directory.path(), "app").exists);
    directory.write("app.prom", old_text);
    const Publication other(directory.path(), "other"); // holds the lock
    CHECK(inspect_published_file(directory.path(), "app").families.size() == 1);
    CHECK(directory.count() == 1);
}

TEST_CASE("a file that is published again keeps its time") {
    const TemporaryDirectory directory;
    directory.write("app.prom", old_text);
    const timespec times[2] = {{1, 0}, {1600000000, 123456789}};
    REQUIRE(utimensat(AT_FDCWD, directory.path("app.prom").c_str(), times, 0) == 0);
    const auto mtime = [&] {
        struct stat status {};
        REQUIRE(stat(directory.path("app.prom").c_str(), &status) == 0);
        return status.st_mtim;
    };
    Publication again(directory.path(), "app");
    CHECK(again.published().source == "a.xml");
    CHECK(again.published().well_formed);
    again.commit(new_text, again.published().mtime);
    CHECK(directory.read("app.prom") == new_text);
    CHECK(mtime().tv_sec == 1600000000);
    CHECK(mtime().tv_nsec == 123456789);
    Publication(directory.path(), "other", {0644, std::chrono::milliseconds(0)}).commit(new_text);
    again.commit(new_text);
    CHECK(mtime().tv_sec > 1600000000);
}

TEST_CASE("a taken lock is waited for, then done without") {
    const TemporaryDirectory directory;
    auto first = std::make_unique<Publication>(directory.path(), "a");
    const auto began = std::chrono::steady_clock::now();
    Publication second(directory.path(), "b", {0644, std::chrono::milliseconds(60)});
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds(60));
    CHECK(second.warnings() == Warnings{"cannot lock " + directory.path() +
                                        ": another process has held it for 60 ms; went on without "
                                        "the lock"});
    second.commit(new_text);
    CHECK(directory.read("b.prom") == new_text);
    first.reset();
    CHECK(Publication(directory.path(), "c", {0644, std::chrono::milliseconds(0)})
              .warnings()
              .empty());
}

TEST_CASE("leftover temporary files of any name are swept, those in use are not") {
    const TemporaryDirectory directory;
    const std::string leftover = ".gone.prom.0123456789abcdef.tmp";
    const std::string in_use = ".busy.prom.0123456789abcdef.tmp";
    const std::string foreign = ".gone.prom.tmp";
    for (const std::string& file : {leftover, in_use, foreign}) {
        directory.write(file, "x");
    }
    const std::string link = ".link.prom.0123456789abcdef.tmp"; // promfile makes none
    REQUIRE(symlink(foreign.c_str(), directory.path(link).c_str()) == 0);
    REQUIRE(symlink("nowhere", directory.path(".l.prom.0123456789abcdef.tmp").c_str()) == 0);
    const FileDescriptor held(open(directory.path(in_use).c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(flock(held.get(), LOCK_EX) == 0);
    const Publication publication(directory.path(), "app");
    CHECK(publication.warnings() == Warnings{});
    CHECK_FALSE(std::filesystem::exists(directory.path(leftover)));
    CHECK(std::filesystem::exists(directory.path(in_use)));
    CHECK(std::filesystem::exists(directory.path(foreign)));
    CHECK(std::filesystem::exists(directory.path(link)));
}
