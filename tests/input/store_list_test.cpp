#include "input/store_list.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace promfile;

namespace {

// The list of stores; paths below `root` are printed relative to it.
std::vector<std::string> list(const TemporaryDirectory& root,
                              const std::vector<std::string>& arguments) {
    const std::string front = root.path() + "/";
    std::vector<StoreArgument> absolute;
    for (const std::string& argument : arguments) {
        absolute.emplace_back(argument == "-" ? argument : front + argument);
    }
    std::vector<std::string> paths;
    for (const StoreName& store : list_stores(absolute)) {
        CHECK(!store.failure);
        paths.push_back(store.path == "-" ? store.path : store.path.substr(front.size()));
    }
    return paths;
}

} // namespace

TEST_CASE("stores of arguments") {
    const TemporaryDirectory root;
    for (const char* name : {"b.xml", "a.xml", "c.txt", ".hidden.xml", "d1/x.xml", "d2/x.xml",
                             "d1/y.xml", "d1.5/x.xml", "odd[1].xml", "odd1.xml"}) {
        root.write(name, "<s/>");
    }
    std::filesystem::create_directory(root.path("dir.xml"));
    std::filesystem::create_symlink(root.path("a.xml"), root.path("link.xml"));
    std::filesystem::create_symlink(root.path("gone"), root.path("dangling.xml"));
    struct Case {
        std::vector<std::string> arguments;
        std::vector<std::string> expected;
    };
    const Case cases[] = {
        {{}, {}},
        {{"b.xml", "a.xml"}, {"b.xml", "a.xml"}},
        {{"b.xml", "b.xml", "./b.xml", "d1/../b.xml"}, {"b.xml"}},
        {{"?.xml"}, {"a.xml", "b.xml"}},
        {{"[!a].xml"}, {"b.xml"}},
        {{"b.xml", "?.xml"}, {"b.xml", "a.xml"}},
        {{"link.xml", "?.xml"}, {"link.xml", "b.xml"}},
        {{"[al]*.xml"}, {"a.xml"}},               // link.xml is a.xml
        {{"d*.xml"}, {}},                         // neither a directory nor what leads nowhere
        {{".h*"}, {".hidden.xml"}},               // a dot is matched by a dot alone
        {{"d?/x.xml"}, {"d1/x.xml", "d2/x.xml"}}, //
        {{"d*/x.xml"}, {"d1.5/x.xml", "d1/x.xml", "d2/x.xml"}}, // by byte of the whole path
        {{"d*/*"}, {"d1.5/x.xml", "d1/x.xml", "d1/y.xml", "d2/x.xml"}},
        {{"odd[1].xml"}, {"odd[1].xml"}}, // there as it is: no glob
        {{"nothing*.xml"}, {}},
        {{"nowhere/*.xml"}, {}},
        {{"a.xml/*"}, {}},
        {{"missing.xml"}, {"missing.xml"}},
        {{"missing.xml", "missing.xml"}, {"missing.xml"}},
        {{"-", "a.xml", "-"}, {"-", "a.xml"}},
    };
    for (const Case& each : cases) {
        CAPTURE(each.arguments);
        CHECK(list(root, each.arguments) == each.expected);
    }
}

TEST_CASE("a directory that a glob cannot read is a failure of its own") {
    const TemporaryDirectory root;
    const std::string loop = root.path("loop");
    std::filesystem::create_symlink(loop, loop);
    const auto stores = list_stores({loop + "/*.xml", root.write("a.xml", "<s/>")});
    REQUIRE(stores.size() == 2);
    CHECK(stores[0].path == loop + "/*.xml");
    REQUIRE(stores[0].failure);
    CHECK(stores[0].failure->find("cannot read the directory " + loop + "/: ") == 0);
    CHECK(!stores[1].failure);
}
