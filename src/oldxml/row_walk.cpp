#include "oldxml/row_walk.hpp"

#include "oldxml/doctype.hpp"
#include "xml/xml_name.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <string_view>
#include <utility>

namespace promfile {

namespace {

// Of few attributes each is compared with each: that costs less than to sort them.
constexpr size_t few_attributes = 16;

using Attributes = std::vector<NamedAttribute>;

// The second of two attributes of one name, compared name by name: after the quick look found that
// there may be one.
const char* find_twice(const Attributes& attributes) {
    if (attributes.size() <= few_attributes) {
        for (auto later = attributes.begin(); later != attributes.end(); ++later) {
            if (std::any_of(attributes.begin(), later, [later](const NamedAttribute& first) {
                    return std::strcmp(first.name, later->name) == 0;
                })) {
                return later->name;
            }
        }
        return nullptr;
    }
    std::vector<const char*> names(attributes.size());
    std::transform(attributes.begin(), attributes.end(), names.begin(),
                   [](const NamedAttribute& attribute) { return attribute.name; });
    // Stable, and names lie in the buffer in document order: of equal names the first comes first.
    std::stable_sort(names.begin(), names.end(),
                     [](const char* a, const char* b) { return std::strcmp(a, b) < 0; });
    const char* twice = nullptr;
    for (size_t i = 1; i < names.size(); ++i) {
        if (std::strcmp(names[i - 1], names[i]) == 0 && (twice == nullptr || names[i] < twice)) {
            twice = names[i];
        }
    }
    return twice;
}

// The name of an attribute that stands twice in a start tag. Almost always the first two bytes of
// the names tell them apart: one bit each in a set of 64.
const char* attribute_twice(const Attributes& attributes) {
    std::uint64_t seen = 0;
    bool perhaps = false;
    for (const NamedAttribute& attribute : attributes) {
        const unsigned hash = static_cast<unsigned char>(attribute.name[0]) * 5U +
                              static_cast<unsigned char>(attribute.name[1]);
        const std::uint64_t bit = std::uint64_t{1} << (hash & 63U);
        perhaps |= (seen & bit) != 0;
        seen |= bit;
    }
    return perhaps ? find_twice(attributes) : nullptr;
}

// Is there a < in the buffer from the first attribute's name to the last one's value? One that
// pugixml decoded shows as well.
bool has_less_than(const Attributes& attributes) {
    if (attributes.empty()) {
        return false;
    }
    // An empty value may lie outside the buffer: that of an attribute which is cut off.
    const char* value = attributes.back().attribute.value();
    const char* end = *value == '\0' ? attributes.back().name : value + std::strlen(value);
    const char* begin = attributes.front().name;
    return std::memchr(begin, '<', static_cast<size_t>(end - begin)) != nullptr;
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

// Behind the last attribute comes one without a name.
void RowWalk::read_attributes(pugi::xml_node element) {
    attributes_.clear();
    pugi::xml_attribute attribute = element.first_attribute();
    for (const char* name = attribute.name(); *name != '\0'; name = attribute.name()) {
        attributes_.push_back({name, attribute});
        attribute = attribute.next_attribute();
    }
}

void RowWalk::emit(pugi::xml_node element, size_t level, bool open, std::vector<Row>& rows) {
    std::span<const NamedAttribute> attributes;
    const auto add = [&](pugi::xml_attribute attribute, size_t request) {
        if (attributes.empty() && !attributes_.empty()) {
            const size_t bytes = attributes_.size() * sizeof(NamedAttribute);
            auto* kept = static_cast<NamedAttribute*>(
                row_attributes_.allocate(bytes, alignof(NamedAttribute)));
            std::uninitialized_copy(attributes_.begin(), attributes_.end(), kept);
            attributes = {kept, attributes_.size()};
        }
        rows.push_back({element, attribute, static_cast<std::uint32_t>(request), attributes});
    };
    for (size_t i = 0; i < requests_.size(); ++i) {
        const RowRequest& request = requests_[i];
        if (!request.path.selects(levels_[level * requests_.size() + i])) {
            continue;
        }
        if (!request.path.selects_attributes()) {
            if (!(open && request.whole_row)) {
                add({}, i);
            }
            continue;
        }
        for (const NamedAttribute& candidate : attributes_) {
            if (request.path.selects_attribute(candidate.name)) {
                add(candidate.attribute, i);
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
        for (size_t i = 0; i < attributes_.size() && !fault; ++i) {
            fault = name_fault(attributes_[i].name);
        }
        if (fault) {
            return fault;
        }
    }
    if (const char* twice = attribute_twice(attributes_)) {
        return TreeFault{twice, fmt::format("the attribute {} is given twice", twice)};
    }
    if (has_less_than(attributes_)) {
        with_less_than_.push_back(element);
    }
    return std::nullopt;
}

std::optional<TreeFault> RowWalk::beside_root_fault(pugi::xml_node node) {
    if (node.type() != pugi::node_doctype) {
        return TreeFault{node.value(), "there is text outside the root element"};
    }
    const bool has_place = !root_seen_ && !std::exchange(doctype_seen_, true);
    // pugixml takes white space off the front, and does not ask for any.
    const bool spaced =
        std::string_view(" \t\r\n").find(node.value()[-1]) != std::string_view::npos;
    if (several_roots_ || (has_place && spaced && read_doctype(node.value()).well_formed)) {
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
    row_attributes_.release();
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
                read_attributes(node);
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
