#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace promfile {

struct Accumulator;

// The series of a rule by the numbers of its labels' texts (see `TextNumbers`), each number an axis
// of a grid: without hashing or comparing anything. It is for speed alone. Where the numbers are
// too many for a grid it stays empty from then on.
class SeriesGrid {
public:
    explicit SeriesGrid(size_t axes) : axes_(axes), places_(1) {}

    // Where the numbers lead to, one after the other.
    class Path {
    public:
        explicit Path(const SeriesGrid& grid) : grid_(&grid) {}
        void step(size_t axis, std::uint32_t number) {
            const Axis& along = grid_->axes_[axis];
            beyond_ |= number >> along.bits;
            place_ |= size_t{number} << along.shift;
        }
        // nullptr where it is not known.
        Accumulator* series() const { return beyond_ == 0 ? grid_->places_[place_] : nullptr; }

    private:
        const SeriesGrid* grid_;
        size_t place_ = 0;
        std::uint32_t beyond_ = 0;
    };

    // One number for each axis. `series` has to stay where it is.
    void add(std::span<const std::uint32_t> numbers, Accumulator& series);

private:
    static constexpr unsigned max_bits = 16; // 512 KiB

    // The bits of a place that are the number's.
    struct Axis {
        std::uint8_t bits = 0;
        std::uint8_t shift = 0;
    };

    bool widen(std::span<const std::uint32_t> numbers);

    std::vector<Axis> axes_;
    std::vector<Accumulator*> places_;
    bool is_too_large_ = false;
};

} // namespace promfile
