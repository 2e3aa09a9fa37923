#include "xpath/row_nodes.hpp"

#include <algorithm>

namespace promfile {

namespace {

// In an element with at most this many attributes, an attribute is searched for each time. In an
// element with more, the place where an attribute was found is kept; otherwise each row below the
// element would cost a search through all its attributes.
constexpr size_t few_attributes = 16;
// Kept places are forgotten when there are more than this.
constexpr size_t max_found = 4096;

bool is_text(const xml::LayoutNode& node) {
    return node.kind == xml::NodeKind::text || node.kind == xml::NodeKind::cdata;
}

} // namespace

RowNodes::Id RowNodes::add(const NodePath& path) {
    const auto [known, is_new] = ids_.emplace(path, static_cast<Id>(paths_.size()));
    if (is_new) {
        paths_.emplace_back().path = path;
        forget_kinds();
    }
    return known->second;
}

void RowNodes::forget_kinds() {
    known_kinds_.clear();
    kinds_ = 0;
}

void RowNodes::next_store() {
    forget_kinds();
    row_ = nullptr;
    ++element_count_;
    for (Path& path : paths_) {
        path.last_serial = 0;
        path.found.clear();
    }
}

void RowNodes::next_row(const xml::Row& row) {
    row_ = &row;
    ++row_number_;
    context_ = row.attribute != xml::none ? row.attribute : row.element;
    const std::uint32_t id = row.layout->id;
    if (id == 0) {
        own_kind_.slots.assign(paths_.size(), unknown);
        kind_ = &own_kind_;
        return;
    }
    if (id >= known_kinds_.size()) {
        known_kinds_.resize(id + size_t{1});
    }
    std::vector<RowKind>& by_node = known_kinds_[id];
    if (context_ >= by_node.size()) {
        by_node.resize(context_ + size_t{1});
    }
    kind_ = &by_node[context_];
    if (kind_->number == 0) {
        kind_->slots.assign(paths_.size(), unknown);
        kind_->number = ++kinds_;
    }
}

std::uint64_t RowNodes::identity_above(Level level) const {
    if (level == store_level) {
        return 1;
    }
    std::uint32_t node = context_;
    for (; level > 0; --level) {
        const std::uint32_t parent = row_->layout->nodes[node].parent;
        if (parent == xml::none) {
            break;
        }
        node = parent;
    }
    if (level == 0) {
        return identity_of(nullptr, node);
    }
    const xml::OpenElement* element = row_->parent;
    for (; level > 1 && element != nullptr; --level) {
        element = element->parent;
    }
    // The document node, above the root element, is 1; 2 stands for all levels above it.
    return element != nullptr ? element->serial : in_layout | (level == 1 ? 1 : 2);
}

bool RowNodes::exists(Id id) {
    const std::uint32_t slot = slot_of(id);
    if (slot == gathered) {
        return !texts(id).empty();
    }
    if (slot < above_layout || slot >= absent) {
        return slot != absent;
    }
    return attribute_above(paths_[id], slot - above_layout) != nullptr;
}

std::string_view RowNodes::special_text(Id id, std::uint32_t slot) {
    Path& path = paths_[id];
    if (slot == several) {
        path.text.clear();
        std::string_view text;
        visit(path.path, [&](std::uint32_t node) {
            text = string_value(node, path.text);
            return true;
        });
        return text;
    }
    if (slot == gathered) {
        return texts(id).empty() ? std::string_view() : texts(id).front();
    }
    if (slot >= absent) {
        return {};
    }
    const xml::Attribute* attribute = attribute_above(path, slot - above_layout);
    return attribute != nullptr ? attribute->value : std::string_view();
}

const xml::Attribute* RowNodes::attribute_above(Path& path, std::uint32_t parents) {
    const xml::OpenElement* element = row_->parent;
    for (; parents > 0 && element != nullptr; --parents) {
        element = element->parent;
    }
    if (element == nullptr) {
        return nullptr;
    }
    const auto attributes = element->attributes;
    if (path.last_serial != element->serial) {
        const auto search = [&] {
            const auto found =
                std::find_if(attributes.begin(), attributes.end(), [&](const auto& attribute) {
                    return attribute.name == path.path.attribute;
                });
            return static_cast<std::uint32_t>(found - attributes.begin());
        };
        if (attributes.size() <= few_attributes) {
            path.last_index = search();
        } else {
            if (path.found.size() > max_found) {
                path.found.clear();
            }
            const auto [known, made] = path.found.try_emplace(element->serial, 0);
            if (made) {
                known->second = search();
            }
            path.last_index = known->second;
        }
        path.last_serial = element->serial;
    }
    return path.last_index < attributes.size() ? &attributes[path.last_index] : nullptr;
}

// The slot of the path's attribute in an element of the layout.
std::uint32_t RowNodes::find_attribute(Path& path, std::uint32_t element) {
    const auto nodes = row_->layout->nodes;
    const size_t begin = element + size_t{1};
    const auto search = [&](size_t i, size_t end) {
        while (i < end && nodes[i].kind == xml::NodeKind::attribute &&
               nodes[i].name != path.path.attribute) {
            ++i;
        }
        return i;
    };
    const auto slot = [&](size_t i) {
        const bool found = i < nodes.size() && nodes[i].kind == xml::NodeKind::attribute;
        return found ? nodes[i].slot : absent;
    };
    const size_t early_end = std::min(begin + few_attributes, nodes.size());
    const size_t early = search(begin, early_end);
    if (early < early_end) {
        return slot(early);
    }
    if (path.found.size() > max_found) {
        path.found.clear();
    }
    const auto [known, made] = path.found.try_emplace(identity_of(nullptr, element), 0);
    if (made) {
        known->second = slot(search(early, nodes.size()));
    }
    return known->second;
}

// The slot of the string-value of an element of the layout.
std::uint32_t RowNodes::text_slot(std::uint32_t element) const {
    const auto nodes = row_->layout->nodes;
    std::uint32_t slot = empty;
    for (std::uint32_t i = element + 1; i < nodes[element].end; ++i) {
        if (is_text(nodes[i])) {
            if (slot != empty) {
                return several;
            }
            slot = nodes[i].slot;
        }
    }
    return slot;
}

std::uint32_t RowNodes::find(Path& path) {
    if (context_ == 0 && row_->layout->texts != nullptr &&
        row_->layout->texts->find(path.path) != nullptr) {
        return gathered;
    }
    const auto nodes = row_->layout->nodes;
    std::uint32_t node = context_;
    for (std::uint32_t i = 0; i < path.path.levels_up; ++i) {
        node = nodes[node].parent;
        if (node == xml::none) {
            return above_layout + (path.path.levels_up - 1 - i);
        }
    }
    if (nodes[node].kind == xml::NodeKind::attribute) {
        const bool itself = path.path.children.empty() && path.path.last == NodePath::Last::element;
        return itself ? nodes[node].slot : absent;
    }
    if (path.path.children.empty()) {
        if (path.path.last == NodePath::Last::attribute) {
            return find_attribute(path, node);
        }
        if (path.path.last == NodePath::Last::element) {
            return text_slot(node);
        }
    }
    std::uint32_t slot = absent;
    const auto note = [&](std::uint32_t found) {
        if (slot != absent) {
            slot = several;
            return true;
        }
        slot = nodes[found].kind == xml::NodeKind::element ? text_slot(found) : nodes[found].slot;
        return slot == several;
    };
    visit(path.path, note);
    return slot;
}

// The string-value of a node. It may lie in `scratch`, whose content is overwritten.
std::string_view RowNodes::string_value(std::uint32_t node, std::string& scratch) const {
    const auto nodes = row_->layout->nodes;
    if (nodes[node].kind != xml::NodeKind::element) {
        return row_->values[nodes[node].slot];
    }
    scratch.clear();
    for (std::uint32_t i = node + 1; i < nodes[node].end; ++i) {
        if (is_text(nodes[i])) {
            scratch += row_->values[nodes[i].slot];
        }
    }
    return scratch;
}

} // namespace promfile
