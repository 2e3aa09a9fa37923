// The part of RowCollector that learns the shapes of elements and reads elements by them.

#include "xml/row_collector.hpp"

#include <algorithm>

namespace promfile::xml {

// Not in an element that is read again, whose tags are counted.
bool RowCollector::may_use_shapes() const {
    return shapes_ && coming_rows_.empty() && !fault_ && scanner_.in_content();
}

bool RowCollector::should_learn_shape(std::uint32_t state, std::size_t level) {
    // The shapes of rows, and of elements without rows below them, are learned. Every other element
    // consists of such elements.
    const bool is_unit = automaton_.selects_any(state) || !automaton_.leads_on(state);
    if (!shapes_ || !is_unit || level == 0 || input_.in_entity() ||
        scanner_.has_attribute_lists() || input_.here() - scanner_.begin() > max_shape_bytes) {
        return false;
    }
    return shape_table_.should_learn(input_.pointer(scanner_.begin()));
}

void RowCollector::learn_shape() {
    const bool tried = gathering_ == Gathering::shape;
    if (!shapes_ || begin_level_ == 0 || !begins_in_store_ || scanner_.has_attribute_lists() ||
        !scanner_.is_as_written() || !builder_.is_complete() ||
        input_.expanded() != expanded_before_ || input_.here() - begin_ > max_shape_bytes) {
        return;
    }
    const char* begin = input_.pointer(begin_);
    if (!tried && !shape_table_.should_learn(begin)) {
        return;
    }
    const RowLayout* layout = layouts_.find_or_add(builder_.nodes());
    if (layout == nullptr) {
        return;
    }
    std::unique_ptr<Shape> shape =
        Shape::make(input_.text_from(begin_), *layout, builder_.values());
    if (shape == nullptr) {
        return;
    }
    shape->state = levels_[begin_level_]->state;
    shape->depth = builder_.depth();
    shape->rows = pending_rows_;
    for (std::size_t i = 0; i < pending_rows_.size(); ++i) {
        shape->place(shape->rows[i], pending_offsets_[i] - begin_);
    }
    shape_table_.add(begin, std::move(shape));
}

// Reads as many elements as have a known shape, one after the other, and are in memory, up to a
// number that keeps rows and values in the nearest cache. False if there is none here; then nothing
// has been read.
bool RowCollector::take_by_shape() {
    const std::size_t level = scanner_.level();
    const std::uint32_t state = levels_[level]->state;
    const OpenElement* parent = parent_at(level);
    const char* const first = input_.at();
    const std::uint64_t here = input_.here();
    std::string_view* values = shape_values_.data();
    const std::string_view* const last_values = values + (shape_values_.size() - Shape::max_slots);
    while (rows_.size() < max_shape_rows && values <= last_values) {
        const char* begin = skip_gap();
        if (begin == nullptr) {
            break;
        }
        const auto [shape, end] = shape_table_.find(begin, input_.end(), state, values);
        if (shape == nullptr || level + shape->depth > Scanner::max_levels ||
            static_cast<std::size_t>(end - begin) + scanner_.open_bytes() > max_row_bytes_) {
            break; // the scanner reads it and reports the fault, if there is one
        }
        bool begins_element = true;
        for (const ShapeRow& row : shape->rows) {
            const auto distance = Shape::begin_of(row, begin, values) - first;
            rows_.push_back({&shape->layout(),
                             {values, shape->slots()},
                             parent,
                             row.element,
                             row.attribute,
                             row.request,
                             begins_element,
                             here + static_cast<std::uint64_t>(distance)});
            begins_element = false;
        }
        values += shape->rows.empty() ? 0 : shape->slots();
        input_.move_to(end);
    }
    if (input_.at() == first) {
        return false;
    }
    input_.keep_nothing(); // the scanner only kept text before these elements
    return true;
}

// The < here or after white space; nullptr if the text in memory ends before it, or something else
// follows. The white space mostly is the same as before the last element, which one comparison of
// blocks shows.
const char* RowCollector::skip_gap() {
    const char* at = input_.at();
    if (at[gap_.size] == '<' &&
        (Block::load(at) == Block::load(gap_.bytes.data())).covers(gap_.size)) {
        return at + gap_.size;
    }
    const char* end = std::find_if_not(at, input_.end(), is_space);
    if (*end != '<') {
        return nullptr;
    }
    const auto size = static_cast<std::size_t>(end - at);
    if (size <= gap_.bytes.size()) {
        gap_.size = static_cast<unsigned>(size);
        std::copy(at, end, gap_.bytes.begin());
    }
    return end;
}

} // namespace promfile::xml
