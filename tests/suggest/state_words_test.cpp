#include "suggest/state_words.hpp"

#include <doctest/doctest.h>

using namespace promfile::suggest;

TEST_CASE("words tell good states from bad ones") {
    for (const char* good : {"ok", "OK", "HEALTH_OK", "Good, In Use", "up:active", "no errors",
                             "Running", "is running", "No fault"}) {
        CHECK_MESSAGE(is_good_state(good), good);
        CHECK_FALSE_MESSAGE(is_bad_state(good), good);
    }
    for (const char* bad : {"failed", "HEALTH_WARN", "down,offline", "not ok", "Not Redundant",
                            "Link Down", "Unknown, No Power", "predictive-failure"}) {
        CHECK_MESSAGE(is_bad_state(bad), bad);
        CHECK_FALSE_MESSAGE(is_good_state(bad), bad);
    }
    for (const char* neither : {"", "idle", "raid5", "notified", "the disk is good to be used",
                                "it says that nothing is bad"}) {
        CHECK_FALSE_MESSAGE(is_good_state(neither), neither);
        CHECK_FALSE_MESSAGE(is_bad_state(neither), neither);
    }
}
