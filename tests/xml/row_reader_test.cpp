#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

TEST_CASE("rows are found at any depth, with their ancestors and content") {
    const char* store = "<?xml version='1.0'?>\n"
                        "<!-- <x/> --><s a='1'>\n"
                        "  <g n=\"&lt;&quot;'>\">\n"
                        "    <r i='1'>one<b/></r><r i='2'/>\n"
                        "  </g>\n"
                        "  <r i='3'><r i='4'>four</r></r>\n"
                        "</s>\n";
    CHECK(read_store(store, whole({"/s/g/r"})) == "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] one<b/>\n"
                                                  "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] \n"
                                                  "root s\n");
    CHECK(read_store(store, whole({"//r"})) == "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] one<b/>\n"
                                               "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] \n"
                                               "0 6:3 /s[a=1]/r[i=3] <r i=\"4\">four</r>\n"
                                               "0 6:12 /s[a=1]/r[i=3]/r[i=4] four\n"
                                               "root s\n");
    CHECK(read_store(store, tags({"//*"})) == "0 2:14 /s[a=1]\n"
                                              "0 3:3 /s[a=1]/g[n=<\"'>]\n"
                                              "0 4:5 /s[a=1]/g[n=<\"'>]/r[i=1]\n"
                                              "0 4:17 /s[a=1]/g[n=<\"'>]/r[i=1]/b\n"
                                              "0 4:25 /s[a=1]/g[n=<\"'>]/r[i=2]\n"
                                              "0 6:3 /s[a=1]/r[i=3]\n"
                                              "0 6:12 /s[a=1]/r[i=3]/r[i=4]\n"
                                              "root s\n");
    CHECK(read_store(store, tags({"/*/@*", "//r/@i"})) == "0 2:14 /s[a=1] @a=1\n"
                                                          "1 4:5 /s[a=1]/g[n=<\"'>]/r[i=1] @i=1\n"
                                                          "1 4:25 /s[a=1]/g[n=<\"'>]/r[i=2] @i=2\n"
                                                          "1 6:3 /s[a=1]/r[i=3] @i=3\n"
                                                          "1 6:12 /s[a=1]/r[i=3]/r[i=4] @i=4\n"
                                                          "root s\n");
}

TEST_CASE("rows that are read by their shape do not count towards the size of a later one") {
    // Where a buffer of 1024 bytes ends, a row does.
    std::string store = "<s a='12345678'>";
    std::string rows;
    for (int i = 0; i < 200; ++i) {
        rows += fmt::format("0 1:{} /s[a=12345678]/r[a=1234567] \n", store.size() + 1);
        store += "<r a='1234567'/>";
    }
    ReadLimits limits;
    limits.max_row_bytes = 100;
    CHECK(read_store(store + "</s>", whole({"/s/r"}), limits) == rows + "root s\n");
}

TEST_CASE("an element whose start tag alone is asked for may be larger than a row") {
    std::string store = "<s><r>";
    std::string rows = "0 1:1 /s\n0 1:4 /s/r\n";
    for (int i = 0; i < 50; ++i) {
        rows += fmt::format("0 1:{} /s/r/x\n", store.size() + 1);
        store += "<x/>";
    }
    ReadLimits limits;
    limits.max_row_bytes = 100;
    CHECK(read_store(store + "</r></s>", tags({"//*"}), limits) == rows + "root s\n");
}

TEST_CASE("thousands of rows within a row are returned in parts, each row once and in order") {
    std::string store = "<s><r a='0'>";
    for (int i = 1; i < 3'000; ++i) {
        store += fmt::format("<r a='{}'/>", i);
    }
    store += "</r><r a='3000'/></s>";
    for (const bool whole_document : {false, true}) {
        ReadLimits limits;
        limits.whole_document = whole_document;
        const auto requests = whole({"//r", "/s//r", "//s//r"});
        RowReader reader(bytes_of(store, 100), "store.xml", requests, limits);
        std::size_t expected = 0;
        std::size_t elements = 0;
        std::size_t most = 0;
        for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
            most = std::max(most, rows.size());
            CHECK(rows.front().request == 0); // the first of its element
            for (const Row& row : rows) {
                elements += row.begins_element;
                if (row.request != 0) {
                    continue; // another row of the same element
                }
                CHECK(row.values[row.layout->nodes[row.element + 1].slot] ==
                      std::to_string(expected));
                ++expected;
            }
        }
        CHECK(expected == 3'001);
        CHECK(elements == (whole_document ? 1 : 2));
        CHECK((most > 9'000) == whole_document);
    }
}

TEST_CASE("a text with references may be large, and a row may have many attributes or texts") {
    const std::string large(300'000, 'a');
    const std::string store = "<s><r>&amp;" + large + "<![CDATA[" + large + "]]></r></s>";
    CHECK(read_store(store, whole({"/s/r"})) ==
          "0 1:4 /s/r &amp;" + large + "<![CDATA[" + large + "]]>\nroot s\n");
    std::string row = "<r";
    for (int i = 0; i < 600; ++i) { // more than a shape has
        row += fmt::format(" a{}='{}'", i, i);
    }
    row += "/>";
    const std::string rows = read_store("<s>" + row + row + row + "</s>", whole({"/s/r/@a599"}));
    CHECK(rows.find("@a599=599") != std::string::npos);
    std::string texts;
    for (int i = 0; i < 600; ++i) {
        texts += "x<b/>";
    }
    std::string rows_of_texts;
    for (int i = 0; i < 6; ++i) {
        rows_of_texts += "<r>" + texts + "</r>";
    }
    CHECK(read_store("<s>" + rows_of_texts + "</s>", whole({"/s/r"}))
              .ends_with("\n0 1:15039 /s/r " + texts + "\nroot s\n"));
}

TEST_CASE("elements whose start tag alone is asked for may be larger than a row and alike") {
    ReadLimits limits;
    limits.max_row_bytes = 64;
    const std::string text(200, 'a');
    for (const std::string& content : {"&amp;" + text + "&lt;", text, "<c>" + text + "</c>"}) {
        CAPTURE(content);
        const std::string store =
            fmt::format("<s><r i='1'>{0}</r><r i='2'>{0}</r><r i='3'>{0}</r></s>", content);
        const std::size_t second = 4 + std::string_view("<r i='1'></r>").size() + content.size();
        for (const std::size_t buffer : {std::size_t{7}, std::size_t{1} << 20}) {
            limits.buffer_bytes = buffer;
            CHECK(read_once(bytes_of(store, buffer), tags({"//r"}), limits) ==
                  fmt::format("0 1:4 /s/r[i=1]\n0 1:{} /s/r[i=2]\n0 1:{} /s/r[i=3]\nroot s\n",
                              second, 2 * second - 4));
        }
    }
}
