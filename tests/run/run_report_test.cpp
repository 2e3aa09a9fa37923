#include "run/run_report.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("the last success is this run, or the one that the published file tells of") {
    PublishedFile published;
    published.families.emplace_back().name = last_success_name;
    published.families.back().samples.push_back({"", {}, 1000});
    CHECK(published_last_success(published) == 1000);
    CHECK(published_last_success({}) == 0);

    const auto last_success = [&](bool stands, bool all_read, std::uint64_t timeouts) {
        Data data;
        data.stands = stands;
        Inputs inputs;
        inputs.stores.all_read = all_read;
        inputs.sensors.errors["timeout"] = timeouts;
        return run_report(data, inputs, published, {2000, 1}, {}).last_success;
    };
    CHECK(last_success(false, true, 0) == 2000);
    CHECK(last_success(true, true, 0) == 1000);
    CHECK(last_success(false, false, 0) == 1000);
    CHECK(last_success(false, true, 1) == 1000);
}
