#include "xml/simd.hpp"

#include <array>
#include <doctest/doctest.h>
#include <random>

using namespace promfile::xml;

namespace {

using Bytes = std::array<char, Block::size>;

// All that can be asked of a block, for each of the comparisons.
template<typename Vector>
std::vector<unsigned> answers(const Bytes& left, const Bytes& right, char byte) {
    const Vector a = Vector::load(left.data());
    const Vector b = Vector::load(right.data());
    std::vector<unsigned> out;
    for (const Vector& block : {a == b, a < b, a == Vector::all(byte), a < Vector::all(byte),
                                (a == b) | (b < Vector::all(byte))}) {
        out.push_back(block.first());
        out.push_back(block.count());
        for (unsigned count = 0; count <= Vector::size; ++count) {
            out.push_back(block.covers(count));
        }
    }
    return out;
}

} // namespace

TEST_CASE("sixteen bytes at once give the result of a plain loop") {
    std::mt19937 random(1);
    // The limits of a signed and of an unsigned byte, what XML looks for, and anything.
    constexpr std::string_view special("\0\x01\t\n\r\x1f !\"&'<>]\x7e\x7f\x80\x81\xc3\xfe\xff", 21);
    const auto any = [&] {
        return random() % 4 == 0 ? static_cast<char>(random() % 256)
                                 : special[random() % special.size()];
    };
    for (int i = 0; i < 20'000; ++i) {
        Bytes left{};
        Bytes right{};
        for (unsigned at = 0; at < Block::size; ++at) {
            left[at] = any();
            right[at] = random() % 3 == 0 ? any() : left[at];
        }
        const Bytes& other = i % 8 == 0 ? left : right;
        const char byte = any();
        CHECK(answers<Block>(left, other, byte) == answers<PlainBlock>(left, other, byte));
    }
}

TEST_CASE("a block is compared as signed bytes, up to a count, from its first byte on") {
    const Block text = Block::load("ab\n\xc3\xa9<defghijklm");
    CHECK((text == Block::all('<')).first() == 5);
    CHECK((text == Block::all('?')).first() == Block::size);
    CHECK((text < Block::all(' ')).first() == 2);
    CHECK((text < Block::all(' ')).count() == 3);
    CHECK((text == Block::load("ab\n\xc3\xa9>defghijklm")).covers(5));
    CHECK_FALSE((text == Block::load("ab\n\xc3\xa9>defghijklm")).covers(6));
}
