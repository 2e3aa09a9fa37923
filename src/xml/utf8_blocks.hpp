#pragma once

// Well-formed UTF-8, sixteen bytes at once: with SSSE3 where an amd64 has it, with NEON on arm64.
// The rest of the reader looks at characters beyond ASCII one by one (`character_length`), and has
// to where neither is there.

#include <array>
#include <cstddef>
#include <initializer_list>

namespace promfile::xml {

// Three characters of ASCII at which the search stops, besides control characters, which are left
// out of the list.
class Utf8Stops {
public:
    static constexpr std::size_t size = 3;

    constexpr Utf8Stops(std::initializer_list<char> stops) {
        std::size_t used = 0;
        for (const char stop : stops) {
            if (stop >= ' ') {
                stops_.at(used++) = stop; // does not compile with more than `size`
            }
        }
    }
    char operator[](std::size_t i) const { return stops_[i]; }

private:
    std::array<char, size> stops_{}; // those that are left over are NUL, a control character
};

// Skips characters of well-formed UTF-8 that XML allows, up to the first stop. May end before any
// other character, too, and does before a fault, so the caller goes on character by character where
// nothing was skipped. A character begins at `at`, at least `utf8_lead` bytes of UTF-8 are before
// it in memory, and NULs after the text.
const char* skip_utf8(const char* at, const Utf8Stops& stops);

inline constexpr int utf8_lead = 3;

} // namespace promfile::xml
