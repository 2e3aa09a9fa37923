// The part of DoctypeScanner that reads declarations of attributes and entities, whose content the
// scanner needs. Other declarations are only checked (doctype_scanner.cpp).

#include "xml/doctype_scanner.hpp"
#include "xml/reference.hpp"

#include <algorithm>

namespace promfile::xml {

// <!ATTLIST element (name type default)*>
void DoctypeScanner::attribute_list() {
    space("the name");
    const std::string element = name();
    for (;;) {
        const bool spaced = input_.skip_space();
        if (input_.peek() == '>') {
            return;
        }
        if (!spaced) {
            fail("white space before the attribute");
        }
        attribute(element);
    }
}

void DoctypeScanner::attribute(const std::string& element) {
    AttributeDefinition definition;
    definition.name = name();
    space("the type");
    definition.is_tokens = attribute_type();
    space("the default");
    if (!input_.take("#REQUIRED") && !input_.take("#IMPLIED")) {
        if (input_.take("#FIXED")) {
            space("the default");
        }
        const char end = quote();
        std::string scratch;
        definition.value = take_attribute_value(input_, document_, end, scratch);
        if (definition.is_tokens) {
            definition.value = without_extra_space(*definition.value);
        }
    }
    if (!declares_) {
        return;
    }
    declared_bytes_ += definition.name.size() + sizeof definition;
    declared_bytes_ += definition.value ? definition.value->size() : 0;
    AttributeList& list = document_.attribute_lists[element];
    if (list.by_name.emplace(definition.name, list.attributes.size()).second) {
        if (definition.value) {
            definition.default_index = list.defaults.size();
            list.defaults.push_back(list.attributes.size());
        }
        list.has_tokens |= definition.is_tokens;
        list.attributes.push_back(std::move(definition));
    }
}

// Productions 54 to 59. False for CDATA, true for the types whose values are tokens.
bool DoctypeScanner::attribute_type() {
    if (input_.take("CDATA")) {
        return false;
    }
    if (input_.take("NOTATION")) {
        space("the names");
        expect('(');
        names_in_parentheses(false);
        return true;
    }
    if (input_.take('(')) {
        names_in_parentheses(true);
        return true;
    }
    // The first match counts, so IDREFS stands before IDREF, and IDREF before ID.
    constexpr std::string_view types[] = {"IDREFS", "IDREF",    "ID",     "ENTITIES",
                                          "ENTITY", "NMTOKENS", "NMTOKEN"};
    if (std::none_of(std::begin(types), std::end(types),
                     [this](std::string_view type) { return input_.take(type); })) {
        fail("the type of an attribute");
    }
    return true;
}

// The rest after "(", productions 58 and 59.
void DoctypeScanner::names_in_parentheses(bool tokens) {
    do {
        input_.skip_space();
        if (!tokens) {
            name();
        } else if (input_.take_name_token().empty()) {
            fail("a name token");
        }
        input_.skip_space();
    } while (input_.take('|'));
    expect(')');
}

// <!ENTITY name definition> or <!ENTITY % name definition>
void DoctypeScanner::entity() {
    space("the name");
    const bool is_parameter = input_.take('%');
    if (is_parameter) {
        space("the name");
    }
    Entity entity;
    entity.name = name();
    entity.is_parameter = is_parameter;
    entity.in_parameter_entity = input_.in_entity();
    space("the value");
    entity_definition(entity);
    if (declares_) {
        declared_bytes_ += entity.name.size() + entity.text.size() + sizeof entity;
        NameMap<Entity>& entities =
            is_parameter ? document_.parameter_entities : document_.entities;
        const std::string& key = entity.name;
        entities.emplace(key, std::move(entity));
    }
}

void DoctypeScanner::entity_definition(Entity& entity) {
    if (external_id(false)) {
        entity.kind = Entity::Kind::external;
        if (!entity.is_parameter && input_.skip_space() && input_.take("NDATA")) {
            space("the name of the notation");
            name();
            entity.kind = Entity::Kind::unparsed;
        }
        return;
    }
    entity.text = entity_value(quote());
    entity.size = entity.text.size();
    entity.text.append(padding_bytes, '\0');
}

// Production 9, up to and including the closing quote. References to characters and parameter
// entities are expanded, references to general entities remain (XML 1.0, 4.5).
std::string DoctypeScanner::entity_value(char end) {
    std::string value;
    const std::size_t depth = input_.entity_depth();
    for (;;) {
        const bool inside = input_.entity_depth() > depth;
        const std::uint64_t from = input_.here();
        const char c = inside       ? input_.skip_to<'&', '%', '\r'>()
                       : end == '"' ? input_.skip_to<'"', '&', '%', '\r'>()
                                    : input_.skip_to<'\'', '&', '%', '\r'>();
        const std::string_view part = input_.text_from(from);
        value.reserve(value.size() + part.size() + padding_bytes); // else the padding copies it
        value.append(part);
        switch (c) {
        case '\0':
            if (!inside) {
                input_.fail_cut_off();
            }
            input_.leave();
            break;
        case '&':
            if (input_.peek_second() == '#') {
                take_character_reference(input_, value);
            } else {
                value.append("&").append(take_reference_name(input_)).append(";");
            }
            break;
        case '%':
            // Not allowed within a declaration of the internal subset (2.8, "PEs in Internal
            // Subset"), but allowed in the replacement text of a parameter entity.
            if (!input_.in_entity()) {
                input_.fail_at(input_.here(), "a reference to a parameter entity is not allowed "
                                              "within a declaration (a plain % is written &#37;)");
            }
            enter_parameter_entity();
            break;
        case '\r':
            input_.skip(1);
            value += '\n';
            if (!input_.in_entity()) {
                input_.take('\n');
            }
            break;
        default:
            input_.skip(1);
            return value;
        }
    }
}

} // namespace promfile::xml
