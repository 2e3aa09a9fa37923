#include "xml/scanner.hpp"

#include "xml/reference.hpp"
#include "xml/xml_declaration.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace promfile::xml {

Scanner::Scanner(TextSource source, const ScanLimits& limits)
    : input_(std::move(source), limits.read_bytes, limits.max_row_bytes), limits_(limits) {
    input_.window().on_move(
        [this](const char* begin, const char* end, const char* to) { move_text(begin, end, to); });
}

void Scanner::move_text(const char* begin, const char* end, const char* to) {
    rebase(name_, begin, end, to);
    for (Attribute& attribute : attributes_) {
        rebase(attribute.name, begin, end, to);
        rebase(attribute.value, begin, end, to);
    }
}

void Scanner::forget() {
    if (arena_bytes_ > 0) {
        arena_.release();
        large_copies_.clear();
        arena_bytes_ = 0;
    }
}

std::string_view Scanner::copy_to_arena(std::string_view text) {
    arena_bytes_ += text.size() + 1; // never 0, so that is_as_written sees an empty copy, too
    auto* copy = static_cast<char*>(arena_.allocate(text.size() + 1, 1));
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
}

// A copy of the text in `scratch_`, or that text itself if it would be large twice.
std::string_view Scanner::keep_scratch() {
    constexpr std::size_t min_large = std::size_t{256} << 10;
    if (scratch_.size() < min_large) {
        return copy_to_arena(scratch_);
    }
    arena_bytes_ += scratch_.size();
    return large_copies_.emplace_back(std::exchange(scratch_, {}));
}

std::string_view Scanner::open_name() const {
    return std::string_view(names_).substr(open_.back().name);
}

Token Scanner::next() {
    if (!begun_) {
        begun_ = true;
        document_.standalone = take_xml_declaration(input_);
    }
    for (;;) {
        input_.check_kept();
        attributes_.clear();
        begin_ = input_.in_store(input_.here());
        expanded_before_ = input_.expanded();
        if (input_.peek() == '<') {
            Token token = Token::text;
            if (take_markup(token)) {
                return token;
            }
        } else if (!input_.at_end()) {
            if (take_text()) {
                return Token::text;
            }
        } else if (input_.in_entity()) {
            leave_entity();
        } else {
            finish();
            return Token::end_of_store;
        }
    }
}

void Scanner::finish() {
    if (input_.window().source().fault()) {
        input_.fail_cut_off();
    }
    if (!open_.empty()) {
        input_.fail_at(input_.here(),
                       fmt::format("the file ends, but <{}> is still open", quoted(open_name())));
    }
    if (!root_seen_) {
        input_.fail_at(input_.here(), input_.here() == 0 ? "the store is empty"
                                                         : "there is no element in this store");
    }
}

Scanner::Mark Scanner::mark() const {
    return {input_.markup_begin(), level() - (is_empty_ ? 0 : 1), input_.entity_depth(),
            expanded_before_};
}

void Scanner::go_back(const Mark& mark) {
    while (input_.entity_depth() > mark.entity_depth) {
        input_.leave();
    }
    entity_levels_.resize(mark.entity_depth);
    while (level() > mark.level) {
        close_element();
    }
    root_seen_ &= level() > 0;
    input_.go_back(mark.place, mark.expanded);
}

// Reads markup; false if it gives no token.
bool Scanner::take_markup(Token& token) {
    input_.keep_from(input_.here());
    switch (input_.peek_second()) {
    case '/':
        take_end_tag();
        token = Token::end_tag;
        return true;
    case '?':
        input_.begin_markup(MarkupKind::instruction);
        input_.window().remember(begin_);
        skip_instruction(input_, limits_.several_roots);
        return false;
    case '!':
        break;
    default:
        take_start_tag();
        token = Token::start_tag;
        return true;
    }
    if (input_.follows("<!--")) {
        input_.begin_markup(MarkupKind::comment);
        input_.window().remember(begin_);
        skip_comment(input_);
    } else if (input_.follows("<![CDATA[")) {
        take_cdata();
        token = Token::cdata;
        return wants_text_;
    } else {
        take_doctype();
    }
    return false;
}

void Scanner::take_doctype() {
    constexpr std::string_view opening = "<!DOCTYPE";
    input_.begin_markup(MarkupKind::doctype);
    if (!input_.follows(opening)) {
        const std::string_view here(input_.at(),
                                    static_cast<std::size_t>(input_.end() - input_.at()));
        for (const std::string_view known : {"<!--", "<![CDATA[", "<!DOCTYPE"}) {
            if (known.starts_with(here)) {
                input_.move_to(input_.end());
                input_.fail_cut_off();
            }
        }
        input_.fail_at(input_.here(), "this <! begins neither a comment nor a CDATA section nor a "
                                      "document type declaration");
    }
    const bool has_place = !root_seen_ && !doctype_seen_ && !input_.in_entity();
    if (!has_place && !(limits_.several_roots && open_.empty())) {
        input_.fail_at(input_.here(), "a document type declaration is allowed once, before the "
                                      "root element");
    }
    doctype_seen_ = true;
    DoctypeScanner(input_, document_).scan();
}

// Checks the limit of the text that is collected in `scratch_`. Text that can be given up is given
// up before it is too large.
bool Scanner::keeps_scratch() {
    if (scratch_.size() <= limits_.max_row_bytes) {
        return true;
    }
    if (!input_.gives_up_text()) {
        throw Fault{begin_, too_large(limits_.max_row_bytes)};
    }
    input_.give_up_pinned();
    return false;
}

// Reads text up to the next markup, which may be in the text of an entity. False if the text is
// only white space, or is not wanted. In the common case, `text_` is a view of the store's text;
// text with references and CRs is collected in `scratch_`.
bool Scanner::take_text() {
    input_.begin_markup(MarkupKind::text);
    bool wanted = keeps_text() && !open_.empty();
    bool stored = false;       // the text so far is in scratch_
    bool solid = false;        // some of it is not white space
    std::uint64_t checked = 0; // the text is white space up to here
    for (;;) {
        if (wanted) {
            input_.keep_text_from(input_.here());
        } else {
            input_.keep_nothing();
        }
        const std::uint64_t from = input_.here();
        if (!solid && from >= checked) {
            input_.skip_space();
            checked = input_.here();
            const char next = input_.peek();
            if (next == '<') {
                return false;
            }
            const bool ends = input_.at_end();
            if (open_.empty() && !ends) {
                input_.fail_here(text_outside_root());
            }
            solid = next != '&' && !ends;
            wanted = wanted && !input_.has_lost_text();
            if (wanted) {
                input_.move_to(input_.pointer(from));
            }
        }
        char c = input_.skip_to<'<', '&', ']', '\r'>();
        while (c == ']') {
            if (input_.follows("]]>")) {
                input_.fail_at(input_.here(), "]]> is not allowed in text (it is written ]]&gt;)");
            }
            input_.skip(1);
            c = input_.skip_to<'<', '&', ']', '\r'>();
        }
        wanted = wanted && !input_.has_lost_text();
        if (wanted) {
            if (c == '<' && !stored) {
                text_ = input_.text_from(from);
                return solid;
            }
            if (!stored) {
                input_.window().remember(begin_);
                scratch_.clear();
                stored = true;
            }
            scratch_.append(input_.text_from(from));
            wanted = keeps_scratch();
        }
        switch (c) {
        case '<':
            text_ = solid && wanted ? keep_scratch() : std::string_view();
            return solid && wanted;
        case '\0':
            if (!input_.in_entity()) {
                return false;
            }
            leave_entity();
            checked = 0;
            break;
        case '\r':
            input_.skip(1);
            if (input_.in_entity()) {
                scratch_ += '\r'; // from &#13; in the entity: not a line end
            } else {
                scratch_ += '\n';
                input_.take('\n');
            }
            break;
        default: {
            const std::uint64_t place = input_.here();
            input_.keep_from(place);
            Entity* entity = take_reference(input_, document_, scratch_);
            input_.check_kept();
            if (entity == nullptr) {
                solid = true;
            } else if (entity->kind == Entity::Kind::external) {
                scratch_.append("&").append(entity->name).append(";");
                solid = true;
            } else {
                enter_entity(*entity, place);
                checked = 0;
                if (input_.gives_up_text()) {
                    input_.give_up_pinned(); // an element with entities is not read by its shape
                }
                wanted = wanted && keeps_text();
            }
        }
        }
        if (!wanted) {
            scratch_.clear();
        }
    }
}

std::string Scanner::text_outside_root() const {
    if (!root_seen_) {
        return "there is text before the root element";
    }
    const bool helps = !limits_.several_roots; // --recover was not given
    return fmt::format("there is text outside the root element{}",
                       helps ? " (with --recover the rows before it are published)" : "");
}

void Scanner::take_cdata() {
    input_.begin_markup(MarkupKind::cdata);
    input_.window().remember(begin_);
    if (open_.empty()) {
        input_.fail_at(input_.here(), text_outside_root());
    }
    input_.skip(std::string_view("<![CDATA[").size());
    bool stored = false;
    for (;;) {
        const std::uint64_t from = input_.here();
        if (keeps_text()) {
            input_.keep_text_from(from);
        } else {
            input_.keep_nothing();
        }
        char c = input_.skip_to<']', '\r'>();
        while (c == ']' && !input_.follows("]]>")) {
            input_.skip(1);
            c = input_.skip_to<']', '\r'>();
        }
        if (c == '\0') {
            input_.fail_cut_off();
        }
        bool wanted = keeps_text();
        if (wanted && c == ']' && !stored) {
            text_ = input_.text_from(from);
        } else if (wanted) {
            scratch_.resize(stored ? scratch_.size() : 0);
            scratch_.append(input_.text_from(from));
            stored = true;
            wanted = keeps_scratch();
        }
        if (c == ']') {
            text_ = stored ? keep_scratch() : text_;
            input_.skip(std::string_view("]]>").size());
            return;
        }
        input_.skip(1);
        if (wanted) {
            scratch_ += input_.in_entity() ? '\r' : '\n';
        }
        if (!input_.in_entity()) {
            input_.take('\n');
        }
    }
}

} // namespace promfile::xml
