#include "aggregate/series_key.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <set>

using namespace promfile;

namespace {

constexpr size_t longest = 40;

// A key and all that it refers to.
struct OwnKey {
    explicit OwnKey(const std::vector<std::string_view>& of) : texts(of.begin(), of.end()) {
        for (const std::string& text : texts) {
            key.add(values.emplace_back(text));
        }
    }
    OwnKey(const OwnKey&) = delete;

    std::deque<std::string> texts;
    std::deque<LabelValue> values;
    SeriesKey key;
};

std::string text_of(size_t size) {
    std::string text;
    for (size_t i = 0; i < size; ++i) {
        text += static_cast<char>('A' + i);
    }
    return text;
}

} // namespace

TEST_CASE("a key is the text of its values, and its hash does not depend on where they stand") {
    for (size_t size = 0; size <= longest; ++size) {
        CAPTURE(size);
        const OwnKey own({text_of(size)});
        CHECK(own.key.joined() == text_of(size) + '\0');
        CHECK(own.key.is(own.key.joined()));
        for (size_t offset = 1; offset < 8; ++offset) {
            const std::string moved = std::string(offset, 'x') + text_of(size);
            const LabelValue value(std::string_view(moved).substr(offset));
            SeriesKey key;
            key.add(value);
            CHECK(key.hash() == own.key.hash());
            CHECK(key.is(own.key.joined()));
        }
    }
}

TEST_CASE("two keys differ, whichever byte they differ in") {
    for (size_t size = 0; size <= longest; ++size) {
        const OwnKey own({"a", text_of(size), "b"});
        for (size_t at = 0; at < size; ++at) {
            for (const char bit : {'\x01', '\x20', '\x80'}) {
                CAPTURE(size);
                CAPTURE(at);
                std::string text = text_of(size);
                text[at] = static_cast<char>(text[at] ^ bit);
                const OwnKey other({"a", text, "b"});
                CHECK_FALSE(own.key.is(other.key.joined()));
                CHECK(own.key.hash() != other.key.hash());
            }
        }
        const std::string joined = own.key.joined();
        for (size_t cut = 0; cut < joined.size(); ++cut) {
            CHECK_FALSE(own.key.is(joined.substr(0, cut)));
        }
        CHECK_FALSE(own.key.is(joined + '\0'));
        CHECK_FALSE(own.key.is(joined + "c" + '\0'));
    }
}

TEST_CASE("keys differ by the number, the order and the ends of their values") {
    const auto texts = {"", "a", "b", "ab", "ABCDEFGH", "ABCDEFGHA", "ABCDEFGHABCDEFGH"};
    std::vector<std::vector<std::string_view>> keys = {{}};
    for (const char* text : texts) {
        keys.push_back({std::string_view(text)});
        for (const char* second : texts) {
            keys.push_back({std::string_view(text), std::string_view(second)});
        }
    }
    std::set<size_t> hashes;
    for (const auto& values : keys) {
        const OwnKey own(values);
        hashes.insert(own.key.hash());
        for (const auto& others : keys) {
            CHECK(own.key.is(OwnKey(others).key.joined()) == (others == values));
        }
    }
    CHECK(hashes.size() == keys.size());
}

TEST_CASE("a joined key is split into the values that it was joined of") {
    for (size_t size = 0; size <= longest; ++size) {
        const std::string text = text_of(size);
        for (const std::vector<std::string_view>& values :
             {std::vector<std::string_view>{text}, {"", text}, {text, "", "b", text}}) {
            const std::string joined = OwnKey(values).key.joined();
            CHECK(split_key(joined) == values);
        }
    }
    CHECK(split_key("").empty());
}

TEST_CASE("a cleared key is as new") {
    OwnKey own({"a", "b"});
    own.key.clear();
    CHECK(own.key.hash() == SeriesKey().hash());
    CHECK(own.key.joined().empty());
    CHECK(own.key.is(""));
    own.key.add(own.values.back());
    CHECK(own.key.hash() == OwnKey({"b"}).key.hash());
    CHECK(own.key.is(OwnKey({"b"}).key.joined()));
}
