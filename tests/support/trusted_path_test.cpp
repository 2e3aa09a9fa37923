#include "support/trusted_path.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace promfile;

namespace {

// The fault of the path, without the name of the directory; "" if there is none.
std::string fault(const TemporaryDirectory& root, const std::string& path) {
    const auto found = changeable_by_others(root.path(path));
    if (!found) {
        return "";
    }
    REQUIRE(found->starts_with(root.path("")));
    return found->substr(root.path("").size());
}

} // namespace

TEST_CASE("a path that others can change is named with the step that they can change") {
    if (geteuid() != 0) {
        MESSAGE("skipped: a path that is not root's can be changed by its owner");
        return;
    }
    const TemporaryDirectory root;
    root.write("own/program", "");
    root.write("open/program", "");
    REQUIRE(chmod(root.path("open").c_str(), 0777) == 0);
    root.write("file", "");
    REQUIRE(chmod(root.path("file").c_str(), 0660) == 0);
    root.write("sticky/program", "");
    REQUIRE(chmod(root.path("sticky").c_str(), 01777) == 0);
    std::filesystem::create_symlink("open/program", root.path("link"));
    std::filesystem::create_symlink(root.path("own"), root.path("absolute"));
    std::filesystem::create_symlink("circle", root.path("circle"));
    CHECK(fault(root, "own/program").empty());
    CHECK(fault(root, "own/./program").empty());
    CHECK(fault(root, "sticky/program").empty());
    CHECK(fault(root, "file") == "file can be written by others (chmod g-w,o-w)");
    for (const char* path : {"open/program", "link", "own/../open/program", "open"}) {
        CAPTURE(path);
        CHECK(fault(root, path) == "open can be written by others (chmod g-w,o-w)");
    }
    CHECK(fault(root, "absolute/program").empty());
    // What cannot be found is nobody's to change: running it fails.
    CHECK(fault(root, "own/none").empty());
    CHECK(fault(root, "circle").empty());
}
