#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The content of a document type declaration that the scanner needs: entities and attributes.

namespace promfile::xml {

struct Entity {
    enum class Kind { internal, external, unparsed };

    std::string name;
    Kind kind = Kind::internal;
    std::string text;     // the replacement text of an internal entity, then padding_bytes NULs
    std::size_t size = 0; // bytes of the replacement text, without the padding
    bool is_parameter = false;        // referred to as %name;
    bool in_parameter_entity = false; // declared in the text of a parameter entity
    bool open = false;                // being expanded: a reference to it would be a circle

    // The reference in the form in which a store has it.
    std::string reference() const { return (is_parameter ? "%" : "&") + name + ";"; }
};

struct AttributeDefinition {
    std::string name;
    bool is_tokens = false;           // any type but CDATA: extra white space is removed
    std::optional<std::string> value; // the default value
    std::size_t default_index = static_cast<std::size_t>(-1); // in AttributeList::defaults
};

// The first declaration of a name counts (XML 1.0, 3.3 and 4.2).
template<typename Value>
using NameMap = std::map<std::string, Value, std::less<>>;

struct AttributeList {
    std::vector<AttributeDefinition> attributes; // in the order of their declaration
    NameMap<std::size_t> by_name;                // index in `attributes`
    std::vector<std::size_t> defaults;           // indices of the attributes with a default
    bool has_tokens = false;                     // does any attribute have is_tokens?
};

struct DocumentType {
    NameMap<Entity> entities;
    NameMap<Entity> parameter_entities;
    NameMap<AttributeList> attribute_lists; // by element name
    bool standalone = false;                // the XML declaration has standalone="yes"
    // There is an external subset or a reference to a parameter entity, so an entity may be
    // declared in text that is never read.
    bool is_incomplete = false;
};

} // namespace promfile::xml
