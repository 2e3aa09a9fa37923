#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a document type declaration declares that the scanner has to know.

namespace promfile::xml {

struct Entity {
    enum class Kind { internal, external, unparsed };

    std::string name;
    Kind kind = Kind::internal;
    std::string text;     // the replacement text of an internal one, followed by padding
    std::size_t size = 0; // of the text
    bool in_parameter_entity = false; // declared there
    bool open = false;                // it is being expanded: a reference to it would not end

    std::string_view replacement() const { return std::string_view(text).substr(0, size); }
};

struct AttributeDefinition {
    std::string name;
    bool is_tokens = false;           // of any type but CDATA: white space around tokens goes
    std::optional<std::string> value; // the default
    std::size_t default_index = static_cast<std::size_t>(-1); // in AttributeList::defaults
};

// Names map to what was declared first.
template<typename Value>
using NameMap = std::map<std::string, Value, std::less<>>;

struct AttributeList {
    std::vector<AttributeDefinition> attributes; // in the order of their declaration
    NameMap<std::size_t> by_name;                // index into it
    std::vector<std::size_t> defaults;           // indices of those with a default
    bool has_tokens = false;
};

struct DocumentType {
    NameMap<Entity> entities;
    NameMap<Entity> parameter_entities;
    NameMap<AttributeList> attribute_lists; // by element
    bool standalone = false;                // the XML declaration says so
    // There is an external subset or a reference to a parameter entity, so that an entity may be
    // declared where nobody looks.
    bool is_incomplete = false;
};

} // namespace promfile::xml
