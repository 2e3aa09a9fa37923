#include "processor_time.hpp"
#include "xml/rows_text.hpp"

#include <functional>

using namespace promfile;
using namespace promfile::xml;

namespace {

struct Hostile {
    const char* what;
    std::function<std::string(std::size_t n)> store; // whose size grows as n does
    std::size_t n;
};

std::string attribute_defaults(std::size_t n) {
    std::string declaration = "<!DOCTYPE s [";
    for (std::size_t i = 0; i < n; ++i) {
        declaration += fmt::format("<!ATTLIST r a{} CDATA ''>", i);
    }
    return declaration + "]>";
}

const Hostile stores[] = {
    {"<? in a comment", [](std::size_t n) { return "<s><!--" + repeated("<?", n) + "--><r/></s>"; },
     80'000},
    {"<? in CDATA",
     [](std::size_t n) { return "<s><r><![CDATA[" + repeated("<?", n) + "]]></r></s>"; }, 60'000},
    {"<? in a processing instruction",
     [](std::size_t n) { return "<s><?p " + repeated("<?", n) + "?><r/></s>"; }, 80'000},
    {"<!-- in a comment",
     [](std::size_t n) { return "<s><!--" + repeated("<!- ", n) + "--><r/></s>"; }, 40'000},
    {"] in text", [](std::size_t n) { return "<s><r>" + repeated("]]", n) + "</r></s>"; }, 40'000},
    {"] in CDATA",
     [](std::size_t n) { return "<s><r><![CDATA[" + repeated("]]", n) + "x]]></r></s>"; }, 40'000},
    {"& without an end", [](std::size_t n) { return "<s><r>" + repeated("&a", n) + "</r></s>"; },
     80'000},
    {"a reference without an end",
     [](std::size_t n) { return "<s><r>&" + repeated("ab", n) + "</r></s>"; }, 60'000},
    {"a quote without an end",
     [](std::size_t n) { return "<s><r a='" + repeated("b=\"c\" ", n) + "></r></s>"; }, 30'000},
    {"attributes",
     [](std::size_t n) {
         std::string store = "<s><r";
         for (std::size_t i = 0; i < n; ++i) {
             store += fmt::format(" a{:07}='{}'", i * 7919 % n, i);
         }
         return store + "/></s>";
     },
     6'000},
    {"line ends of CR LF before a reference",
     [](std::size_t n) { return "<s><r>" + repeated("\r\n", n) + "&amp;</r></s>"; }, 40'000},
    {"rows in one line", [](std::size_t n) { return "<s>" + repeated("<r a='1'/>", n) + "</s>"; },
     11'000},
    {"rows in a row", [](std::size_t n) { return "<s><r>" + repeated("<r/>", n) + "</r></s>"; },
     11'000},
    {"rows of lines that differ",
     [](std::size_t n) {
         std::string store = "<s>";
         for (std::size_t i = 0; i < n; ++i) {
             store += fmt::format("<r a{}='1'/>\n", i);
         }
         return store + "</s>";
     },
     6'000},
    {"a large row, and small ones",
     [](std::size_t n) {
         return "<s><r>" + std::string(n * 50, 'x') + "</r>" + repeated("<r/>\n", n) + "</s>";
     },
     4'000},
    {"large start tags that are open",
     [](std::size_t n) {
         return repeated("<a b='" + std::string(n, 'x') + "'>", 80) + repeated("</a>", 80);
     },
     4'000},
    {"levels",
     [](std::size_t n) {
         return "<s>" + repeated(repeated("<r>", 900) + repeated("</r>", 900), n) + "</s>";
     },
     4},
    {"a chain of entities",
     [](std::size_t n) {
         std::string store = "<!DOCTYPE s [<!ENTITY e0 'x'>";
         for (std::size_t i = 1; i < n; ++i) {
             store += fmt::format("<!ENTITY e{} '&e{};'>", i, i - 1);
         }
         return store + fmt::format("]><s><r a='&e{};'>&e{};</r></s>", n - 1, n - 1);
     },
     4'000},
    {"attribute defaults", [](std::size_t n) { return attribute_defaults(n) + "<s><r/></s>"; },
     8'000},
    {"rows with attribute defaults",
     [](std::size_t n) { return attribute_defaults(100) + "<s>" + repeated("<r/>", n) + "</s>"; },
     4'000},
    {"parentheses of a content model",
     [](std::size_t n) {
         return "<!DOCTYPE s [<!ELEMENT s " + repeated("(", n) + "a" + repeated(")", n) +
                ">]><s><r/></s>";
     },
     40'000},
};

void read_rows(const std::string& store, const std::vector<RowRequest>& requests) {
    try {
        RowReader reader(bytes_of(store, 1 << 16), "store.xml", requests, {});
        for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
            for (const Row& row : rows) {
                reader.position_of(row);
            }
        }
    } catch (const Error&) { // what it costs to refuse it counts as well
    }
}

} // namespace

TEST_CASE("no hostile store costs more than twice as much when it is twice as large") {
    for (const auto& requests : {whole({"//r"}), tags({"//r"})}) {
        for (const Hostile& hostile : stores) {
            check_twice_costs_twice(hostile.what, hostile.n, hostile.store,
                                    [&](const std::string& store) { read_rows(store, requests); });
        }
    }
}
