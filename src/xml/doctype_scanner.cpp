#include "xml/doctype_scanner.hpp"

#include "xml/reference.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

void skip_comment(Input& input) {
    input.keep_nothing();
    input.skip(std::string_view("<!--").size());
    for (;;) {
        if (input.skip_to<'-'>() == '\0') {
            input.fail_cut_off();
        }
        if (!input.follows("--")) {
            input.skip(1);
        } else if (input.take("-->")) {
            return;
        } else if (input.end() - input.at() == 2) {
            input.fail_cut_off();
        } else {
            input.fail_at(input.here(), "-- is not allowed in a comment");
        }
    }
}

void skip_instruction(Input& input, bool any_target) {
    const std::uint64_t begin = input.here();
    input.keep_from(begin);
    input.skip(std::string_view("<?").size());
    const std::string_view target = input.take_name();
    const bool is_xml = target.size() == 3 && (target[0] | 0x20) == 'x' &&
                        (target[1] | 0x20) == 'm' && (target[2] | 0x20) == 'l';
    const bool named = !target.empty();
    if (input.at_end()) {
        input.fail_cut_off();
    }
    if (!named || !(is_space(input.peek()) || input.follows("?>"))) {
        input.fail_at(begin, "this processing instruction has no valid name");
    }
    if (is_xml && !any_target) {
        input.fail_at(begin, "an XML declaration is allowed only at the very start of the store");
    }
    input.check_kept();
    input.keep_nothing();
    while (input.skip_to<'?'>() != '\0') {
        if (input.take("?>")) {
            return;
        }
        input.skip(1);
    }
    input.fail_cut_off();
}

void DoctypeScanner::check_declaration_size() const {
    if (input_.in_store(input_.here()) - input_.markup_begin() > input_.max_kept() ||
        declared_bytes_ > input_.max_kept()) {
        input_.fail_at(input_.markup_begin(),
                       fmt::format("this document type declaration is larger than --max-row-size "
                                   "({} bytes)",
                                   input_.max_kept()));
    }
}

void DoctypeScanner::fail(std::string_view expected) {
    input_.fail_here(fmt::format(
        "this document type declaration is not well-formed: {} is expected here", expected));
}

void DoctypeScanner::expect(char c) {
    if (!input_.take(c)) {
        fail(std::string_view(&c, 1));
    }
}

void DoctypeScanner::space(std::string_view before) {
    if (!input_.skip_space()) {
        fail(fmt::format("white space before {}", before));
    }
}

std::string DoctypeScanner::name() {
    std::string name(input_.take_name());
    if (name.empty()) {
        fail("a name");
    }
    return name;
}

char DoctypeScanner::quote() {
    const char c = input_.peek();
    if (c != '"' && c != '\'') {
        fail("a quote");
    }
    input_.skip(1);
    return c;
}

void DoctypeScanner::scan() {
    input_.begin_markup(MarkupKind::doctype);
    input_.window().remember(input_.here());
    input_.keep_from(input_.here());
    input_.take("<!DOCTYPE");
    if (!is_space(input_.peek())) {
        if (input_.at_end()) {
            input_.fail_cut_off();
        }
        input_.fail_at(input_.markup_begin(), "this document type declaration is not well-formed");
    }
    input_.skip_space();
    name();
    if (input_.skip_space() && external_id(false)) {
        document_.is_incomplete = true;
        input_.skip_space();
    }
    if (input_.take('[')) {
        scan_subset();
        input_.skip_space();
    }
    expect('>');
}

void DoctypeScanner::scan_subset() {
    for (;;) {
        input_.check_kept();
        check_declaration_size();
        input_.keep_from(input_.here());
        input_.skip_space();
        switch (input_.peek()) {
        case '\0':
            if (!input_.in_entity() || !input_.at_end()) {
                fail("]");
            }
            input_.leave();
            break;
        case ']':
            if (input_.in_entity()) {
                fail("a declaration");
            }
            input_.skip(1);
            return;
        case '%':
            enter_parameter_entity();
            break;
        case '<':
            scan_declaration();
            break;
        default:
            fail("a declaration or ]");
        }
    }
}

void DoctypeScanner::enter_parameter_entity() {
    const std::uint64_t place = input_.here();
    if (!may_begin_name(input_.peek_second())) {
        fail("a reference to a parameter entity");
    }
    input_.skip(1);
    const std::string name(input_.take_name());
    expect(';');
    document_.is_incomplete = true;
    const auto declared = document_.parameter_entities.find(name);
    if (declared == document_.parameter_entities.end()) {
        if (document_.standalone && !input_.in_entity()) {
            input_.fail_at(place,
                           fmt::format("the parameter entity %{}; is not defined", quoted(name)));
        }
        declares_ = document_.standalone;
    } else if (declared->second.kind != Entity::Kind::internal) {
        declares_ = document_.standalone;
    } else {
        input_.enter(declared->second, place);
    }
}

void DoctypeScanner::scan_declaration() {
    struct Declaration {
        std::string_view opening;
        void (DoctypeScanner::*scan)();
    };
    constexpr Declaration declarations[] = {
        {"<!ELEMENT", &DoctypeScanner::element},
        {"<!ATTLIST", &DoctypeScanner::attribute_list},
        {"<!ENTITY", &DoctypeScanner::entity},
        {"<!NOTATION", &DoctypeScanner::notation},
    };
    if (input_.follows("<!--")) {
        skip_comment(input_);
        return;
    }
    if (input_.follows("<?")) {
        skip_instruction(input_, false);
        return;
    }
    for (const Declaration& declaration : declarations) {
        if (input_.take(declaration.opening)) {
            (this->*declaration.scan)();
            input_.skip_space();
            expect('>');
            return;
        }
    }
    fail("a declaration");
}

// <!ELEMENT name content>
void DoctypeScanner::element() {
    space("the name");
    name();
    space("the content");
    if (input_.take('(')) {
        content_model();
    } else if (!input_.take("EMPTY") && !input_.take("ANY")) {
        fail("EMPTY, ANY or (");
    }
}

void DoctypeScanner::content_model() {
    input_.skip_space();
    if (input_.take("#PCDATA")) {
        mixed_model();
    } else {
        children_model();
    }
}

// The rest of "(#PCDATA ...", production 51.
void DoctypeScanner::mixed_model() {
    bool names = false;
    for (;;) {
        input_.skip_space();
        if (input_.take(')')) {
            if (!input_.take('*') && names) {
                fail("*");
            }
            return;
        }
        expect('|');
        input_.skip_space();
        name();
        names = true;
    }
}

// The rest after the first "(", productions 47 to 50. A loop with a stack in place of recursion, so
// that nesting cannot exhaust the call stack: `separators` has one character for each open
// parenthesis, '|' or ',', or ' ' before the first separator.
void DoctypeScanner::children_model() {
    std::string separators(1, ' ');
    bool part = true; // a name or ( is expected next
    while (!separators.empty()) {
        input_.skip_space();
        const char c = input_.peek();
        if (part) {
            if (input_.take('(')) {
                separators += ' ';
                continue;
            }
            name();
            part = false;
        } else if (c == ')') {
            input_.skip(1);
            separators.pop_back();
        } else if ((c == '|' || c == ',') && (separators.back() == ' ' || separators.back() == c)) {
            input_.skip(1);
            separators.back() = c;
            part = true;
            continue;
        } else {
            fail("|, a comma or )");
        }
        if (input_.peek() == '?' || input_.peek() == '*' || input_.peek() == '+') {
            input_.skip(1);
        }
    }
}

// <!NOTATION name external-id>
void DoctypeScanner::notation() {
    space("the name");
    name();
    space("SYSTEM or PUBLIC");
    if (!external_id(true)) {
        fail("SYSTEM or PUBLIC");
    }
}

// Productions 75 and 83. False if neither SYSTEM nor PUBLIC follows.
bool DoctypeScanner::external_id(bool system_may_be_missing) {
    if (input_.take("SYSTEM")) {
        space("the system identifier");
        system_literal();
        return true;
    }
    if (!input_.take("PUBLIC")) {
        return false;
    }
    space("the public identifier");
    public_literal();
    const bool spaced = input_.skip_space();
    const bool more = input_.peek() == '"' || input_.peek() == '\'';
    if (more && !spaced) {
        fail("white space before the system identifier");
    }
    if (more || !system_may_be_missing) {
        system_literal();
    }
    return true;
}

void DoctypeScanner::system_literal() {
    const char end = quote();
    const char c = end == '"' ? input_.skip_to<'"'>() : input_.skip_to<'\''>();
    if (c == '\0') {
        input_.fail_cut_off();
    }
    input_.skip(1);
}

void DoctypeScanner::public_literal() {
    constexpr std::string_view others = " \r\n-'()+,./:=?;!*#@$_%"; // production 13
    const char end = quote();
    while (!input_.take(end)) {
        const char c = input_.peek();
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
        if (!allowed || c == '\0') {
            fail("a character of a public identifier");
        }
        input_.skip(1);
    }
}

} // namespace promfile::xml
