#pragma once

#include "xml/event_reader.hpp"
#include "xml/layout_table.hpp"
#include "xml/row_builder.hpp"
#include "xml/scanner.hpp"
#include "xml/shape.hpp"

#include <array>
#include <vector>

namespace promfile::xml {

// Learns the shapes of all kinds of elements of a store from the scanner's tokens, and reads
// elements by them. RowCollector does the same for elements that hold rows.
class ElementShapes {
public:
    ElementShapes(Scanner& scanner, std::size_t max_row_bytes);

    // To be called after each token of the scanner, except for the elements taken.
    void see(Token token);
    // Is a shape being learned? The scanner must keep its copies until it is not.
    bool is_learning() const { return learning_; }
    // Reads the element that comes next, after white space, if its shape is known; otherwise reads
    // nothing and returns nullptr.
    const WholeElement* take();

    void move_text(const char* begin, const char* end, const char* to) {
        builder_.move_text(begin, end, to);
    }

private:
    void begin();
    void finish();
    bool is_too_large() const;

    Scanner& scanner_;
    Input& input_;
    std::size_t max_row_bytes_;
    LayoutTable layouts_;
    ShapeTable table_;
    bool learning_ = false;
    RowBuilder builder_;      // of the element that is being learned
    std::uint64_t begin_ = 0; // of it
    std::uint64_t expanded_before_ = 0;
    std::array<char, 16> first_bytes_{};
    std::vector<std::string_view> values_;
    WholeElement element_;
};

} // namespace promfile::xml
