#pragma once

#include "xml/entity.hpp"
#include "xml/input.hpp"

#include <string>
#include <string_view>

namespace promfile::xml {

// Skip the comment or processing instruction that begins at the current place, in the document or
// in its document type declaration. `any_target` allows the target "xml". Throw `Fault`.
void skip_comment(Input& input);
void skip_instruction(Input& input, bool any_target);

// Reads a document type declaration by the grammar of XML 1.0 (productions 28 to 29, 45 to 83),
// including references to the parameter entities that it declares. External entities are never
// opened.
class DoctypeScanner {
public:
    DoctypeScanner(Input& input, DocumentType& document) : input_(input), document_(document) {}

    // Reads from <!DOCTYPE to the closing >. Throws `Fault`.
    void scan();

private:
    void scan_subset();
    void scan_declaration();
    void check_declaration_size() const;
    void enter_parameter_entity();

    void element();
    void content_model();
    void mixed_model();
    void children_model();
    void attribute_list();
    void attribute(const std::string& element);
    bool attribute_type();
    void names_in_parentheses(bool tokens);
    void entity();
    void entity_definition(Entity& entity);
    std::string entity_value(char quote);
    void notation();

    bool external_id(bool system_may_be_missing);
    void system_literal();
    void public_literal();

    char quote();
    std::string name();
    void space(std::string_view before);
    void expect(char c);
    [[noreturn]] void fail(std::string_view expected);

    Input& input_;
    DocumentType& document_;
    // Do declarations count? Not after a reference to a parameter entity that was not read, which
    // could have declared the same names (XML 1.0, 5.1).
    bool declares_ = true;
    std::uint64_t declared_bytes_ = 0; // memory used by entities and attribute definitions
};

} // namespace promfile::xml
