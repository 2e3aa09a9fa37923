#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace promfile {

// A piece of a store, parsed below the start tags of its ancestors.
class XmlWindow {
public:
    // Parses `ancestors` followed by `text`, of which it keeps a copy. What pugixml could read
    // before an error is kept as well.
    void parse(std::string_view ancestors, std::string_view text);

    pugi::xml_node document() const { return document_; }
    pugi::xml_parse_status status() const { return status_; }
    // Where in `text` the parser gave up.
    size_t error_offset() const { return error_offset_; }

    // Is it one of the ancestors, rather than in `text`?
    bool is_ancestor(pugi::xml_node node) const;
    // Where in `text` a node's markup begins.
    size_t offset_of(pugi::xml_node node) const;
    // The same for a pointer to a name or value.
    size_t offset_of(const char* place) const;

private:
    std::string buffer_;
    size_t ancestors_size_ = 0;
    pugi::xml_document document_;
    pugi::xml_parse_status status_ = pugi::status_ok;
    size_t error_offset_ = 0;
};

} // namespace promfile
