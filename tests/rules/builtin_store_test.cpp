#include "rules/builtin_store.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

TEST_CASE("prefixes") {
    struct Case {
        std::string root;
        std::string prefix;
    };
    const Case cases[] = {
        {"store", "store"},
        {"Store", "store"},
        {"HTTPServerList", "http_server_list"},
        {"dataV2Set", "data_v2_set"},
        {"a-b.c", "a_b_c"},
        {"_a_", "a"},
        {"a__b", "a_b"},
        {"ns:Items", "items"},
        {"a:b:c", "c"},
        {"gr\xc3\xb6\xc3\x9f"
         "e",
         "gr_e"},
        {"\xe5\xba\x97", "xml"},
        {"_", "xml"},
        {"", "xml"},
        {"_3com", "xml_3com"},
        {"node", "xml_node"},
        {"Node", "xml_node"},
        {"nodes", "nodes"},
        {"up", "xml_up"},
        {"go", "xml_go"},
        {"process", "xml_process"},
        {"promhttp", "xml_promhttp"},
        {"scrape", "xml_scrape"},
        {"promfile", "xml_promfile"},
        {"node-x", "xml_node_x"},
        {std::string(80, 'a'), std::string(64, 'a')},
        {std::string(63, 'a') + "-b", std::string(63, 'a')},
        {"node-" + std::string(80, 'a'), "xml_node_" + std::string(55, 'a')},
    };
    for (const Case& each : cases) {
        CAPTURE(each.root);
        CHECK(derived_prefix(each.root) == each.prefix);
    }
}
