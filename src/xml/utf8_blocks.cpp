// The method of "Validating UTF-8 In Less Than One Instruction Per Byte" (Keiser and Lemire, 2021):
// each kind of fault within two bytes has a bit, and three tables of sixteen entries say which
// faults a byte can be part of, by the four high bits and the four low bits of the byte before and
// by the four high bits of the byte itself. A bit that all three have in common is a fault.

#include "xml/utf8_blocks.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <tmmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace promfile::xml {

#if defined(__x86_64__) || (defined(__ARM_NEON) && defined(__aarch64__))

namespace {

using Bytes [[gnu::vector_size(16)]] = unsigned char;

constexpr unsigned char too_short = 1 << 0;         // a first byte, then no continuation
constexpr unsigned char too_long = 1 << 1;          // ASCII, then a continuation
constexpr unsigned char overlong_3 = 1 << 2;        // E0 80 to E0 9F
constexpr unsigned char too_large = 1 << 3;         // F4 90 to F4 BF, F5 and above
constexpr unsigned char surrogate = 1 << 4;         // ED A0 to ED BF
constexpr unsigned char overlong_2 = 1 << 5;        // C0 and C1
constexpr unsigned char too_large_1000 = 1 << 6;    // F5 80 and above
constexpr unsigned char overlong_4 = 1 << 6;        // F0 80 to F0 8F
constexpr unsigned char two_continuations = 1 << 7; // right after E0 to FF alone, see `faults`
constexpr unsigned char carry = too_short | too_long | two_continuations; // whatever the low bits

constexpr Bytes by_high_bits_before = {too_long,
                                       too_long,
                                       too_long,
                                       too_long,
                                       too_long,
                                       too_long,
                                       too_long,
                                       too_long,
                                       two_continuations,
                                       two_continuations,
                                       two_continuations,
                                       two_continuations,
                                       too_short | overlong_2,
                                       too_short,
                                       too_short | overlong_3 | surrogate,
                                       too_short | too_large | too_large_1000 | overlong_4};
constexpr Bytes by_low_bits_before = {carry | overlong_3 | overlong_2 | overlong_4,
                                      carry | overlong_2,
                                      carry,
                                      carry,
                                      carry | too_large,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000 | surrogate,
                                      carry | too_large | too_large_1000,
                                      carry | too_large | too_large_1000};
constexpr unsigned char continued = too_long | overlong_2 | two_continuations;
constexpr Bytes by_high_bits = {too_short,
                                too_short,
                                too_short,
                                too_short,
                                too_short,
                                too_short,
                                too_short,
                                too_short,
                                continued | overlong_3 | too_large_1000 | overlong_4,
                                continued | overlong_3 | too_large,
                                continued | surrogate | too_large,
                                continued | surrogate | too_large,
                                too_short,
                                too_short,
                                too_short,
                                too_short};

Bytes load(const char* at) {
    Bytes bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

#if defined(__x86_64__)

// Asked when the first character beyond ASCII comes. __builtin_cpu_supports would ask for all
// features of the processor at every start, which takes a tenth of a millisecond in a virtual
// machine, where each question goes to its host.
bool can_look_up() {
    static const bool can = [] {
        unsigned a = 0;
        unsigned b = 0;
        unsigned c = 0;
        unsigned d = 0;
        return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSSE3) != 0;
    }();
    return can;
}
// The entry of the table at each index, which is below 16.
[[gnu::target("ssse3")]] inline Bytes look_up(Bytes table, Bytes index) {
    return reinterpret_cast<Bytes>(
        _mm_shuffle_epi8(reinterpret_cast<__m128i>(table), reinterpret_cast<__m128i>(index)));
}
// A bit for each byte: its highest.
unsigned high_bits(Bytes bytes) {
    return static_cast<unsigned>(_mm_movemask_epi8(reinterpret_cast<__m128i>(bytes)));
}
unsigned first_of(unsigned high_bits) {
    return static_cast<unsigned>(std::countr_zero(high_bits));
}

#else

bool can_look_up() {
    return true;
}
Bytes look_up(Bytes table, Bytes index) {
    return vqtbl1q_u8(table, index);
}
// Four bits for each byte, of which the highest is the byte's highest.
std::uint64_t high_bits(Bytes bytes) {
    const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(bytes), 4);
    return vget_lane_u64(vreinterpret_u64_u8(narrow), 0) & 0x8888888888888888U;
}
unsigned first_of(std::uint64_t high_bits) {
    return static_cast<unsigned>(std::countr_zero(high_bits)) / 4;
}

#endif

// The text before `at` is well-formed, but its last character may be incomplete; then the begin of
// that character.
const char* begin_of_character(const char* at) {
    for (int i = 1; i <= utf8_lead; ++i) {
        const auto byte = static_cast<unsigned char>(at[-i]);
        if (byte >= 0xc0) {
            const int length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            return length > i ? at - i : at;
        }
        if (byte < 0x80) {
            break;
        }
    }
    return at;
}

#if defined(__x86_64__)
[[gnu::target("ssse3")]]
#endif
const char*
skip_blocks(const char* at, Bytes stop, Bytes other_stop, Bytes third_stop) {
    constexpr unsigned size = sizeof(Bytes);
    for (;;) {
        const Bytes bytes = load(at);
        const Bytes before = load(at - 1);
        const auto stops = reinterpret_cast<Bytes>((bytes == stop) | (bytes == other_stop) |
                                                   (bytes == third_stop) | (bytes < ' '));
        if (high_bits(bytes | before) != 0) {
            const Bytes second = load(at - 2);
            const Bytes third = load(at - 3);
            const Bytes kinds = look_up(by_high_bits_before, before >> 4) &
                                look_up(by_low_bits_before, before & 0x0f) &
                                look_up(by_high_bits, bytes >> 4);
            // The second byte after E0 to FF and the third after F0 to FF have to be continuations,
            // and no others can be.
            const auto continues =
                reinterpret_cast<Bytes>((second >= 0xe0) | (third >= 0xf0)) & two_continuations;
            // EF BF BE and EF BF BF: U+FFFE and U+FFFF.
            const auto no_character =
                reinterpret_cast<Bytes>((second == 0xef) & (before == 0xbf) & (bytes >= 0xbe));
            const auto good = reinterpret_cast<Bytes>(((kinds ^ continues) | no_character) == 0);
            if (high_bits(~good) != 0) {
                return begin_of_character(at);
            }
        }
        const auto found = high_bits(stops);
        if (found != 0) {
            return at + first_of(found);
        }
        at += size;
    }
}

} // namespace

const char* skip_utf8(const char* at, const Utf8Stops& stops) {
    const auto all = [](char c) { return Bytes{} + static_cast<unsigned char>(c); };
    return can_look_up() ? skip_blocks(at, all(stops[0]), all(stops[1]), all(stops[2])) : at;
}

#else

const char* skip_utf8(const char* at, const Utf8Stops&) {
    return at;
}

#endif

} // namespace promfile::xml
