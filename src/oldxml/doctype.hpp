#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace promfile {

// What promfile has to know of a document type declaration.
struct Doctype {
    std::set<std::string> entities;  // general entities declared in it
    bool attribute_defaults = false; // it has some, which nobody fills in
    bool well_formed = true;         // as far as its parts and their order go
};

// Reads what stands between "<!DOCTYPE" and its ">": "a SYSTEM 'b' [ <!ENTITY c 'd'> ]"
// (XML 1.0, productions 28 to 29).
Doctype read_doctype(std::string_view declaration);

} // namespace promfile
