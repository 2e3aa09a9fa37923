#include "suggest/value_class.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile::suggest;

TEST_CASE("the class of a text, by its form") {
    using enum ValueClass;
    struct Case {
        const char* text;
        ValueClass value_class;
        const char* detail = "";
    };
    const Case cases[] = {
        {"", empty},
        {"queues/orders?view=rss", url},
        {"is a/b?c=d so", word},
        {"0.32, 0.41, 0.39", ValueClass::free_text},
        {"1, 2, 3", word},
        {"5", integer},
        {"-5", integer},
        {"0", integer},
        {"007", code},
        {"1.5", decimal},
        {"1e9", decimal},
        {"n/a", not_available},
        {"Unknown", not_available},
        {"-", not_available},
        {"true", boolean},
        {"OFF", boolean},
        {"Up", boolean},
        {"unlimited", infinity},
        {"-inf", minus_infinity},
        {"634 MiB", quantity, "bytes"},
        {"634MiB", quantity, "bytes"},
        {"12%", quantity, "ratio"},
        {"5120 RPM", quantity, "rpm"},
        {"14.1G", quantity, "power"},
        {"3 MB/s", quantity, "bytes_per_second"},
        {"45 apples", word},
        {"03:04:05", duration},
        {"00:04:05", duration},
        {"0000:00:02.0", code},
        {"1h 30m", duration},
        {"PT5M", duration},
        {"3:04", word},
        {"2021-07-15T05:11:08.926Z", time, "iso8601"},
        {"2021-07-15", time, "iso8601"},
        {"2021-13-45", word},
        {"Fri Oct 18 11:48:54 2019", time, "%a %b %d %H:%M:%S %Y"},
        {"Jun  2 2020 10:11:12", time, "%b %d %Y %H:%M:%S"},
        {"18.10.2019 11:48", time, "%d.%m.%Y %H:%M"},
        {"2024/05/17", time, "%Y/%m/%d"},
        {"20261120 04:05:06", time, "%Y%m%d %H:%M:%S"},
        {"20261120T040506", time, "%Y%m%dT%H%M%S"},
        {"20261120T040506Z", time, "%Y%m%dT%H%M%S%z"},
        {"T00370201", word},
        {"123e4567-e89b-12d3-a456-426614174000", uuid},
        {"GPU-123e4567-e89b-12d3-a456-426614174000", uuid},
        {"{123e4567-e89b-12d3-a456-426614174000}", uuid},
        {"de:ad:be:ef:00:01", mac_address},
        {"10.0.0.1", ip_address},
        {"10.0.0.1:8080", ip_address},
        {"fe80::1ff:fe23", ip_address},
        {"1.2.3", word},
        {"0x7f001234", digest},
        {"d41d8cd98f00b204e9800998ecf8427e", digest},
        {"a.person@example.com", email},
        {"all.q@node.system.internal", word},
        {"https://example.com/", url},
        {"/var/lib/app", path},
        {"/dev", path},
        {"READY", word},
        {"a text of more words than five", free_text},
    };
    for (const Case& one : cases) {
        const ClassifiedValue value = classify(one.text);
        CHECK_MESSAGE(static_cast<int>(value.value_class) == static_cast<int>(one.value_class),
                      one.text);
        CHECK_MESSAGE(value.detail == one.detail, one.text);
    }
    CHECK(classify("1.5").number == 1.5);
    CHECK(classify("634 MiB").number == 634);
    CHECK_FALSE(classify("007").number);
}

TEST_CASE("pairs of words keep the case that was seen") {
    CHECK(boolean_pair("Up") == std::pair(std::string("Up"), std::string("Down")));
    CHECK(boolean_pair("FALSE") == std::pair(std::string("TRUE"), std::string("FALSE")));
    CHECK_FALSE(boolean_pair("running"));
    CHECK(is_state_pair("online"));
    CHECK_FALSE(is_state_pair("yes"));
}
