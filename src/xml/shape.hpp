#pragma once

#include "xml/row.hpp"
#include "xml/simd.hpp"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Rows of a store repeat each other's markup. The shape of an element is its markup between the
// values, which the scanner has checked to be well-formed. An element with the same markup, byte
// for byte, is well-formed too if its values hold nothing that needs work: no markup, references or
// characters that XML forbids. It is read by comparing blocks of bytes, without the scanner. Shapes
// change nothing but the speed.

namespace promfile::xml {

// A row in an element of a shape. Its start tag begins `distance` bytes after the beginning of the
// segment, since the lengths of the values before it differ from element to element.
struct ShapeRow {
    std::uint32_t request = 0; // these three as in Row
    std::uint32_t element = 0;
    std::uint32_t attribute = none;
    std::uint32_t segment = 0;
    std::uint32_t distance = 0;
};

class Shape {
public:
    static constexpr std::size_t max_slots = 512;

    // The shape of the element `text` with this layout. `values` are views of `text`, in the order
    // of their slots. nullptr for elements that cannot be read by a shape: with CDATA sections or
    // too many values. `layout` must outlive the shape.
    static std::unique_ptr<Shape> make(std::string_view text, const RowLayout& layout,
                                       std::span<const std::string_view> values);

    // The end of the element that begins at `at`, if it has this shape; otherwise nullptr. Its
    // values are written to `values`, one for each slot. `padding_bytes` NUL bytes follow
    // `text_end`.
    const char* end_of(const char* at, const char* text_end, std::string_view* values) const;

    std::size_t slots() const { return segments_.size() - 1; }
    const RowLayout& layout() const { return *layout_; }
    // Where a row of the element with these values begins; the element itself begins at `begin`.
    static const char* begin_of(const ShapeRow& row, const char* begin,
                                const std::string_view* values);
    // Sets segment and distance of a row that begins at `offset` in the text given to `make`.
    void place(ShapeRow& row, std::size_t offset) const;

    bool is_same(const Shape& other) const {
        return literals_ == other.literals_ && segments_ == other.segments_;
    }
    std::size_t bytes() const { return literals_.size(); }

    std::uint32_t state = 0; // of the parent element; see PathAutomaton
    std::size_t depth = 0;   // levels of nested elements
    std::vector<ShapeRow> rows;

private:
    // A piece of markup and the value after it.
    struct Segment {
        std::uint32_t begin = 0; // in literals_
        std::uint32_t size = 0;
        char end =
            '\0'; // ends the value: its quote, or the < after a text; NUL for the last segment
        bool operator==(const Segment&) const = default;
    };

    std::string literals_; // the markup; a block's size of NULs after each piece, for Block::load
    std::vector<Segment> segments_;
    std::vector<std::size_t> starts_; // of the segments, in the text given to `make`
    const RowLayout* layout_ = nullptr;
};

// The known shapes, by a hash of the element's name. Learning a shape costs several times as much
// as scanning the element, so the table also decides when it is worth while.
class ShapeTable {
public:
    struct Match {
        const Shape* shape = nullptr;
        const char* end = nullptr; // of the element
    };
    // The shape, learned below a parent with this state, of the element at `at`; a Match of nullptr
    // if it is not known. `at` is at the <. `values` has room for Shape::max_slots values.
    Match find(const char* at, const char* text_end, std::uint32_t state, std::string_view* values);
    // Adds the shape of an element that begins at `at`. It replaces the one in its bucket that was
    // found longest ago.
    void add(const char* at, std::unique_ptr<Shape> shape);
    // Should the shape of the element at `at` be learned? False for most elements of a store whose
    // elements hardly ever repeat a shape, and after `back_off`.
    bool should_learn(const char* at);
    // The element was too large to be learned: waits longer each time before the next attempt with
    // an element of this bucket.
    void back_off(const char* at);

private:
    static constexpr std::size_t per_bucket = 4;
    struct Bucket {
        std::array<std::unique_ptr<Shape>, per_bucket> shapes; // most recently found first
        std::uint32_t backoff = 0;
        std::uint32_t to_skip = 0;
    };
    static std::size_t bucket_of(const char* at);

    std::array<Bucket, 256> buckets_;
    std::size_t attempts_ = 0;
    std::size_t matches_ = 0;
};

} // namespace promfile::xml
