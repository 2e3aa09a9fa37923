#include "run/provenance.hpp"

#include <doctest/doctest.h>

using namespace promfile;

namespace {

Settings configured(const std::string& path) {
    Settings settings;
    settings.config_path = path;
    settings.inputs_given = false;
    settings.stores = {"/a.xml", "/b.xml"};
    return settings;
}

Settings of_stores(std::vector<StoreArgument> stores) {
    Settings settings = configured("");
    settings.inputs_given = true;
    settings.stores = std::move(stores);
    return settings;
}

PublishedFile published_by(const std::string& source) {
    PublishedFile result;
    result.exists = true;
    result.path = "/t/app.prom";
    result.source = source;
    return result;
}

} // namespace

TEST_CASE("the first line names the configuration, or the stores of the command line") {
    CHECK(first_line(configured("/etc/app.toml")) == "Written by promfile from /etc/app.toml");
    CHECK(first_line(of_stores({"a", "b", "c"})) == "Written by promfile from a b c");
    CHECK(first_line(of_stores({"a", "b", "c", "d"})) ==
          "Written by promfile from a b c and 1 more");
    CHECK(first_line(of_stores({"\xff"})) == "Written by promfile from \\xff");
    Settings both = configured("/etc/app.toml");
    both.inputs_given = true;
    CHECK(first_line(both) == "Written by promfile from /a.xml /b.xml");
    CHECK(first_line(of_stores({})) == "Written by promfile from sensors");
}

TEST_CASE("the owner of an output") {
    const struct {
        const char* stands;
        Settings settings;
        bool other;
    } cases[] = {
        {"/etc/a.toml", configured("/etc/a.toml"), false},
        {"/etc/a.toml", configured("a.toml"), false},
        {"/etc/a.toml", configured("./a.toml"), false},
        {"./a.toml", configured("/etc/a.toml"), false},
        {"a.toml", configured("/etc/a.toml"), false},
        {"/etc/a.toml", configured("/etc/b.toml"), true},
        {"/etc/a.toml", configured("/opt/a.toml"), true},
        {"/etc/aa.toml", configured("a.toml"), true},
        {"/etc/a.toml.old", configured("/etc/a.toml"), true},
        {"a.xml", of_stores({"a.xml", "b.xml"}), false},
        {"a.xml b.xml", of_stores({"b.xml"}), false},
        {"a.xml", of_stores({"b.xml"}), true},
        {"/etc/a.toml", of_stores({"a.xml"}), true},
        {"a.xml", configured("/etc/a.toml"), true},
        {"a\\\\b.xml", of_stores({"a\\b.xml"}), false},
        {"a\\nb.xml", of_stores({"a\nb.xml"}), false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.stands);
        CAPTURE(first_line(c.settings));
        CHECK(other_owner(published_by(c.stands), c.settings).has_value() == c.other);
    }
    CHECK(!other_owner({}, configured("/etc/a.toml")));
    CHECK(*other_owner(published_by("/etc/b.toml"), configured("/etc/a.toml")) ==
          "/t/app.prom was written from /etc/b.toml, and not from /etc/a.toml: where both are run "
          "they replace each other's metrics; give one of them another name with -n, or remove the "
          "file if /etc/b.toml is not used any more");
    CHECK(other_owner(published_by(std::string(1 << 20, 'x')), configured("/a"))->size() < 1500);
}
