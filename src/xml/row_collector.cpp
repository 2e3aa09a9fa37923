#include "xml/row_collector.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

namespace {

// The nodes of a row may take a fifth of the memory that its text may take.
constexpr std::size_t row_bytes_per_node = 5 * (sizeof(LayoutNode) + sizeof(std::string_view));

} // namespace

RowCollector::RowCollector(Scanner& scanner, const std::vector<RowRequest>& requests,
                           const ReadLimits& limits)
    : scanner_(scanner), input_(scanner.input()), requests_(requests),
      max_row_bytes_(limits.max_bytes()), whole_document_(limits.whole_document),
      shapes_(limits.shapes),
      max_rows_together_(limits.whole_document ? ~std::size_t{0} : max_nested_rows),
      max_unused_nodes_(limits.whole_document ? ~std::size_t{0} : limits.max_unused_nodes),
      max_used_nodes_(std::min(limits.max_used_nodes, max_row_bytes_ / row_bytes_per_node)),
      automaton_(requests), shape_values_(limits.shapes ? 2 * Shape::max_slots : 0) {
    scanner_.want_text(false);
    want_attributes(limits.max_unused_attributes);
    levels_.push_back(std::make_unique<Level>()); // around root elements
}

// Start tags with many attributes need no others than those that the requests use.
void RowCollector::want_attributes(std::size_t max_unused) {
    std::set<std::string, std::less<>> names;
    for (const RowRequest& request : requests_) {
        if (!request.uses || request.all_attributes || request.path.attribute() == "*" ||
            whole_document_) {
            return;
        }
        names.insert(request.path.attribute());
        for (const NodeUse& use : *request.uses) {
            names.insert(use.path.attribute);
        }
    }
    scanner_.want_attributes(std::move(names), max_unused);
}

const OpenElement* RowCollector::parent_at(std::size_t level) const {
    return level == 0 ? nullptr : &levels_[level]->element;
}

void RowCollector::forget_last() {
    rows_.clear();
    if (is_finished_) {
        stop_gathering();
    }
    if (gathering_ == Gathering::nothing) {
        scanner_.forget();
    }
}

bool RowCollector::collect() {
    if (is_finished_ && handed_out_ < pending_rows_.size()) {
        hand_out(max_rows_together_);
        return true;
    }
    forget_last();
    while (rows_.empty()) {
        if (gathering_ == Gathering::nothing) {
            if (may_use_shapes() && take_by_shape()) {
                continue;
            }
            scanner_.forget();
        }
        const Token token = scanner_.next();
        if (fault_ && tags_ == fault_tags_ &&
            (token == Token::start_tag || token == Token::end_tag)) {
            throw Fault(*fault_);
        }
        if (gathering_ == Gathering::shape && (input_.has_lost_pinned() || input_.in_entity())) {
            give_up_shape();
        } else if (gathering_ == Gathering::row) {
            if (is_too_large()) {
                throw size_fault_or({});
            }
            if (builder_.nodes().size() > prune_above_) {
                drop_unused_nodes();
            }
        }
        switch (token) {
        case Token::start_tag:
            start_tag();
            break;
        case Token::end_tag:
            end_tag();
            break;
        case Token::text:
        case Token::cdata:
            if (gathering_ != Gathering::nothing) {
                builder_.text(token == Token::text ? NodeKind::text : NodeKind::cdata,
                              scanner_.text());
            }
            break;
        case Token::end_of_store:
            return false;
        }
    }
    return true;
}

void RowCollector::start_tag() {
    const std::size_t level = scanner_.level() - (scanner_.is_empty() ? 0 : 1);
    const std::uint32_t state = automaton_.child_state(levels_[level]->state, scanner_.name());
    if (level == 0 && ++roots_ == 1) {
        root_name_ = scanner_.name();
    }
    const bool is_whole = automaton_.selects_whole(state) || (whole_document_ && level == 0);
    if (gathering_ == Gathering::shape && is_whole) {
        give_up_shape();
    }
    find_large_row();
    if (gathering_ == Gathering::nothing && !large_row_) {
        if (is_whole) {
            begin_gathering(Gathering::row, level);
        } else if (should_learn_shape(state, level)) {
            begin_gathering(Gathering::shape, level);
        }
    }
    if (gathering_ != Gathering::nothing) {
        add_pending_rows(state, builder_.start(scanner_.name(), scanner_.attributes()));
    }
    if (gathering_ != Gathering::row && automaton_.selects_any(state)) {
        add_rows_of_tag(state, level);
    }
    ++tags_;
    if (!scanner_.is_empty()) {
        open_level(level + 1, state);
    } else {
        end_tag();
    }
}

// Is the start tag that of a row that is known to be large?
void RowCollector::find_large_row() {
    large_row_.reset();
    while (!coming_rows_.empty() && coming_rows_.front().tag < tags_) {
        coming_rows_.pop_front(); // it lies in a row that was gathered whole
    }
    if (!coming_rows_.empty() && coming_rows_.front().tag == tags_ &&
        gathering_ == Gathering::nothing) {
        large_row_ = std::move(coming_rows_.front());
        coming_rows_.pop_front();
    }
}

void RowCollector::end_tag() {
    ++tags_;
    if (gathering_ != Gathering::nothing) {
        builder_.end();
        if (!builder_.is_open()) {
            finish_element();
        }
    }
}

void RowCollector::open_level(std::size_t level, std::uint32_t state) {
    if (levels_.size() <= level) {
        levels_.push_back(std::make_unique<Level>());
    }
    Level& opened = *levels_[level];
    opened.state = state;
    opened.tag = tags_ - 1;
    if (gathering_ == Gathering::row || !automaton_.leads_on(state)) {
        return; // it will not be the ancestor of a row
    }
    opened.text.assign(scanner_.name());
    for (const Attribute& attribute : scanner_.attributes()) {
        opened.text.append(attribute.name).append(attribute.value);
    }
    std::string_view rest = opened.text;
    const auto take = [&rest](std::size_t size) {
        const std::string_view part = rest.substr(0, size);
        rest.remove_prefix(size);
        return part;
    };
    opened.element.name = take(scanner_.name().size());
    opened.attributes.clear();
    for (const Attribute& attribute : scanner_.attributes()) {
        const std::string_view name = take(attribute.name.size());
        opened.attributes.push_back({name, take(attribute.value.size())});
    }
    opened.element.attributes = opened.attributes;
    opened.element.parent = parent_at(level - 1);
    opened.element.serial = ++serial_;
}

const RowLayout& RowCollector::layout_of(const std::vector<LayoutNode>& nodes) {
    if (const RowLayout* known = layouts_.find_or_add(nodes)) {
        return *known;
    }
    return own_layout(nodes, nullptr);
}

const RowLayout& RowCollector::own_layout(const std::vector<LayoutNode>& nodes,
                                          const RowTexts* texts) {
    uncached_layout_ = {0, nodes, texts};
    return uncached_layout_;
}

// The rows of requests that need no more than the start tag, or the start tag of a large row.
void RowCollector::add_rows_of_tag(std::uint32_t state, std::size_t level) {
    tag_.clear();
    tag_.start(scanner_.name(), scanner_.attributes());
    tag_.end();
    const RowLayout& layout =
        large_row_ ? own_layout(tag_.nodes(), &large_row_->texts) : layout_of(tag_.nodes());
    const auto add = [&](std::size_t request, std::size_t attribute) {
        if (large_row_ && !large_row_->texts.has_ended() && needs_end(request)) {
            return;
        }
        rows_.push_back({&layout, tag_.values(), parent_at(level), 0,
                         static_cast<std::uint32_t>(attribute), static_cast<std::uint32_t>(request),
                         rows_.empty(), scanner_.begin()});
    };
    automaton_.for_each_row(state, scanner_.attributes(), add);
}

void RowCollector::add_pending_rows(std::uint32_t state, std::uint32_t node) {
    if (!automaton_.selects_any(state)) {
        return;
    }
    automaton_.for_each_row(state, scanner_.attributes(),
                            [&](std::size_t request, std::size_t attribute) {
                                const auto index = static_cast<std::uint32_t>(attribute);
                                pending_rows_.push_back({static_cast<std::uint32_t>(request), node,
                                                         index == none ? none : node + index});
                                pending_offsets_.push_back(scanner_.begin());
                            });
}

void RowCollector::begin_gathering(Gathering what, std::size_t level) {
    gathering_ = what;
    begin_ = scanner_.begin();
    begin_level_ = level;
    begins_in_store_ = !input_.in_entity();
    begin_mark_ = scanner_.mark();
    begin_tag_ = tags_;
    expanded_before_ = input_.expanded();
    builder_.clear();
    prune_above_ = max_unused_nodes_;
    large_rows_.reset();
    surveyed_nodes_ = 0;
    has_rows_inside_ = false;
    pending_rows_.clear();
    pending_offsets_.clear();
    scanner_.want_text(true);
    if (begins_in_store_) {
        // Padding follows the text, so this many bytes can be read.
        std::copy_n(input_.pointer(begin_), first_bytes_.size(), first_bytes_.begin());
        if (what == Gathering::shape) {
            input_.pin(begin_, std::min(max_shape_bytes, max_row_bytes_),
                       Input::GivesUp::markup_and_text);
        } else {
            input_.pin(begin_, Input::no_limit, Input::GivesUp::markup);
        }
    }
}

void RowCollector::stop_gathering() {
    gathering_ = Gathering::nothing;
    is_finished_ = false;
    scanner_.want_text(false);
    input_.unpin();
}

void RowCollector::give_up_shape() {
    shape_table_.back_off(first_bytes_.data());
    stop_gathering();
}

void RowCollector::finish_element() {
    if (has_rows_inside_) {
        large_rows_->gather(builder_);
        read_again();
        return;
    }
    learn_shape();
    if (gathering_ == Gathering::row) {
        finish_layout();
        hand_out(max_rows_together_);
        is_finished_ = !rows_.empty(); // a whole document may have no rows
    }
    if (!is_finished_) {
        stop_gathering();
    }
}

void RowCollector::finish_layout() {
    if (large_rows_) {
        large_rows_->gather(builder_);
    }
    finished_layout_ = large_rows_ ? &own_layout(builder_.nodes(), &large_rows_->front().texts)
                                   : &layout_of(builder_.nodes());
    handed_out_ = 0;
}

// Makes `rows_` the next pending rows: `max_rows` of them, and those of the same element.
void RowCollector::hand_out(std::size_t max_rows) {
    rows_.clear();
    for (; handed_out_ < pending_rows_.size(); ++handed_out_) {
        const std::size_t i = handed_out_;
        const ShapeRow& row = pending_rows_[i];
        if (rows_.size() >= max_rows && row.element != rows_.back().element) {
            break;
        }
        rows_.push_back({finished_layout_, builder_.values(), parent_at(begin_level_), row.element,
                         row.attribute, row.request, i == 0, pending_offsets_[i]});
    }
}

bool RowCollector::is_too_large() const {
    const std::uint64_t bytes = input_.in_store(input_.here()) - begin_;
    return bytes + input_.expanded() - expanded_before_ > max_row_bytes_;
}

Fault RowCollector::size_fault_or(const Fault& fault) const {
    if (gathering_ != Gathering::row || !is_too_large()) {
        return input_.size_fault_or(fault);
    }
    if (whole_document_) {
        return {begin_,
                fmt::format("the store is larger than --max-document-size ({} bytes), and an "
                            "XPath that looks beyond its row needs all of it",
                            max_row_bytes_)};
    }
    return {begin_, fmt::format("the row <{}> is larger than --max-row-size ({} bytes)",
                                quoted(builder_.nodes().front().name), max_row_bytes_)};
}

bool RowCollector::needs_end(std::size_t request) const {
    return requests_[request].whole_row && !requests_[request].path.selects_attributes();
}

bool RowCollector::collect_ended(const Fault& fault) {
    rows_.clear();
    if (gathering_ != Gathering::row || is_finished_) {
        return false;
    }
    if (has_rows_inside_) {
        large_rows_->gather(builder_);
        fault_ = fault;
        fault_tags_ = tags_;
        read_again();
        return true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pending_rows_.size(); ++i) {
        if (builder_.has_ended(pending_rows_[i].element) || !needs_end(pending_rows_[i].request)) {
            pending_rows_[kept] = pending_rows_[i];
            pending_offsets_[kept] = pending_offsets_[i];
            ++kept;
        }
    }
    pending_rows_.resize(kept);
    builder_.end_all();
    finish_layout();
    hand_out(pending_rows_.size());
    return false;
}

} // namespace promfile::xml
