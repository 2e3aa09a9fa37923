#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace promfile {

struct Accumulator;

// Finds the series of a row without hashing or comparing texts: the series of a rule are the cells
// of a grid with one axis for each label, and the numbers of the labels' texts (see `TextNumbers`)
// are the coordinates. It is for speed alone: a grid that would become too large stays empty from
// then on.
class SeriesGrid {
public:
    explicit SeriesGrid(size_t axes) : axes_(axes), places_(1) {}

    // A lookup, one coordinate after the other.
    class Path {
    public:
        explicit Path(const SeriesGrid& grid) : grid_(&grid) {}
        void step(size_t axis, std::uint32_t number) {
            const Axis& along = grid_->axes_[axis];
            beyond_ |= number >> along.bits;
            place_ |= size_t{number} << along.shift;
        }
        // nullptr if the grid does not have the series.
        Accumulator* series() const { return beyond_ == 0 ? grid_->places_[place_] : nullptr; }

    private:
        const SeriesGrid* grid_;
        size_t place_ = 0;
        std::uint32_t beyond_ = 0;
    };

    // `numbers` has one number for each axis. `series` must not move while the grid is in use.
    void add(std::span<const std::uint32_t> numbers, Accumulator& series);

private:
    static constexpr unsigned max_bits = 16; // 512 KiB

    // The bits of a cell's index that hold the number.
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
