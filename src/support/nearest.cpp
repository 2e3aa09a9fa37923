#include "support/nearest.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

constexpr size_t longest_word = 64; // a longer word is not a misspelt key

// Another case, or `_` for `-`, counts far less than another letter, but decides between candidates
// that are otherwise equally near.
constexpr size_t edit = 8;
constexpr size_t respelt = 1;

char folded(char c) {
    return c == '_' ? '-' : to_lower(c);
}

size_t replacement_cost(char a, char b) {
    return a == b ? 0 : folded(a) == folded(b) ? respelt : edit;
}

// The optimal string alignment distance; of its matrix only the last three rows are kept.
size_t distance(std::string_view a, std::string_view b) {
    std::vector<size_t> before(b.size() + 1);
    std::vector<size_t> last(b.size() + 1);
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) {
        row[j] = j * edit;
    }
    for (size_t i = 1; i <= a.size(); ++i) {
        before.swap(last);
        last.swap(row);
        row[0] = i * edit;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + edit, row[j - 1] + edit,
                               last[j - 1] + replacement_cost(a[i - 1], b[j - 1])});
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                folded(a[i - 2]) == folded(b[j - 1])) {
                row[j] = std::min(row[j], before[j - 2] + edit);
            }
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates,
                         size_t most) {
    if (word.empty() || word.size() > longest_word) {
        return {};
    }
    std::string_view best;
    size_t least = (std::min(most, std::max<size_t>(1, word.size() / 3)) + 1) * edit;
    for (const std::string_view candidate : candidates) {
        const size_t steps = distance(word, candidate);
        if (steps < least) {
            least = steps;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const std::string_view best = nearest(word, candidates);
    return best.empty() ? "" : fmt::format("; did you mean \"{}\"?", best);
}

} // namespace promfile
