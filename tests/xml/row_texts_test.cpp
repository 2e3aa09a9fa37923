#include "xml/row_texts.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace promfile::xml;

TEST_CASE("a list of texts gives back all texts in order, short and long ones") {
    TextList list;
    CHECK(list.empty());
    std::vector<std::string> added;
    for (size_t i = 0; i < 60'000; ++i) {
        const size_t size = i % 7 == 0 ? 0 : i % 20'011 == 3 ? 200'000 : i % 40;
        const std::string text(size, static_cast<char>('a' + i % 26));
        list.add_part(std::string_view(text).substr(0, size / 3));
        list.add_part(std::string_view(text).substr(size / 3));
        CHECK(list.empty() == (i == 0)); // the text has not ended
        list.end_text();
        added.push_back(text);
    }
    CHECK(list.front() == added.front());
    size_t same = 0;
    CHECK_FALSE(list.any([&](std::string_view text) {
        same += same < added.size() && text == added[same];
        return false;
    }));
    CHECK(same == added.size());
    size_t seen = 0;
    CHECK(list.any([&](std::string_view) { return ++seen == 40'000; }));
    CHECK(seen == 40'000);
}
