#pragma once

#include "xml/row.hpp"
#include "xml/simd.hpp"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A row that looks like one before it is not read character by character: the markup between its
// values is compared with the other's, which was checked, and the values are looked over for what
// would make a difference. It is a matter of speed alone.

namespace promfile::xml {

// A row of a shape: which of the requests it answers, and where in the element it stands.
struct ShapeRow {
    std::uint32_t request = 0;
    std::uint32_t element = 0;
    std::uint32_t attribute = none;
    std::uint32_t segment = 0; // that its start tag begins in, and how far from its beginning
    std::uint32_t distance = 0;
};

class Shape {
public:
    // Of the element that is `text`, with its nodes and their values, which are parts of the text.
    // nullptr where an element cannot be told from one of another make by its shape.
    static std::unique_ptr<Shape> make(std::string_view text, const RowLayout& layout,
                                       std::span<const std::string_view> values);

    // Does an element of this shape begin here? Then `end()`, `values()` and what depends on them
    // are this element's. The text is followed by padding.
    bool matches(const char* at, const char* text_end);

    const char* end() const { return end_; }
    const std::vector<std::string_view>& values() const { return values_; }
    const RowLayout& layout() const { return *layout_; }
    // Line ends in the last element; were there any in values, which is not known of most?
    std::uint64_t lines() const { return lines_; }
    bool has_lines_in_values() const { return has_lines_in_values_; }
    // Where in the last element a row begins.
    const char* begin_of(const ShapeRow& row, const char* begin) const;
    // The place of something in the text that the shape was made of.
    void place(ShapeRow& row, std::size_t offset) const;

    bool is_same(const Shape& other) const {
        return literals_ == other.literals_ && segments_ == other.segments_;
    }
    std::size_t bytes() const { return literals_.size(); }

    std::uint32_t context = 0; // of the element around; see RowReader
    std::size_t depth = 0;     // levels
    std::vector<ShapeRow> rows;

private:
    // Markup, and a value after it.
    struct Segment {
        std::uint32_t begin = 0; // in literals_
        std::uint32_t size = 0;
        char end = '\0'; // of the value: a quote, or the < after a text; NUL after the last markup
        bool operator==(const Segment&) const = default;
    };

    bool take_value(const char*& at, const char* text_end, char end);

    std::string literals_; // each followed by as many bytes as a block has
    std::vector<Segment> segments_;
    std::vector<std::size_t> starts_; // of segments, in the text it was made of
    const RowLayout* layout_ = nullptr;
    std::uint64_t lines_ = 0;

    std::vector<std::string_view> values_;
    const char* end_ = nullptr;
    bool has_lines_in_values_ = false;
};

// The shapes that are known, found by the first bytes of an element.
class ShapeTable {
public:
    // One of a place's shapes that the text at `at` (a <) matches, or nullptr.
    Shape* find(const char* at, const char* text_end, std::uint32_t context);
    // Takes it in, unless it is known or there are too many.
    void add(const char* at, std::unique_ptr<Shape> shape);
    // Is it worth while to look at the shape of an element that begins like this?
    bool wants(const char* at);
    // The element turned out to be too large for one.
    void avoid(const char* at);

private:
    static constexpr std::size_t per_bucket = 4;
    struct Bucket {
        std::array<std::unique_ptr<Shape>, per_bucket> shapes; // those found last come first
        std::uint32_t avoided = 0;
        std::uint32_t to_skip = 0;
    };
    static std::size_t bucket_of(const char* at);

    std::array<Bucket, 256> buckets_;
    std::size_t added_ = 0;
    std::size_t found_ = 0;
};

} // namespace promfile::xml
