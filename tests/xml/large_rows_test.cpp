#include "xml/store_generator.hpp"
#include "xml/used_text.hpp"

// Rows with more nodes than are kept, and the rows inside them. With small limits, small rows are
// read as rows of millions of nodes are.

using namespace promfile;
using namespace promfile::xml;

namespace {

std::vector<RowRequest> with_uses(std::vector<RowRequest> requests) {
    for (RowRequest& request : requests) {
        request.uses =
            std::vector<NodeUse>{{{0, {"a"}, NodePath::Last::element, ""}, true},
                                 {{0, {"r", "a"}, NodePath::Last::attribute, "id"}, true},
                                 {{0, {}, NodePath::Last::element, ""}, false},
                                 {{1, {}, NodePath::Last::attribute, "id"}, false}};
    }
    return requests;
}

// The rows as they are with all nodes and with few, which is checked.
std::string read_twice(const std::string& store, const std::vector<RowRequest>& requests,
                       ReadLimits limits) {
    limits.buffer_bytes = 64;
    limits.max_used_nodes = limits.max_unused_nodes = std::size_t{1} << 30;
    const std::string with_all = read_used(bytes_of(store, 64), requests, limits);
    limits.max_unused_nodes = 0;
    for (const std::size_t max_used_nodes : {0U, 1U, 3U, 10U, 100U}) {
        for (const std::size_t buffer : {1U, 100U, 1U << 20U}) {
            CAPTURE(store);
            CAPTURE(max_used_nodes);
            CAPTURE(buffer);
            limits.max_used_nodes = max_used_nodes;
            limits.buffer_bytes = buffer;
            CHECK(read_used(bytes_of(store, buffer), requests, limits) == with_all);
        }
    }
    return with_all;
}

} // namespace

TEST_CASE("rows inside a large row are the same as if all nodes were kept, in the same order") {
    struct Case {
        const char* store;
        std::vector<RowRequest> requests;
    };
    const Case cases[] = {
        {"<s><r id='1'><a>x</a><r id='2'/><r id='3'><a>y</a>z</r></r><r><a/></r></s>",
         whole({"//r"})},
        {"<r id='1'><r id='2'><r id='3'><a>x</a></r><a>y</a></r><a>z</a></r>", whole({"//r"})},
        {"<r><a id='1'><r><a id='2'><r/>x</a>y</r></a>z</r>", whole({"//r", "//a"})},
        // In entities, which are read twice, too; and rows that begin in them.
        {"<!DOCTYPE s [<!ENTITY e '<r id=\"2\"><a>x</a></r><a>y</a>'><!ENTITY f '<r>&e;</r>'>]>"
         "<s><r id='1'>&e;&f;</r>&f;&f;</s>",
         whole({"//r", "/s/r/a"})},
        {"<!DOCTYPE s [<!ATTLIST r id CDATA '7'>]><s><r><r/><r id='&#49;'><a>&amp;</a></r></r></s>",
         whole({"//r"})},
    };
    for (const Case& each : cases) {
        read_twice(each.store, with_uses(each.requests), {});
    }
}

TEST_CASE(
    "with all requests for a row, its rows come together, and attributes and tags with them") {
    std::vector<RowRequest> requests = with_uses(whole({"//r", "/s/*", "//r/@*"}));
    requests.push_back({RowPath("//r"), false, std::vector<NodeUse>()});
    const std::string rows = read_twice(
        "<s><r id='1' b='2'><a>x</a><r id='3'/><c><r b='4'>y</r></c></r></s>", requests, {});
    CHECK(rows == "0 1:4 /s/r[id=1][b=2] 0=x 2=xy\n"
                  "1 1:4 /s/r[id=1][b=2] 0=x 2=xy\n"
                  "2 1:4 /s/r[id=1][b=2] 2=1 3=1\n"
                  "2 1:4 /s/r[id=1][b=2] 2=2 3=1\n"
                  "3 1:4 /s/r[id=1][b=2] 0=x 2=xy\n"
                  "0 1:28 /s/r[id=1][b=2]/r[id=3] 2= 3=1\n"
                  "2 1:28 /s/r[id=1][b=2]/r[id=3] 2=3 3=3\n"
                  "3 1:28 /s/r[id=1][b=2]/r[id=3] 2= 3=1\n"
                  "0 1:42 /s/r[id=1][b=2]/c/r[b=4] 2=y\n"
                  "2 1:42 /s/r[id=1][b=2]/c/r[b=4] 2=4\n"
                  "3 1:42 /s/r[id=1][b=2]/c/r[b=4] 2=y\n");
}

TEST_CASE("a row that needs all its nodes keeps them, beside and inside of large rows") {
    std::vector<RowRequest> requests = with_uses(whole({"//r"}));
    requests.push_back({RowPath("/s/r/c"), true});
    read_twice("<s><r id='1'><a>x</a><c><r><a>y</a></r><a>z</a></c><r/><c/></r></s>", requests, {});
    requests.back().path = RowPath("/s/r");
    read_twice("<s><r id='1'><a>x</a><c><r><a>y</a></r><a>z</a></c><r/><c/></r></s>", requests, {});
}

TEST_CASE(
    "of a large row that is cut off, the rows before the fault count, and the fault is told once") {
    ReadLimits limits;
    limits.recover = true;
    const auto rows = [&](const std::string& store) {
        return read_twice(store, with_uses(whole({"//r", "//r/@id"})), limits);
    };
    CHECK(rows("<r id='1'><a>x</a><r id='2'><r/></r><r id='3'><r id='4'/><a>y</r></r>") ==
          "1 1:1 /r[id=1] 2=1 3=1\n"
          "0 1:19 /r[id=1]/r[id=2] 2= 3=1\n"
          "1 1:19 /r[id=1]/r[id=2] 2=2 3=2\n"
          "0 1:29 /r[id=1]/r[id=2]/r 2= 3=2\n"
          "1 1:37 /r[id=1]/r[id=3] 2=3 3=3\n"
          "0 1:47 /r[id=1]/r[id=3]/r[id=4] 2= 3=3\n"
          "1 1:47 /r[id=1]/r[id=3]/r[id=4] 2=4 3=4\n"
          "cut short: store.xml:1:62: the end tag </r> does not match <a>, which is open here");
    rows("<s><e></e><r><r id='1'><r> t <r o='2'/></r ></r ]");
    rows("<r><r></r><r><a/></r>&no;</r>");
    rows("<!DOCTYPE r [<!ENTITY e '<r>x<r/></r><r><a>'>]><r><r/>&e;</r>");
    rows("<!DOCTYPE r [<!ENTITY e '<r>x<r/></r><r a=\"&f;\"/>'><!ENTITY f '&e;'>]><r><r/>&e;</r>");
    rows("<r><r></r><r><a/></r>");
    rows("<r><r></r></r><r><a/><r/>x</r><r><r/></x>");
    limits.max_row_bytes = 40;
    CHECK(rows("<r><r></r><r id='1'><a/></r> <r> <r/> </r>x<r/></r>") ==
          "0 1:4 /r/r 2=\n"
          "0 1:11 /r/r[id=1] 0= 2=\n"
          "1 1:11 /r/r[id=1] 2=1 3=1\n"
          "0 1:34 /r/r/r 2=\n"
          "cut short: store.xml:1:1: the row <r> is larger than --max-row-size (40 bytes)");
}

TEST_CASE(
    "texts of large rows inside each other are gathered in several readings if they are large") {
    // The text of a row is that of all rows inside it.
    std::string store = "<s>";
    for (int i = 0; i < 20; ++i) {
        store +=
            fmt::format("<r id='{}'>{}<a>x</a>", i, std::string(30, static_cast<char>('a' + i)));
    }
    for (int i = 0; i < 20; ++i) {
        store += "<a>y</a></r><r/>";
    }
    store += "</s>";
    ReadLimits limits;
    for (const std::size_t max_row_bytes : {1U << 20U, 5000U, 1700U}) {
        limits.max_row_bytes = max_row_bytes;
        const std::string rows = read_twice(store, with_uses(whole({"//r"})), limits);
        CHECK(rows.find("error") == std::string::npos);
    }
}

TEST_CASE("random stores give the same rows with few nodes as with all") {
    for (unsigned seed = 0; seed < 300; ++seed) {
        StoreGenerator generator(seed);
        std::string store = seed % 2 == 0 ? generator.store() : generator.repetitive_store();
        store = seed % 4 > 1 ? generator.mutated(store) : store;
        ReadLimits limits;
        limits.recover = seed % 3 == 0;
        limits.max_row_bytes = seed % 5 == 0 ? 200 : limits.max_row_bytes;
        const std::vector<RowRequest> requests[] = {whole({"//*"}), whole({"//r", "/s/*"}),
                                                    whole({"//a", "//r/@id"})};
        read_twice(store, with_uses(requests[seed % 3]), limits);
    }
}
