#pragma once

#include "xml/row.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace promfile::xml {

// The index of the first attribute that has the name of an earlier one, or the number of attributes
// if all names differ.
std::size_t repeated_attribute(std::span<const Attribute> attributes);

// The name of the attribute that begins here, in the text of a well-formed start tag.
std::string_view attribute_name_at(const char* begin);

// All attribute names of a start tag of which most attributes are not kept: the tag may have
// millions. A name takes eight bytes and is looked up in the text of the tag, which `tag` points to
// and which must be well-formed.
class AttributeNames {
public:
    bool empty() const { return names_.empty(); }
    void clear() { names_ = {}; }
    // `name` begins at this offset in the tag.
    void add(std::string_view name, std::size_t offset);
    // The offset of the first name that is that of an earlier attribute. Changes the order of the
    // names.
    std::optional<std::size_t> first_repeated(const char* tag);
    template<typename Use>
    void for_each(const char* tag, Use use) const {
        for (const std::uint64_t name : names_) {
            use(text_of(tag, name));
        }
    }

private:
    static std::size_t offset_of(std::uint64_t name);
    static std::string_view text_of(const char* tag, std::uint64_t name);

    std::vector<std::uint64_t> names_; // a hash and the offset
};

} // namespace promfile::xml
