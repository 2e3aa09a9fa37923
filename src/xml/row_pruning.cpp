// The part of RowCollector that drops the nodes of a large row to which no expression leads, and
// reads a row twice that has too many others (large_rows.hpp). So the memory for a row depends on
// the texts that expressions ask for.

#include "xml/row_collector.hpp"

#include <algorithm>

namespace promfile::xml {

namespace {

// The nodes that the rows in an element use, and their ancestors.
class UsedNodes {
public:
    explicit UsedNodes(std::span<const LayoutNode> nodes)
        : nodes_(nodes), used_(nodes.size()), has_tag_(nodes.size()) {}

    const std::vector<bool>& used() const { return used_; }

    // Adds the start tags of an element and of its ancestors: a row may ask for their attributes.
    void add_tags(std::uint32_t element) {
        add(element);
        for (; element != none && !has_tag_[element]; element = nodes_[element].parent) {
            has_tag_[element] = true;
            for (std::size_t i = element + std::size_t{1};
                 i < nodes_.size() && nodes_[i].kind == NodeKind::attribute; ++i) {
                used_[i] = true;
            }
        }
    }

    void add_uses(std::uint32_t row, const std::vector<NodeUse>& uses) {
        for (const NodeUse& use : uses) {
            visit_nodes(nodes_, use.path, row, [&](std::uint32_t node) {
                add(node);
                add_text(node);
                return !use.all;
            });
        }
    }

    // Adds an element with all nodes inside. Rows come in document order, so a row inside an
    // element that has been added begins before `all_until_`, and no node is added twice.
    void add_all(std::uint32_t element) {
        const std::uint32_t end = end_of(element);
        for (std::uint32_t i = std::max(element, all_until_); i < end; ++i) {
            used_[i] = true;
        }
        all_until_ = std::max(all_until_, end);
    }

private:
    std::uint32_t end_of(std::uint32_t node) const {
        return std::min(nodes_[node].end, static_cast<std::uint32_t>(nodes_.size()));
    }
    void add(std::uint32_t node) {
        for (; node != none && !used_[node]; node = nodes_[node].parent) {
            used_[node] = true;
        }
    }
    // The text in an element is its string-value.
    void add_text(std::uint32_t element) {
        for (std::uint32_t i = element + 1; i < end_of(element); ++i) {
            if (nodes_[i].kind == NodeKind::text || nodes_[i].kind == NodeKind::cdata) {
                add(i);
            }
        }
    }

    std::span<const LayoutNode> nodes_;
    std::vector<bool> used_;    // with each node its ancestors
    std::vector<bool> has_tag_; // elements whose attributes are used, with each its ancestors
    std::uint32_t all_until_ = 0;
};

} // namespace

void RowCollector::drop_unused_nodes() {
    if (!large_rows_) {
        drop_nodes();
        if (builder_.nodes().size() > max_used_nodes_ &&
            has_uses(levels_[begin_level_ + 1]->state)) {
            large_rows_.emplace(max_row_bytes_);
        }
    }
    if (large_rows_) {
        survey_nodes();
    }
    // The next pruning comes after half as many new nodes as are kept now. So all prunings together
    // take linear time, and a row takes little more memory than the nodes that it uses.
    const std::size_t interval =
        large_rows_ ? std::max(max_unused_nodes_, max_used_nodes_) : max_unused_nodes_;
    prune_above_ = std::max(interval, builder_.nodes().size() / 2 * 3);
}

// Is it known which nodes inside an element in this state its rows use?
bool RowCollector::has_uses(std::uint32_t state) const {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        if (automaton_.selects(state, i) && needs_end(i) && !requests_[i].uses) {
            return false;
        }
    }
    return true;
}

// Adds the rows that have begun since the last time and are open.
void RowCollector::add_large_rows() {
    const std::vector<std::uint32_t>& open = builder_.open();
    for (std::size_t i = 0; i < open.size(); ++i) {
        const Level& level = *levels_[begin_level_ + 1 + i];
        if (open[i] < surveyed_nodes_ || !automaton_.selects_whole(level.state) ||
            !has_uses(level.state)) {
            continue;
        }
        RowTexts* texts = large_rows_->add(level.tag, open[i]);
        for (std::size_t k = 0; texts != nullptr && k < requests_.size(); ++k) {
            if (automaton_.selects(level.state, k) && needs_end(k)) {
                for (const NodeUse& use : *requests_[k].uses) {
                    texts->add(use);
                }
            }
        }
    }
}

// Gathers the texts of large rows, and forgets all that is not open and all rows inside.
void RowCollector::survey_nodes() {
    add_large_rows();
    large_rows_->gather(builder_);
    UsedNodes nodes(builder_.nodes());
    nodes.add_tags(builder_.innermost());
    large_rows_->move_nodes(builder_.keep(nodes.used()));
    surveyed_nodes_ = builder_.nodes().size();
    std::size_t kept = 0;
    while (kept < pending_rows_.size() && pending_rows_[kept].element == 0) {
        ++kept;
    }
    has_rows_inside_ |= kept < pending_rows_.size();
    pending_rows_.resize(kept);
    pending_offsets_.resize(kept);
}

// Reads the gathered element again, from its start tag on.
void RowCollector::read_again() {
    large_rows_->move_to(coming_rows_);
    scanner_.go_back(begin_mark_);
    tags_ = begin_tag_;
    roots_ -= begin_level_ == 0 ? 1 : 0;
    stop_gathering();
}

void RowCollector::drop_nodes() {
    UsedNodes nodes(builder_.nodes());
    nodes.add_tags(builder_.innermost()); // open elements may have more rows
    for (const ShapeRow& row : pending_rows_) {
        nodes.add_tags(row.element);
        const RowRequest& request = requests_[row.request];
        if (row.attribute != none || !request.whole_row) {
            continue;
        }
        if (request.uses) {
            nodes.add_uses(row.element, *request.uses);
        } else {
            nodes.add_all(row.element);
        }
    }
    const std::vector<std::uint32_t> moved = builder_.keep(nodes.used());
    for (ShapeRow& row : pending_rows_) {
        row.attribute = row.attribute == none ? none : moved[row.attribute];
        row.element = moved[row.element];
    }
}

} // namespace promfile::xml
