// The part of RowCollector that drops the nodes of a large row to which no expression leads, so
// that the memory for a row depends on the nodes that expressions ask for.

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
    drop_nodes();
    if (!texts_ && builder_.nodes().size() > max_used_nodes_) {
        begin_gathering_texts();
        if (texts_) {
            drop_nodes();
        }
    }
    // The next pruning comes after half as many new nodes as are kept now. So all prunings together
    // take linear time, and a row takes little more memory than the nodes that it uses.
    prune_above_ = std::max(max_unused_nodes_, builder_.nodes().size() / 2 * 3);
}

// Rows within the gathered element keep their nodes: each would have its own copy of the text that
// they have in common.
void RowCollector::begin_gathering_texts() {
    RowTexts texts;
    for (const ShapeRow& row : pending_rows_) {
        const RowRequest& request = requests_[row.request];
        if (row.element != 0 || row.attribute != none || !request.whole_row) {
            continue;
        }
        if (!request.uses) {
            return;
        }
        for (const NodeUse& use : *request.uses) {
            texts.add(use);
        }
    }
    texts_ = std::move(texts);
}

void RowCollector::drop_nodes() {
    if (texts_) {
        texts_->gather(builder_);
    }
    UsedNodes nodes(builder_.nodes());
    nodes.add_tags(builder_.innermost()); // open elements may have more rows
    for (const ShapeRow& row : pending_rows_) {
        nodes.add_tags(row.element);
        const RowRequest& request = requests_[row.request];
        const bool has_texts = texts_ && row.element == 0;
        if (row.attribute != none || !request.whole_row || has_texts) {
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
    if (texts_) {
        texts_->move_nodes(moved);
    }
}

} // namespace promfile::xml
