#include "suggest/words.hpp"

#include <doctest/doctest.h>

using namespace promfile::suggest;

TEST_CASE("names are split into words however they are written") {
    struct Case {
        const char* name;
        const char* snake;
    };
    const Case cases[] = {
        {"clusterOptions", "cluster_options"},
        {"cluster-options", "cluster_options"},
        {"ns:ClusterOptions", "cluster_options"},
        {"JVMMemoryMB", "jvm_memory_mb"},
        {"bytes_in", "bytes_in"},
        {"rxkB", "rx_kb"},
        {"cpu_mV", "cpu_mv"},
        {"maxkWh", "maxk_wh"},
        {"diskB", "disk_b"},
        {"mAverage", "m_average"},
        {"lastupdate", "last_update"},
        {"starttime", "start_time"},
        {"jobbytes", "job_bytes"},
        {"Slot1", "slot1"},
        {"hudson.node_monitors.SwapSpaceMonitor", "swap_space_monitor"},
        {"disk.Usage", "disk_usage"},
        {"Disk.io.Usage", "disk_io_usage"},
        {"a.b.", "a_b"},
        {"", ""},
        {"--", ""},
        {"données", "donn_es"},
    };
    for (const Case& one : cases) {
        CHECK_MESSAGE(snake_case(one.name) == one.snake, one.name);
    }
}

TEST_CASE("a word of a list stands between underscores or ends") {
    CHECK(holds_word("bytes_in_total", "packets bytes_in"));
    CHECK(holds_word("in", "in out"));
    CHECK_FALSE(holds_word("instance", "in out"));
    CHECK_FALSE(holds_word("bytes_inner", "bytes_in"));
    CHECK(ends_in_word("response_time", "time"));
    CHECK_FALSE(ends_in_word("uptime", "time"));
    CHECK_FALSE(ends_in_word("time_left", "time"));
    CHECK(is_word("name", "id name"));
    CHECK_FALSE(is_word("name_x", "id name"));
    CHECK(holds_text("userpassword", "token passw"));
    CHECK_FALSE(holds_text("pass", "token passw"));
}

TEST_CASE("plurals") {
    CHECK(plural_of("query") == "queries");
    CHECK(plural_of("key") == "keys");
    CHECK(plural_of("box") == "boxes");
    CHECK(plural_of("status") == "status");
    CHECK(is_plural_of("queries", "query"));
    CHECK(is_plural_of("user_list", "user"));
    CHECK_FALSE(is_plural_of("userland", "user"));
}

TEST_CASE("repeated words are there once") {
    CHECK(joined(without_repeats({"disk", "io", "disk", "io", "time"})) == "disk_io_time");
    CHECK(joined(without_repeats({"a", "a", "a"})) == "a");
    CHECK(joined(without_repeats({"a", "b", "a"})) == "a_b_a");
}
