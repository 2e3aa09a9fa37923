#include "aggregate/series_grid.hpp"

#include <algorithm>
#include <bit>

namespace promfile {

void SeriesGrid::add(std::span<const std::uint32_t> numbers, Accumulator& series) {
    if (is_too_large_ || !widen(numbers)) {
        return;
    }
    size_t place = 0;
    for (size_t i = 0; i < axes_.size(); ++i) {
        place |= size_t{numbers[i]} << axes_[i].shift;
    }
    places_[place] = &series;
}

// Widens the axes so that the numbers fit. If the grid would become too large, empties it for good
// and returns false.
bool SeriesGrid::widen(std::span<const std::uint32_t> numbers) {
    const std::vector<Axis> before = axes_;
    unsigned bits = 0;
    bool is_wider = false;
    for (size_t i = 0; i < axes_.size(); ++i) {
        const auto needed = static_cast<unsigned>(std::bit_width(numbers[i]));
        is_wider |= needed > before[i].bits;
        axes_[i].shift = static_cast<std::uint8_t>(bits);
        axes_[i].bits = static_cast<std::uint8_t>(std::max<unsigned>(needed, before[i].bits));
        bits += axes_[i].bits;
        if (bits > max_bits) {
            axes_.assign(axes_.size(), Axis());
            places_.assign(1, nullptr);
            is_too_large_ = true;
            return false;
        }
    }
    if (!is_wider) {
        return true;
    }
    std::vector<Accumulator*> wider(size_t{1} << bits);
    for (size_t place = 0; place < places_.size(); ++place) {
        size_t moved = 0;
        for (size_t i = 0; i < axes_.size(); ++i) {
            const size_t number = place >> before[i].shift & ((size_t{1} << before[i].bits) - 1);
            moved |= number << axes_[i].shift;
        }
        wider[moved] = places_[place];
    }
    places_ = std::move(wider);
    return true;
}

} // namespace promfile
