#include "values/time_zone.hpp"

#include "support/error.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace promfile;

namespace {

std::int64_t local(int year, unsigned month, unsigned day, unsigned hour, unsigned minute) {
    using namespace std::chrono;
    const sys_days midnight =
        std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
    return seconds(midnight.time_since_epoch()).count() + hour * 3600 + minute * 60;
}

std::string big_endian(std::int64_t value, unsigned size) {
    std::string out;
    for (unsigned i = size; i-- > 0;) {
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
    }
    return out;
}

// A zone that was LMT (+0:30), then AAA (+1) from 1900-01-01, and then goes by the footer.
std::string tzif(const std::string& footer) {
    const auto block = [](unsigned time_size) {
        std::string out = "TZif2" + std::string(15, '\0');
        for (const unsigned count : {0U, 0U, 0U, 1U, 2U, 8U}) {
            out += big_endian(count, 4);
        }
        out += big_endian(-2208988800, time_size) + std::string(1, '\1');
        out += big_endian(1800, 4) + std::string("\0\0", 2);
        out += big_endian(3600, 4) + std::string("\0\4", 2);
        return out + std::string("LMT\0AAA\0", 8);
    };
    return block(4) + block(8) + "\n" + footer + "\n";
}

} // namespace

TEST_CASE("POSIX TZ strings") {
    const struct {
        const char* zone;
        std::int64_t shown;
        std::int64_t unix_seconds;
    } cases[] = {
        {"UTC", local(2026, 6, 1, 12, 0), local(2026, 6, 1, 12, 0)},
        {"UTC0", local(2026, 6, 1, 12, 0), local(2026, 6, 1, 12, 0)},
        {"LMT-1:02:03", local(2026, 6, 1, 13, 2) + 3, local(2026, 6, 1, 12, 0)},
        {"EST5", local(2026, 6, 1, 7, 0), local(2026, 6, 1, 12, 0)},
        {"<+0530>-5:30", local(2026, 6, 1, 17, 30), local(2026, 6, 1, 12, 0)},
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 6, 1, 14, 0), local(2026, 6, 1, 12, 0)},
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 1, 1, 13, 0), local(2026, 1, 1, 12, 0)},
        // The clock shows 02:30 twice: the first of the two.
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 10, 25, 2, 30), local(2026, 10, 25, 0, 30)},
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 10, 25, 3, 0), local(2026, 10, 25, 2, 0)},
        // It never shows 02:30: as 03:30.
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 3, 29, 2, 30), local(2026, 3, 29, 1, 30)},
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 3, 29, 3, 30), local(2026, 3, 29, 1, 30)},
        {"CET-1CEST,M3.5.0,M10.5.0/3", local(2026, 3, 29, 1, 59), local(2026, 3, 29, 0, 59)},
        // The southern summer goes over the new year.
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", local(2026, 1, 1, 23, 0), local(2026, 1, 1, 12, 0)},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", local(2026, 7, 1, 22, 0), local(2026, 7, 1, 12, 0)},
        {"XXX3YYY,J60,J300", local(2024, 3, 1, 12, 0), local(2024, 3, 1, 14, 0)},
        {"XXX3YYY,59,300", local(2024, 2, 29, 12, 0), local(2024, 2, 29, 14, 0)},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", local(2026, 7, 1, 11, 0), local(2026, 7, 1, 12, 0)},
    };
    for (const auto& c : cases) {
        CAPTURE(c.zone);
        CAPTURE(c.shown);
        CHECK(TimeZone::load(c.zone, "/nowhere").unix_seconds(c.shown) == c.unix_seconds);
    }
    for (const char* bad :
         {"", "Foo", "Mars/Olympus", "CET", "CET-1CEST", "CE-1", "CET-1CEST,M3.5.0", "CET-25",
          "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1x", "<CET-1", "../UTC0",
          "utc", "+02:00"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(TimeZone::load(bad, "/nowhere"), Error);
    }
}

TEST_CASE("zone files") {
    const auto zone = TimeZone::from_tzif(tzif("AAA-1BBB,M3.5.0,M10.5.0/3"));
    REQUIRE(zone.has_value());
    CHECK(zone->at(local(1899, 1, 1, 0, 0)).abbreviation == "LMT");
    CHECK(zone->at(local(1899, 1, 1, 0, 0)).seconds == 1800);
    CHECK(zone->at(local(2026, 1, 1, 0, 0)).abbreviation == "AAA");
    CHECK(zone->at(local(2026, 7, 1, 0, 0)).abbreviation == "BBB");
    CHECK(zone->unix_seconds(local(2026, 7, 1, 12, 0)) == local(2026, 7, 1, 10, 0));

    const std::string whole = tzif("");
    for (size_t size = 0; size < whole.size(); ++size) {
        TimeZone::from_tzif(std::string_view(whole).substr(0, size)); // must not read beyond
    }
    CHECK_FALSE(TimeZone::from_tzif("no zone").has_value());
    CHECK_FALSE(TimeZone::from_tzif(std::string_view(whole).substr(0, 100)).has_value());

    // The data of 64 bits: the type of the transition, then the names of the two types.
    const size_t transition = whole.size() - 2 - 8 - 12 - 1;
    for (const size_t at : {transition, transition + 6, transition + 12}) {
        std::string damaged = whole;
        CHECK(damaged[at] < 5);
        damaged[at] = 9;
        CHECK_FALSE(TimeZone::from_tzif(damaged).has_value());
    }

    const auto directory = std::filesystem::temp_directory_path() / "promfile_time_zone_test";
    std::filesystem::create_directories(directory / "Test");
    std::ofstream(directory / "Test/Zone", std::ios::binary) << tzif("AAA-1");
    std::ofstream(directory / "Test/Damaged", std::ios::binary)
        << tzif("").substr(0, 90) + std::string(50, '\x7f');
    CHECK(TimeZone::load("Test/Zone", directory).unix_seconds(3600) == 0);
    CHECK(TimeZone::load((directory / "Test/Zone").string(), "").unix_seconds(3600) == 0);
    CHECK_THROWS_AS(TimeZone::load("Test/Damaged", directory), Error);
    CHECK_THROWS_AS(TimeZone::load("Test", directory), Error);
    std::filesystem::remove_all(directory);
}
