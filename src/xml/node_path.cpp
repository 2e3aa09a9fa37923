#include "xml/node_path.hpp"

#include <algorithm>

namespace promfile {

namespace {

using xml::LayoutNode;
using xml::NodeKind;

class Visit {
public:
    Visit(std::span<const LayoutNode> nodes, const NodePath& path,
          const std::function<bool(std::uint32_t)>& test)
        : nodes_(nodes), path_(path), test_(test) {}

    // The steps of the path from index `step` on, from `element`.
    bool children(std::size_t step, std::uint32_t element) const {
        const std::uint32_t end = end_of(element);
        for (std::uint32_t child = element + 1; child < end; child = nodes_[child].end) {
            if (child_holds(step, child)) {
                return true;
            }
        }
        return false;
    }

private:
    // The element may be open still.
    std::uint32_t end_of(std::uint32_t element) const {
        return std::min(nodes_[element].end, static_cast<std::uint32_t>(nodes_.size()));
    }

    bool child_holds(std::size_t step, std::uint32_t child) const {
        const LayoutNode& node = nodes_[child];
        if (step == path_.children.size()) {
            const bool is_text = node.kind == NodeKind::text || node.kind == NodeKind::cdata;
            return is_text && test_(child);
        }
        if (node.kind != NodeKind::element || node.name != path_.children[step]) {
            return false;
        }
        if (step + 1 < path_.children.size() || path_.last == NodePath::Last::text) {
            return children(step + 1, child);
        }
        return path_.last == NodePath::Last::element ? test_(child) : attribute_holds(child);
    }

    bool attribute_holds(std::uint32_t element) const {
        const std::uint32_t end = end_of(element);
        for (std::uint32_t i = element + 1; i < end && nodes_[i].kind == NodeKind::attribute; ++i) {
            if (nodes_[i].name == path_.attribute) {
                return test_(i);
            }
        }
        return false;
    }

    std::span<const LayoutNode> nodes_;
    const NodePath& path_;
    const std::function<bool(std::uint32_t)>& test_;
};

} // namespace

bool visit_nodes(std::span<const LayoutNode> nodes, const NodePath& path, std::uint32_t context,
                 const std::function<bool(std::uint32_t node)>& test) {
    if (path.children.empty() && path.last == NodePath::Last::element) {
        return test(context);
    }
    const bool is_outside = path.children.empty() && path.last == NodePath::Last::attribute;
    return !is_outside && Visit(nodes, path, test).children(0, context);
}

} // namespace promfile
