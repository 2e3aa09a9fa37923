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

// A comparison gives a block with a byte of 0xff for each byte for which it is true, and a byte of
// 0 for each other byte. `first`, `covers` and `count` are for such blocks. PlainBlock is made of
// plain loops; the other blocks give the same results, faster, and a test compares them.
class PlainBlock {
public:
    static constexpr unsigned size = 16;

    static PlainBlock load(const char* bytes) {
        PlainBlock block;
        std::memcpy(block.bytes_, bytes, size);
        return block;
    }
    static PlainBlock all(char byte) {
        PlainBlock block;
        std::memset(block.bytes_, static_cast<unsigned char>(byte), size);
        return block;
    }
    PlainBlock operator==(PlainBlock other) const {
        return map(other, [](signed char a, signed char b) { return a == b ? -1 : 0; });
    }
    // Compares bytes as signed numbers, so all bytes beyond ASCII (0x80 to 0xff) are less than any
    // byte of ASCII: `block < all(' ')` finds them together with the control characters.
    PlainBlock operator<(PlainBlock other) const {
        return map(other, [](signed char a, signed char b) { return a < b ? -1 : 0; });
    }
    PlainBlock operator|(PlainBlock other) const {
        return map(other, [](signed char a, signed char b) { return a | b; });
    }
    // The index of the first 0xff, or `size` if there is none.
    unsigned first() const {
        unsigned i = 0;
        while (i < size && bytes_[i] == 0) {
            ++i;
        }
        return i;
    }
    // Are the first `count` bytes 0xff? `count` is at most `size`.
    bool covers(unsigned count) const {
        unsigned i = 0;
        while (i < count && bytes_[i] != 0) {
            ++i;
        }
        return i == count;
    }
    // The number of bytes that are 0xff.
    unsigned count() const {
        unsigned ones = 0;
        for (const signed char byte : bytes_) {
            ones += byte != 0;
        }
        return ones;
    }

private:
    PlainBlock() = default;
    template<typename Function>
    PlainBlock map(PlainBlock other, Function function) const {
        PlainBlock out;
        for (unsigned i = 0; i < size; ++i) {
            out.bytes_[i] = static_cast<signed char>(function(bytes_[i], other.bytes_[i]));
        }
        return out;
    }
    signed char bytes_[size];
};

#if defined(__SSE2__)

class Sse2Block {
public:
    static constexpr unsigned size = 16;

    static Sse2Block load(const char* bytes) {
        __m128i value;
        std::memcpy(&value, bytes, size);
        return Sse2Block(value);
    }
    static Sse2Block all(char byte) { return Sse2Block(_mm_set1_epi8(byte)); }
    Sse2Block operator==(Sse2Block other) const {
        return Sse2Block(_mm_cmpeq_epi8(value_, other.value_));
    }
    Sse2Block operator<(Sse2Block other) const {
        return Sse2Block(_mm_cmplt_epi8(value_, other.value_));
    }
    Sse2Block operator|(Sse2Block other) const {
        return Sse2Block(_mm_or_si128(value_, other.value_));
    }
    unsigned first() const { return static_cast<unsigned>(std::countr_zero(bits() | 1U << size)); }
    bool covers(unsigned count) const { return (~bits() & ((1U << count) - 1U)) == 0; }
    // Sums of eight ones each: every amd64 has them, while popcnt would be a call on most.
    unsigned count() const {
        const __m128i zero = _mm_setzero_si128();
        const __m128i sums = _mm_sad_epu8(_mm_sub_epi8(zero, value_), zero);
        return static_cast<unsigned>(_mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4));
    }

private:
    explicit Sse2Block(__m128i value) : value_(value) {}
    unsigned bits() const { return static_cast<unsigned>(_mm_movemask_epi8(value_)); }
    __m128i value_;
};
using Block = Sse2Block;

#elif defined(__ARM_NEON) && defined(__aarch64__)

class NeonBlock {
public:
    static constexpr unsigned size = 16;

    static NeonBlock load(const char* bytes) {
        uint8x16_t value;
        std::memcpy(&value, bytes, size);
        return NeonBlock(value);
    }
    static NeonBlock all(char byte) {
        return NeonBlock(vdupq_n_u8(static_cast<std::uint8_t>(byte)));
    }
    NeonBlock operator==(NeonBlock other) const {
        return NeonBlock(vceqq_u8(value_, other.value_));
    }
    NeonBlock operator<(NeonBlock other) const {
        return NeonBlock(vcltq_s8(vreinterpretq_s8_u8(value_), vreinterpretq_s8_u8(other.value_)));
    }
    NeonBlock operator|(NeonBlock other) const { return NeonBlock(vorrq_u8(value_, other.value_)); }
    unsigned first() const { return static_cast<unsigned>(std::countr_zero(nibbles())) / 4; }
    bool covers(unsigned count) const {
        return static_cast<unsigned>(std::countr_one(nibbles())) / 4 >= count;
    }
    unsigned count() const { return static_cast<unsigned>(std::popcount(nibbles())) / 4; }

private:
    explicit NeonBlock(uint8x16_t value) : value_(value) {}
    // Four bits for each byte. NEON has no movemask; shifting 16-bit lanes right by four and
    // keeping their low halves does the same in one instruction.
    std::uint64_t nibbles() const {
        const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(value_), 4);
        return vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
    }
    uint8x16_t value_;
};
using Block = NeonBlock;

#else
using Block = PlainBlock;
#endif

// The number of NUL bytes after the end of each text. Loops that load blocks need not look for the
// end: XML does not allow NUL, so it ends each of them.
inline constexpr std::size_t padding_bytes = 64;

} // namespace promfile::xml
