#include "xml/row_path.hpp"

#include "support/error.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("a path selects by the names from the root down") {
    struct {
        const char* path;
        std::vector<const char*> names;
        bool selects;
    } const cases[] = {
        {"/*/*", {"s", "r"}, true},
        {"/*/*", {"s"}, false},
        {"/*/*", {"s", "r", "x"}, false},
        {"/s/r", {"s", "r"}, true},
        {"/s/r", {"t", "r"}, false},
        {"//r", {"r"}, true},
        {"//r", {"s", "r", "r"}, true},
        {"r", {"s", "r"}, true},
        {"/a//b", {"a", "x", "b"}, true},
        {"/a//b", {"a", "b"}, true},
        {"/a//b", {"b", "a"}, false},
        {"//a/b//c", {"a", "a", "b", "x", "c"}, true},
        {"//@id", {"s"}, true},
        {"/s/@*", {"s"}, true},
        {"/s/x:y.z-1", {"s", "x:y.z-1"}, true},
    };
    for (const auto& c : cases) {
        CAPTURE(c.path);
        const RowPath path(c.path);
        RowPath::Progress progress = RowPath::start;
        for (const char* name : c.names) {
            progress = path.step(progress, name);
        }
        CHECK(path.selects(progress) == c.selects);
    }
}

TEST_CASE("attribute rows are attributes to XPath, which declarations of namespaces are not") {
    const RowPath all("//x/@*");
    CHECK(all.selects_attribute("id"));
    CHECK(all.selects_attribute("n:id"));
    CHECK(all.selects_attribute("xmlnsx"));
    CHECK_FALSE(all.selects_attribute("xmlns"));
    CHECK_FALSE(all.selects_attribute("xmlns:n"));
    CHECK_FALSE(RowPath("//x/@xmlns").selects_attribute("xmlns"));
    CHECK(RowPath("//x/@id").selects_attribute("id"));
    CHECK_FALSE(RowPath("//x/@id").selects_attribute("n"));
}

TEST_CASE("a path has at most 62 steps") {
    std::string path;
    for (int i = 0; i < 62; ++i) {
        path += "/a";
    }
    CHECK_NOTHROW(RowPath{path});
    CHECK_THROWS_AS(RowPath{path + "/a"}, Error);
}

TEST_CASE("a path that is not valid is refused") {
    for (const char* bad : {"", "/", "//", "/a/", "/a///b", "a[1]", "/a/@b/c", "/@a", "a b", "/1a",
                            "/a/..", ".", "child::a", "@", "/a|/b", "/text()"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(RowPath{bad}, Error);
    }
}
