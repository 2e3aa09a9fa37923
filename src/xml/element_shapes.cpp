#include "xml/element_shapes.hpp"

#include "xml/characters.hpp"

#include <algorithm>

namespace promfile::xml {

namespace {

// Larger elements seldom repeat their markup as a whole; the elements inside them do.
constexpr std::size_t max_learned_bytes = std::size_t{2} << 10;

} // namespace

ElementShapes::ElementShapes(Scanner& scanner, std::size_t max_row_bytes)
    : scanner_(scanner), input_(scanner.input()), max_row_bytes_(max_row_bytes),
      values_(Shape::max_slots) {}

bool ElementShapes::is_too_large() const {
    return input_.here() - begin_ > max_learned_bytes;
}

void ElementShapes::see(Token token) {
    if (learning_ && (input_.has_lost_pinned() || input_.in_entity() || is_too_large())) {
        learning_ = false; // (in an entity it is not read as it is written)
        input_.unpin();
        table_.back_off(first_bytes_.data());
    }
    if (!learning_) {
        const bool is_inside = scanner_.level() > (scanner_.is_empty() ? 0U : 1U);
        if (token != Token::start_tag || !is_inside || input_.in_entity() ||
            scanner_.has_attribute_lists() ||
            !table_.should_learn(input_.pointer(scanner_.begin()))) {
            return;
        }
        begin();
    }
    switch (token) {
    case Token::start_tag:
        builder_.start(scanner_.name(), scanner_.attributes());
        if (scanner_.is_empty()) {
            builder_.end();
        }
        break;
    case Token::end_tag:
        builder_.end();
        break;
    case Token::text:
        builder_.text(NodeKind::text, scanner_.text());
        break;
    case Token::cdata:
        builder_.text(NodeKind::cdata, scanner_.text());
        break;
    case Token::end_of_store:
        break;
    }
    if (!builder_.is_open()) {
        finish();
    }
}

void ElementShapes::begin() {
    learning_ = true;
    begin_ = scanner_.begin();
    expanded_before_ = input_.expanded();
    builder_.clear();
    // Padding follows the text, so this many bytes can be read.
    std::copy_n(input_.pointer(begin_), first_bytes_.size(), first_bytes_.begin());
    input_.pin(begin_, std::min(max_learned_bytes, max_row_bytes_), Input::GivesUp::markup);
}

void ElementShapes::finish() {
    learning_ = false;
    const char* begin = input_.pointer(begin_);
    const bool is_as_written = scanner_.is_as_written() && input_.expanded() == expanded_before_;
    const RowLayout* layout = is_as_written ? layouts_.find_or_add(builder_.nodes()) : nullptr;
    if (layout != nullptr) {
        if (auto shape = Shape::make(input_.text_from(begin_), *layout, builder_.values())) {
            shape->depth = builder_.depth();
            table_.add(begin, std::move(shape));
        }
    }
    // Elements inside are not read by shape while this one is learned. If it does not repeat its
    // markup and they do, it had better be learned seldom.
    table_.back_off(begin);
    input_.unpin();
}

const WholeElement* ElementShapes::take() {
    if (learning_ || !scanner_.in_content()) {
        return nullptr;
    }
    const char* begin = input_.at();
    while (is_space(*begin)) {
        ++begin;
    }
    if (*begin != '<') {
        return nullptr;
    }
    const auto [shape, end] = table_.find(begin, input_.end(), 0, values_.data());
    if (shape == nullptr || scanner_.level() + shape->depth > Scanner::max_levels ||
        static_cast<std::size_t>(end - begin) + scanner_.open_bytes() > max_row_bytes_) {
        return nullptr; // the scanner reads it and reports the fault, if there is one
    }
    input_.move_to(end);
    input_.keep_nothing(); // the scanner only kept text before this element
    element_ = {&shape->layout(), {values_.data(), shape->slots()}};
    return &element_;
}

} // namespace promfile::xml
