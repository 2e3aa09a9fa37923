#include "run/path_labels.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace promfile;

using Texts = std::vector<std::string>;

TEST_CASE("labels of stores") {
    const Texts paths = {"/a/x.xml", "/b/x.xml", "/b/y.xml", "-", "x.xml"};
    CHECK(path_labels(PathLabel::full, paths) == paths);
    CHECK(path_labels(PathLabel::name, paths) ==
          Texts{"/a/x.xml", "/b/x.xml", "y.xml", "-", "x.xml"});
    CHECK(path_labels(PathLabel::none, paths) == Texts(5));
    CHECK(path_labels(PathLabel::name, {"/a/x.xml"}) == Texts{"x.xml"});
}

TEST_CASE("different names stay different") {
    const Texts paths = {"\xff",  "\\xff",    "\\x5cxff",     "\\\\xff", "\\xFF",
                         "\\x2d", "\xc3\xa4", "\\xc3\\xa4",   "a\\b",    "a\\",
                         "\\x",   "\\xf",     "\xef\xbf\xbd", "\\\xff",  "\\x\xff"};
    Texts labels = path_labels(PathLabel::full, paths);
    CHECK(labels[0] == "\\xff");
    CHECK(labels[1] == "\\x5cxff");
    CHECK(labels[8] == "a\\b"); // the common ones stay as they are
    std::sort(labels.begin(), labels.end());
    CHECK(std::adjacent_find(labels.begin(), labels.end()) == labels.end());
}
