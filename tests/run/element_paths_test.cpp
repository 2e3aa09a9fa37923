#include "run/element_paths.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("the paths of a store's elements, as far as it is well-formed") {
    const TemporaryDirectory directory;
    const ElementPaths expected{{"/s", 1}, {"/s/a", 2}, {"/s/a/b", 1}};
    CHECK(element_paths(directory.write("s.xml", "<s><a><b/></a><a/></s>")) == expected);
    CHECK(element_paths("/nonexistent").empty());
}

TEST_CASE("paths that may be meant by rows that match nothing") {
    const ElementPaths paths{
        {"/store", 1}, {"/store/apple", 3}, {"/store/pear", 2}, {"/store/pear/seed", 4}};
    CHECK(rows_hint("/store/appel", paths) ==
          "below /store there is apple (3), pear (2); did you mean \"apple\"?");
    CHECK(rows_hint("/shop/apple", paths) == "in the store there is store (1)");
    CHECK(rows_hint("//sead", paths) == "in the store there is apple (3), pear (2), seed (4), "
                                        "store (1); did you mean \"seed\"?");
    CHECK(rows_hint("/store/apple/seed", paths) == "below /store/apple there is no element");
    CHECK(rows_hint("/store/pear/seed", paths).empty());
    CHECK(rows_hint("/store/pear/@size", paths).empty());
}

TEST_CASE("rows that are probably meant") {
    CHECK(better_rows({{"/r", 1}, {"/r/info", 1}, {"/r/errors", 1}, {"/r/errors/error", 12}}) ==
          "the root's children are all different; rows are probably /r/errors/error (12): try -r "
          "//error");
    CHECK(better_rows({{"/r", 1}, {"/r/a", 2}, {"/r/a/b", 12}}).empty());
    CHECK(better_rows({{"/r", 1}, {"/r/a", 1}}).empty());
}
