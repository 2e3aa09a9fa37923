#include "rules/source.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

TEST_CASE("A source is a glob of store paths") {
    struct Case {
        const char* glob;
        const char* path;
        bool is_source;
    };
    const Case cases[] = {
        {"/var/lib/app/*.xml", "/var/lib/app/a.xml", true},
        {"zones.xml", "/run/bind/zones.xml", true},
        {"zones.xml", "zones.xml", true},
        {"bind/*.xml", "/run/bind/zones.xml", true},
        {"a[1].xml", "a[1].xml", true},
        {"-", "-", true},
        {"./zones.xml", "zones.xml", true},
        {"./zones.xml", "./zones.xml", true},
        {"zones.xml", "/run/bind/myzones.xml", false},
        {"/zones.xml", "/run/bind/zones.xml", false},
        {"./zones.xml", "bind/zones.xml", false},
        {"-", "bind/-", false},
    };
    for (const Case& each : cases) {
        CAPTURE(each.glob);
        CAPTURE(each.path);
        CHECK(is_source(each.glob, each.path) == each.is_source);
    }
}

TEST_CASE("The source of a path names that path alone") {
    const std::string paths[] = {"store.xml",     "a/store.xml", "./store.xml", "/store.xml",
                                 "/a*.xml",       "/ab.xml",     "/a[1].xml",   "/a1.xml",
                                 "/a?.xml",       "-",           "a/-",         "back\\slash.xml",
                                 "backslash.xml", "sensors",     "store"};
    for (const std::string& path : paths) {
        for (const std::string& other : paths) {
            CAPTURE(path);
            CAPTURE(other);
            const bool same = path == other || (path == "store.xml" && other == "./store.xml");
            CHECK(is_source(source_of(path), other) ==
                  (same || (path == "./store.xml" && other == "store.xml")));
        }
    }
    CHECK(source_of("latin-\xe9.xml") == "./latin-?.xml");
    CHECK(is_source("./latin-?.xml", "latin-\xe9.xml"));
}
