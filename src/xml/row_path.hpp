#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The path of the rows in a document: "/store/*", "//entry", "/a//b/@*". Steps are separated by /
// or by //, and each step is an element name or *. The last step may be @name or @*, for attribute
// rows. Prefixes of names match literally. A path without a leading slash is read as if it began
// with //.
class RowPath {
public:
    // Throws `Error` (usage) that names the path and its fault.
    explicit RowPath(std::string_view path);

    // How much of the path the names from the root to an element match: bit i is set if they match
    // the first i steps, the last of them at the element itself or, if a // follows, above it.
    using Progress = std::uint64_t;
    static constexpr Progress start = 1;

    // The progress at a child element called `name`, from that of its parent.
    Progress step(Progress parent, std::string_view name) const;
    // Is an element with this progress a row, or the owner of attribute rows?
    bool selects(Progress progress) const { return (progress >> steps_.size() & 1U) != 0; }
    // Can an element inside an element with this progress be selected?
    bool leads_on(Progress progress) const { return (progress & below_) != 0; }

    bool selects_attributes() const { return !attribute_.empty(); }
    // The name of the attributes that are rows, * for all, or an empty one.
    const std::string& attribute() const { return attribute_; }
    // Is an attribute of a selected element a row? Namespace declarations are not attributes in
    // XPath.
    bool selects_attribute(std::string_view name) const {
        const bool declares_namespace = name == "xmlns" || name.starts_with("xmlns:");
        return !declares_namespace && (attribute_ == "*" || attribute_ == name);
    }

    // The names of the steps, "*" included.
    std::vector<std::string> step_names() const;

    bool operator==(const RowPath& other) const { return text_ == other.text_; }
    const std::string& text() const { return text_; }

private:
    struct Step {
        std::string name;
        bool descendant = false;
        bool any = false; // the name is *
    };

    std::string text_;
    std::vector<Step> steps_;
    std::string attribute_;
    Progress below_ = 0;
};

} // namespace promfile
