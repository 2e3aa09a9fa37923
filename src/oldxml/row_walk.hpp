#pragma once

#include "oldxml/row.hpp"

#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

namespace promfile {

// A fault in the tree that pugixml let pass: a place in the parsed buffer, and a sentence.
struct TreeFault {
    const char* place = nullptr;
    std::string cause;
};

// Walks the tree of a window in document order, finds its rows, and checks what pugixml does not:
// attributes given twice, nesting, names, and what stands beside the root.
class RowWalk {
public:
    static constexpr size_t deepest_level = 1000;

    // `several_roots` lets further root elements pass.
    RowWalk(const std::vector<RowRequest>& requests, bool several_roots);

    // The elements from the root down to the last node of the tree: those that may still be open
    // where a window ends. Ends with the node itself, which is not always an element. It does not
    // lead into a row of which all is wanted.
    std::vector<pugi::xml_node> open_path(pugi::xml_node document);
    // The same, into such rows too.
    static std::vector<pugi::xml_node> last_path(pugi::xml_node document);

    // Appends the rows before the last node of `open`, or all rows where `open` is empty. The first
    // `known` levels were walked in an earlier window. Stops at the first fault. Names are looked
    // at with `check_names` alone: pugixml lets pass only such as are not ASCII.
    std::optional<TreeFault> collect(pugi::xml_node document, size_t known,
                                     const std::vector<pugi::xml_node>& open, bool check_names,
                                     std::vector<Row>& rows);
    // Has a root element been collected?
    bool root_seen() const { return root_seen_; }
    // Elements of the last `collect` in whose attributes there may be a plain <, which pugixml lets
    // pass: only their text can tell it from a reference.
    const std::vector<pugi::xml_node>& with_less_than() const { return with_less_than_; }

private:
    using Levels = std::vector<RowPath::Progress>; // per level, one progress for each request

    void step(size_t level, const char* name);
    void read_attributes(pugi::xml_node element);
    std::optional<TreeFault> element_fault(pugi::xml_node element, size_t level, bool check_names);
    std::optional<TreeFault> beside_root_fault(pugi::xml_node node);
    bool is_whole_row(size_t level) const;
    void emit(pugi::xml_node element, size_t level, bool open, std::vector<Row>& rows);

    const std::vector<RowRequest>& requests_;
    bool several_roots_;
    bool root_seen_ = false;
    bool doctype_seen_ = false;
    Levels levels_;
    std::vector<NamedAttribute> attributes_; // of the element that is looked at
    // Those of the rows of the last `collect`.
    std::pmr::monotonic_buffer_resource row_attributes_{size_t{16} << 10};
    std::vector<pugi::xml_node> with_less_than_;
};

} // namespace promfile
