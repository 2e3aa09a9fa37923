#include "support/nearest.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("nearest finds the word that was meant, or none") {
    const std::vector<std::string_view> words = {"labels",    "label",    "map",
                                                 "aggregate", "on-empty", "textfile-directory"};
    CHECK(nearest("lables", words) == "labels");
    CHECK(nearest("labls", words) == "labels");
    CHECK(nearest("Labels", words) == "labels");
    CHECK(nearest("on_empty", words) == "on-empty");
    CHECK(nearest("agregate", words) == "aggregate");
    CHECK(nearest("pam", words) == "");
    CHECK(nearest("mpa", words) == "map");
    CHECK(nearest("textfile_dir", words) == "");
    CHECK(nearest("xyzzy", words) == "");
    CHECK(nearest("", words) == "");
    CHECK(nearest("aggrgte", words) == "aggregate");
    CHECK(nearest("aggrgte", words, 1) == "");
    CHECK(nearest("Agregate", words, 1) == "aggregate");
    CHECK(did_you_mean("lables", words) == "; did you mean \"labels\"?");
    CHECK(did_you_mean("xyzzy", words).empty());
}
