#pragma once

#include "xml/doctype_scanner.hpp"
#include "xml/input.hpp"
#include "xml/row.hpp"

#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::xml {

struct ScanLimits {
    std::size_t read_bytes = 0;    // at once
    std::size_t max_row_bytes = 0; // of anything that has to be in memory whole
    bool several_roots = false;    // each with its own XML declaration, as it comes
};

// What the scanner found: a start tag, text, ...
enum class Token { start_tag, end_tag, text, cdata, end_of_store };

// Reads a store token by token and checks everything that makes XML 1.0 (fifth edition) well-formed
// (https://www.w3.org/TR/xml/). Throws `Fault`.
//
// What it hands out is valid until the next token, and longer where the text is held: see
// `Input::hold`, and `forget` for what the text does not have as it is. Views of held text follow
// it when it moves: who keeps some has to do the same (`TextWindow::on_move`).
class Scanner {
public:
    static constexpr std::size_t max_levels = 1000;

    Scanner(TextSource source, const ScanLimits& limits);

    // The next token. White space between tags, comments, processing instructions and the document
    // type declaration are passed. Where `wants_text` is false, text is passed as well.
    Token next();
    void want_text(bool wanted) { wants_text_ = wanted; }

    // Of a tag:
    std::string_view name() const { return name_; }
    // Of a start tag: its attributes, with defaults; does it end the element, too?
    std::span<const Attribute> attributes() const { return attributes_; }
    bool is_empty() const { return is_empty_; }
    // Of text and CDATA.
    std::string_view text() const { return text_; }
    // Where in the store the token begins.
    std::uint64_t begin() const { return begin_; }

    // Elements that are open after the token: that of a start tag is among them if it is not empty.
    std::size_t level() const { return open_.size(); }
    std::string_view open_name() const;
    // Bytes of the start tags of them.
    std::size_t open_bytes() const { return open_bytes_; }
    // Anything of the store is in the tokens as it is written: nothing was put together.
    bool is_plain() const { return arena_bytes_ == 0; }
    // What was put together for tokens up to here is no longer used.
    void forget();
    // Are there attribute lists? Then tags can have more than what is written in them.
    bool has_attribute_lists() const { return !document_.attribute_lists.empty(); }

    // The text moves; see TextWindow::on_move, which has to call this.
    void follow(const char* begin, const char* end, const char* to);

    // Somebody else may pass whole elements there, where `in_content` says so.
    Input& input() { return input_; }
    const Input& input() const { return input_; }
    bool in_content() const { return !open_.empty() && !input_.in_entity(); }

private:
    struct OpenTag {
        std::size_t name; // index in names_
        std::size_t bytes;
    };

    void take_declaration();
    bool take_markup(Token& token);
    void take_start_tag();
    void take_attributes();
    void fill_in_attributes(const AttributeList& list);
    void check_held(std::size_t bytes) const;
    void take_end_tag();
    [[noreturn]] void fail_on_end_tag(const std::string& why);
    void take_doctype();
    bool take_text();
    void take_cdata();
    std::string text_outside_root() const;
    void enter_entity(Entity& entity, std::uint64_t place);
    void leave_entity();
    void finish();
    std::string_view store(std::string_view text);

    Input input_;
    ScanLimits limits_;
    DocumentType document_;
    bool wants_text_ = true;
    bool begun_ = false;
    bool root_seen_ = false;
    bool doctype_seen_ = false;

    std::string_view name_;
    std::vector<Attribute> attributes_;
    bool is_empty_ = false;
    std::string_view text_;
    std::uint64_t begin_ = 0;

    std::vector<OpenTag> open_;
    std::string names_; // of the open elements
    std::size_t open_bytes_ = 0;
    std::vector<std::size_t> entity_levels_; // open elements where each entity began
    std::string scratch_;
    std::pmr::monotonic_buffer_resource arena_{4096};
    std::size_t arena_bytes_ = 0;
};

} // namespace promfile::xml
