#include "output/temporary_file.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("temporary names") {
    CHECK(is_temporary_name(temporary_name("app")));
    CHECK(temporary_name("app") != temporary_name("app"));
    const struct {
        const char* file;
        bool temporary;
    } cases[] = {
        {".app.prom.0123456789abcdef.tmp", true},
        {".a.prom.0123456789abcdef.tmp", true},
        {".a.b.prom.0123456789abcdef.tmp", true},
        {"app.prom.0123456789abcdef.tmp", false},
        {".app.prom.0123456789abcdef", false},
        {".app.prom.0123456789ABCDEF.tmp", false},
        {".app.prom.0123456789abcde.tmp", false},
        {".app.prom.00123456789abcdef.tmp", false},
        {"..prom.0123456789abcdef.tmp", false},
        {".prom.0123456789abcdef.tmp", false},
        {".app.0123456789abcdef.tmp", false},
        {".tmp", false},
        {"", false},
    };
    for (const auto& one : cases) {
        CAPTURE(one.file);
        CHECK(is_temporary_name(one.file) == one.temporary);
    }
}
