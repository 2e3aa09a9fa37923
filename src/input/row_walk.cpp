#include "input/row_walk.hpp"

#include "input/doctype.hpp"
#include "input/xml_name.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace promfile {

namespace {

// Of few attributes each is compared with each: that costs less than to sort them.
constexpr size_t few_attributes = 16;

// The second of two attributes of one name, compared name by name: after the quick look found that
// there may be one.
pugi::xml_attribute find_twice(pugi::xml_node element, size_t count) {
    if (count <= few_attributes) {
        for (auto later = element.first_attribute(); later; later = later.next_attribute()) {
            for (auto first = element.first_attribute(); first != later;
                 first = first.next_attribute()) {
                if (std::strcmp(first.name(), later.name()) == 0) {
                    return later;
                }
            }
        }
        return {};
    }
    std::vector<pugi::xml_attribute> attributes(element.attributes_begin(),
                                                element.attributes_end());
    const auto less = [](const pugi::xml_attribute& a, const pugi::xml_attribute& b) {
        return std::strcmp(a.name(), b.name()) < 0;
    };
    // Stable, and names lie in the buffer in document order: of equal names the first comes first.
    std::stable_sort(attributes.begin(), attributes.end(), less);
    pugi::xml_attribute twice;
    for (size_t i = 1; i < attributes.size(); ++i) {
        if (std::strcmp(attributes[i - 1].name(), attributes[i].name()) == 0 &&
            (!twice || attributes[i].name() < twice.name())) {
            twice = attributes[i];
        }
    }
    return twice;
}

// An attribute that stands twice in a start tag. Almost always the first two bytes of the names
// tell them apart: one bit each in a set of 64. Behind the last attribute comes one without a name.
pugi::xml_attribute attribute_twice(pugi::xml_node element) {
    std::uint64_t seen = 0;
    size_t count = 0;
    bool perhaps = false;
    pugi::xml_attribute attribute = element.first_attribute();
    for (const char* name = attribute.name(); *name != '\0'; name = attribute.name()) {
        const unsigned hash =
            static_cast<unsigned char>(name[0]) * 5U + static_cast<unsigned char>(name[1]);
        const std::uint64_t bit = std::uint64_t{1} << (hash & 63U);
        perhaps |= (seen & bit) != 0;
        seen |= bit;
        ++count;
        attribute = attribute.next_attribute();
    }
    return perhaps ? find_twice(element, count) : pugi::xml_attribute();
}

// Is there a < in the buffer from the first attribute's name to the last one's value? One that
// pugixml decoded shows as well.
bool has_less_than(pugi::xml_node element) {
    const pugi::xml_attribute first = element.first_attribute();
    if (!first) {
        return false;
    }
    // An empty value may lie outside the buffer: that of an attribute which is cut off.
    const pugi::xml_attribute last = element.last_attribute();
    const char* end =
        *last.value() == '\0' ? last.name() : last.value() + std::strlen(last.value());
    return std::memchr(first.name(), '<', static_cast<size_t>(end - first.name())) != nullptr;
}

std::optional<TreeFault> name_fault(const char* name) {
    return is_xml_name(name) ? std::optional<TreeFault>()
                             : TreeFault{name, fmt::format("{} is no name in XML", name)};
}

} // namespace

RowWalk::RowWalk(const std::vector<RowRequest>& requests, bool several_roots)
    : requests_(requests), several_roots_(several_roots),
      levels_((deepest_level + 2) * requests.size(), RowPath::start) {}

// Level 0 is the document; an element on level n steps from the progress of level n - 1.
void RowWalk::step(size_t level, const char* name) {
    const size_t count = requests_.size();
    for (size_t i = 0; i < count; ++i) {
        levels_[level * count + i] = requests_[i].path.step(levels_[(level - 1) * count + i], name);
    }
}

bool RowWalk::is_whole_row(size_t level) const {
    for (size_t i = 0; i < requests_.size(); ++i) {
        const RowRequest& request = requests_[i];
        if (request.whole_row && !request.path.selects_attributes() &&
            request.path.selects(levels_[level * requests_.size() + i])) {
            return true;
        }
    }
    return false;
}

std::vector<pugi::xml_node> RowWalk::open_path(pugi::xml_node document) {
    std::vector<pugi::xml_node> path;
    for (pugi::xml_node node = document.last_child(); node; node = node.last_child()) {
        path.push_back(node);
        if (path.size() <= deepest_level) {
            step(path.size(), node.name());
            if (is_whole_row(path.size())) {
                break;
            }
        }
    }
    return path;
}

std::vector<pugi::xml_node> RowWalk::last_path(pugi::xml_node document) {
    std::vector<pugi::xml_node> path;
    for (pugi::xml_node node = document.last_child(); node; node = node.last_child()) {
        path.push_back(node);
    }
    return path;
}

void RowWalk::emit(pugi::xml_node element, size_t level, bool open, std::vector<Row>& rows) const {
    for (size_t i = 0; i < requests_.size(); ++i) {
        const RowRequest& request = requests_[i];
        if (!request.path.selects(levels_[level * requests_.size() + i])) {
            continue;
        }
        const auto index = static_cast<std::uint32_t>(i);
        if (!request.path.selects_attributes()) {
            if (!(open && request.whole_row)) {
                rows.push_back({element, {}, index});
            }
            continue;
        }
        for (const pugi::xml_attribute attribute : element.attributes()) {
            if (request.path.selects_attribute(attribute.name())) {
                rows.push_back({element, attribute, index});
            }
        }
    }
}

std::optional<TreeFault> RowWalk::element_fault(pugi::xml_node element, size_t level,
                                                bool check_names) {
    const char* name = element.name();
    if (level == 1 && std::exchange(root_seen_, true) && !several_roots_) {
        return TreeFault{name - 1, fmt::format("<{}> is a second root element", name)};
    }
    if (check_names) {
        std::optional<TreeFault> fault = name_fault(name);
        for (auto attribute = element.first_attribute(); attribute && !fault;
             attribute = attribute.next_attribute()) {
            fault = name_fault(attribute.name());
        }
        if (fault) {
            return fault;
        }
    }
    if (const pugi::xml_attribute twice = attribute_twice(element)) {
        return TreeFault{twice.name(),
                         fmt::format("the attribute {} is given twice", twice.name())};
    }
    if (has_less_than(element)) {
        with_less_than_.push_back(element);
    }
    return std::nullopt;
}

std::optional<TreeFault> RowWalk::beside_root_fault(pugi::xml_node node) {
    if (node.type() != pugi::node_doctype) {
        return TreeFault{node.value(), "there is text outside the root element"};
    }
    const bool has_place = !root_seen_ && !std::exchange(doctype_seen_, true);
    if (several_roots_ || (has_place && read_doctype(node.value()).well_formed)) {
        return std::nullopt;
    }
    const char* begin = node.value();
    while (*begin != '<') {
        --begin;
    }
    return TreeFault{begin, has_place ? "this document type declaration is not well-formed"
                                      : "a document type declaration has its place before the "
                                        "root element, once"};
}

std::optional<TreeFault> RowWalk::collect(pugi::xml_node document, size_t known,
                                          const std::vector<pugi::xml_node>& open, bool check_names,
                                          std::vector<Row>& rows) {
    with_less_than_.clear();
    pugi::xml_node stop = open.empty() ? pugi::xml_node() : open.back();
    if (open.size() > deepest_level && *stop.name() != '\0') {
        stop = pugi::xml_node(); // reading it again would not make it less deep
    }
    pugi::xml_node node = document.first_child();
    size_t level = 1;
    while (node && node != stop) {
        const char* name = node.name();
        const bool element = *name != '\0';
        if (element) {
            if (level > deepest_level) {
                return TreeFault{name - 1, fmt::format("the element <{}> is nested deeper than {} "
                                                       "levels",
                                                       name, deepest_level)};
            }
            step(level, name);
            if (known > 0) {
                --known;
                root_seen_ = true;
            } else {
                if (auto fault = element_fault(node, level, check_names)) {
                    return fault;
                }
                const bool is_open = level <= open.size() && open[level - 1] == node;
                emit(node, level, is_open, rows);
            }
        } else if (level == 1) {
            if (auto fault = beside_root_fault(node)) {
                return fault;
            }
        }
        pugi::xml_node next = element ? node.first_child() : pugi::xml_node();
        if (next) {
            ++level;
        } else {
            next = node.next_sibling();
            while (!next && level > 1) {
                node = node.parent();
                --level;
                next = node.next_sibling();
            }
        }
        node = next;
    }
    return std::nullopt;
}

} // namespace promfile
