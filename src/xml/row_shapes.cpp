// The part of RowCollector that learns the shapes of elements and reads elements by them.

#include "xml/row_collector.hpp"

#include <algorithm>

namespace promfile::xml {

bool RowCollector::should_learn_shape(std::uint32_t state, std::size_t level) {
    // The shapes of rows, and of elements without rows below them, are learned. Every other element
    // consists of such elements.
    const bool is_unit = automaton_.selects_any(state) || !automaton_.leads_on(state);
    if (!shapes_ || !is_unit || level == 0 || input_.in_entity() ||
        scanner_.has_attribute_lists()) {
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

// Reads the element that begins here or after white space if its shape is known. False otherwise;
// then nothing has been read.
bool RowCollector::take_by_shape() {
    const char* begin = skip_gap();
    if (begin == nullptr) {
        return false;
    }
    const std::size_t level = scanner_.level();
    Shape* shape = shape_table_.find(begin, input_.end(), levels_[level]->state);
    if (shape == nullptr) {
        return false;
    }
    const auto size = static_cast<std::size_t>(shape->end() - begin);
    if (size + scanner_.open_bytes() > max_row_bytes_ ||
        level + shape->depth > Scanner::max_levels) {
        return false; // the scanner reads it and reports the fault
    }
    count_lines(begin, *shape);
    const std::uint64_t offset = input_.here() + static_cast<std::uint64_t>(begin - input_.at());
    for (const ShapeRow& row : shape->rows) {
        const auto distance = static_cast<std::uint64_t>(shape->begin_of(row, begin) - begin);
        rows_.push_back({&shape->layout(), shape->values(), parent_at(level), row.element,
                         row.attribute, row.request, offset + distance});
    }
    input_.move_to(shape->end());
    input_.keep_nothing(); // the scanner only kept text before this element
    return true;
}

// The < here or after white space; nullptr if the text in memory ends before it, or something else
// follows.
const char* RowCollector::skip_gap() {
    const char* at = input_.at();
    if (*at == '<') {
        gap_.size = 0;
        gap_.lines = 0;
        return at;
    }
    if (gap_.size > 0 && at[gap_.size] == '<' &&
        (Block::load(at) == Block::load(gap_.bytes.data())).covers(gap_.size)) {
        return at + gap_.size;
    }
    gap_.size = 0;
    gap_.lines = 0;
    const char* end = at;
    for (; is_space(*end); ++end) {
        if (*end == '\n' || (*end == '\r' && end[1] != '\n')) {
            ++gap_.lines;
            gap_.tail = 0;
        } else {
            ++gap_.tail;
        }
    }
    if (*end != '<') {
        return nullptr;
    }
    if (static_cast<std::size_t>(end - at) <= gap_.bytes.size()) {
        gap_.size = static_cast<unsigned>(end - at);
        std::copy(at, end, gap_.bytes.begin());
    }
    return end;
}

void RowCollector::count_lines(const char* begin, const Shape& shape) {
    if (gap_.lines == 0) {
        chain_end_ = 0; // on the line of the element before: counted when the text is dropped
        return;
    }
    TextWindow& window = input_.window();
    const std::uint64_t before = input_.here();
    const std::uint64_t line = before + static_cast<std::uint64_t>(begin - input_.at()) - gap_.tail;
    if (chain_end_ == before && window.is_counted_to(chain_begin_)) {
        window.count_to_line(line, chain_lines_ + gap_.lines);
    } else {
        window.count_to(line);
    }
    chain_begin_ = line;
    chain_end_ = shape.has_lines_in_values()
                     ? 0
                     : line + gap_.tail + static_cast<std::uint64_t>(shape.end() - begin);
    chain_lines_ = shape.lines();
}

} // namespace promfile::xml
