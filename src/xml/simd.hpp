#pragma once

// Sixteen bytes at once: with SSE2 on amd64, NEON on arm64, and a loop elsewhere. No other file
// depends on the architecture, except utf8_blocks.cpp.

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
    // Differences of bytes, modulo 256, and the sum of bytes as unsigned numbers: `counts - found`
    // adds 1 to each count where a comparison is true.
    PlainBlock operator-(PlainBlock other) const {
        return map(other, [](signed char a, signed char b) { return a - b; });
    }
    unsigned sum() const {
        unsigned total = 0;
        for (const signed char byte : bytes_) {
            total += static_cast<unsigned char>(byte);
        }
        return total;
    }
    // The number of bytes that are 0xff.
    unsigned count() const { return (all(0) - *this).sum(); }

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

#if defined(__SSE2__) || (defined(__ARM_NEON) && defined(__aarch64__))

// Compares with the vector types that GCC and Clang have in common; only a question about all bytes
// needs instructions of the architecture.
class VectorBlock {
public:
    static constexpr unsigned size = 16;

    static VectorBlock load(const char* bytes) {
        Bytes value;
        std::memcpy(&value, bytes, size);
        return VectorBlock(value);
    }
    static VectorBlock all(char byte) {
        return VectorBlock(Bytes{} + static_cast<signed char>(byte));
    }
    VectorBlock operator==(VectorBlock other) const { return VectorBlock(value_ == other.value_); }
    VectorBlock operator<(VectorBlock other) const { return VectorBlock(value_ < other.value_); }
    VectorBlock operator|(VectorBlock other) const { return VectorBlock(value_ | other.value_); }
    VectorBlock operator-(VectorBlock other) const {
        return VectorBlock(reinterpret_cast<Bytes>(reinterpret_cast<Unsigned>(value_) -
                                                   reinterpret_cast<Unsigned>(other.value_)));
    }
    unsigned first() const;
    bool covers(unsigned count) const;
    unsigned sum() const;
    unsigned count() const { return (all(0) - *this).sum(); }

private:
    using Bytes [[gnu::vector_size(size)]] = signed char;
    using Unsigned [[gnu::vector_size(size)]] = unsigned char;

    explicit VectorBlock(Bytes value) : value_(value) {}
    Bytes value_;
};
using Block = VectorBlock;

#else
using Block = PlainBlock;
#endif

#if defined(__SSE2__)

// A bit for each byte.
inline unsigned bits(__m128i bytes) {
    return static_cast<unsigned>(_mm_movemask_epi8(bytes));
}
inline unsigned VectorBlock::first() const {
    return static_cast<unsigned>(
        std::countr_zero(bits(reinterpret_cast<__m128i>(value_)) | 1U << size));
}
inline bool VectorBlock::covers(unsigned count) const {
    const unsigned others = ~bits(reinterpret_cast<__m128i>(value_)) | 1U << size;
    return static_cast<unsigned>(std::countr_zero(others)) >= count;
}
inline unsigned VectorBlock::sum() const {
    const __m128i halves = _mm_sad_epu8(reinterpret_cast<__m128i>(value_), _mm_setzero_si128());
    return static_cast<unsigned>(_mm_cvtsi128_si32(halves) + _mm_extract_epi16(halves, 4));
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

// Four bits for each byte. NEON has no movemask; shifting 16-bit lanes right by four and keeping
// their low halves does the same in one instruction.
inline std::uint64_t nibbles(int8x16_t bytes) {
    const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_s8(bytes), 4);
    return vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
}
inline unsigned VectorBlock::first() const {
    return static_cast<unsigned>(std::countr_zero(nibbles(value_))) / 4;
}
inline bool VectorBlock::covers(unsigned count) const {
    return static_cast<unsigned>(std::countr_one(nibbles(value_))) / 4 >= count;
}
inline unsigned VectorBlock::sum() const {
    return vaddlvq_u8(vreinterpretq_u8_s8(value_));
}

#endif

// The number of NUL bytes after the end of each text. Loops that load blocks need not look for the
// end: XML does not allow NUL, so it ends each of them.
inline constexpr std::size_t padding_bytes = 64;

} // namespace promfile::xml
