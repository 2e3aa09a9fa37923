#pragma once

// Sixteen bytes at once: with SSE2 on amd64, NEON on arm64, and a loop elsewhere. No other file
// depends on the architecture.

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace promfile::xml {

// Comparisons give a block of bytes that are 0xff where they hold and 0 elsewhere. `first`,
// `covers` and `count` are for such blocks.
class Block {
public:
    static constexpr unsigned size = 16;

#if defined(__SSE2__)
    static Block load(const char* bytes) {
        __m128i value;
        std::memcpy(&value, bytes, size);
        return Block(value);
    }
    static Block all(char byte) {
        return Block(_mm_set1_epi8(byte));
    }
    Block operator==(Block other) const {
        return Block(_mm_cmpeq_epi8(value_, other.value_));
    }
    // Compares bytes as signed numbers, so all bytes beyond ASCII (0x80 to 0xff) are less than any
    // byte of ASCII: `block < all(' ')` finds them together with the control characters.
    Block operator<(Block other) const {
        return Block(_mm_cmplt_epi8(value_, other.value_));
    }
    Block operator|(Block other) const {
        return Block(_mm_or_si128(value_, other.value_));
    }
    // The index of the first 0xff, or `size` if there is none.
    unsigned first() const {
        return static_cast<unsigned>(std::countr_zero(bits() | 1U << size));
    }
    // Are the first `count` bytes 0xff? `count` is at most `size`.
    bool covers(unsigned count) const {
        return (~bits() & ((1U << count) - 1U)) == 0;
    }
    // The number of bytes that are 0xff.
    unsigned count() const {
        return static_cast<unsigned>(std::popcount(bits()));
    }

private:
    explicit Block(__m128i value) : value_(value) {}
    unsigned bits() const {
        return static_cast<unsigned>(_mm_movemask_epi8(value_));
    }
    __m128i value_;

#elif defined(__ARM_NEON) && defined(__aarch64__)
    static Block load(const char* bytes) {
        uint8x16_t value;
        std::memcpy(&value, bytes, size);
        return Block(value);
    }
    static Block all(char byte) {
        return Block(vdupq_n_u8(static_cast<std::uint8_t>(byte)));
    }
    Block operator==(Block other) const {
        return Block(vceqq_u8(value_, other.value_));
    }
    Block operator<(Block other) const {
        return Block(vcltq_s8(vreinterpretq_s8_u8(value_), vreinterpretq_s8_u8(other.value_)));
    }
    Block operator|(Block other) const {
        return Block(vorrq_u8(value_, other.value_));
    }
    unsigned first() const {
        return static_cast<unsigned>(std::countr_zero(nibbles())) / 4;
    }
    bool covers(unsigned count) const {
        const auto unset = static_cast<unsigned>(std::countr_one(nibbles())) / 4;
        return unset >= count;
    }
    unsigned count() const {
        return static_cast<unsigned>(std::popcount(nibbles())) / 4;
    }

private:
    explicit Block(uint8x16_t value) : value_(value) {}
    // Four bits for each byte. NEON has no movemask; shifting 16-bit lanes right by four and
    // keeping their low halves does the same in one instruction.
    std::uint64_t nibbles() const {
        const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(value_), 4);
        return vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
    }
    uint8x16_t value_;

#else
    static Block load(const char* bytes) {
        Block block;
        std::memcpy(block.bytes_, bytes, size);
        return block;
    }
    static Block all(char byte) {
        Block block;
        std::memset(block.bytes_, static_cast<unsigned char>(byte), size);
        return block;
    }
    Block operator==(Block other) const {
        return map(other, [](signed char a, signed char b) { return a == b ? -1 : 0; });
    }
    Block operator<(Block other) const {
        return map(other, [](signed char a, signed char b) { return a < b ? -1 : 0; });
    }
    Block operator|(Block other) const {
        return map(other, [](signed char a, signed char b) { return a | b; });
    }
    unsigned first() const {
        unsigned i = 0;
        while (i < size && bytes_[i] == 0) {
            ++i;
        }
        return i;
    }
    bool covers(unsigned count) const {
        unsigned i = 0;
        while (i < count && bytes_[i] != 0) {
            ++i;
        }
        return i == count;
    }
    unsigned count() const {
        unsigned ones = 0;
        for (const signed char byte : bytes_) {
            ones += byte != 0;
        }
        return ones;
    }

private:
    Block() = default;
    template<typename Function>
    Block map(Block other, Function function) const {
        Block out;
        for (unsigned i = 0; i < size; ++i) {
            out.bytes_[i] = static_cast<signed char>(function(bytes_[i], other.bytes_[i]));
        }
        return out;
    }
    signed char bytes_[size];
#endif
};

// The number of NUL bytes after the end of each text. Loops that load blocks need not look for the
// end: XML does not allow NUL, so it ends each of them.
inline constexpr std::size_t padding_bytes = 64;

} // namespace promfile::xml
