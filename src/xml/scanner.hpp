#pragma once

#include "xml/attributes.hpp"
#include "xml/doctype_scanner.hpp"
#include "xml/input.hpp"
#include "xml/row.hpp"

#include <memory_resource>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::xml {

struct ScanLimits {
    std::size_t read_bytes = 0;    // at once
    std::size_t max_row_bytes = 0; // of anything that has to be in memory whole
    bool several_roots = false;    // allow them, each with a prolog of its own
};

enum class Token { start_tag, end_tag, text, cdata, end_of_store };

// Reads a store token by token and checks everything that makes XML 1.0 (fifth edition) well-formed
// (https://www.w3.org/TR/xml/). Throws `Fault`.
//
// Names, values and texts are views, valid until the next token. To use them for longer, pin the
// text
// (`Input::pin`), adjust the views when it moves (`TextWindow::on_move`), and do not call `forget`.
class Scanner {
public:
    static constexpr std::size_t max_levels = 1000;

    Scanner(TextSource source, const ScanLimits& limits);

    // The next token. White space between tags, comments, processing instructions and the document
    // type declaration are checked and skipped; so is text after `want_text(false)`.
    Token next();
    void want_text(bool wanted) { wants_text_ = wanted; }
    // Start tags with more than `max_attributes` have only the attributes with these names. The
    // others are checked, too.
    void want_attributes(std::set<std::string, std::less<>> names, std::size_t max_attributes) {
        wanted_attributes_ = std::move(names);
        max_attributes_ = max_attributes;
    }

    // Of a tag.
    std::string_view name() const { return name_; }
    // Of a start tag, with default values.
    std::span<const Attribute> attributes() const { return attributes_; }
    // Is the start tag an empty-element tag, <a/>? No end tag follows it.
    bool is_empty() const { return is_empty_; }
    // Of text and CDATA.
    std::string_view text() const { return text_; }
    // Where in the store the token begins.
    std::uint64_t begin() const { return begin_; }

    // The number of open elements after the token, and the name of the innermost.
    std::size_t level() const { return open_.size(); }
    std::string_view open_name() const;
    // Bytes of all open start tags.
    std::size_t open_bytes() const { return open_bytes_; }
    // Since the last `forget`, are all values and texts views of the store's text? Values and texts
    // with references or with line ends to be normalised are copies in an arena instead.
    bool is_as_written() const { return arena_bytes_ == 0; }
    // Frees the copies: values and texts of earlier tokens are no longer used.
    void forget();
    // Does the document type declaration have attribute lists? They may change the attributes of
    // any start tag.
    bool has_attribute_lists() const { return !document_.attribute_lists.empty(); }

    // The place of a start tag, to go back to while the text from there on is pinned or is that of
    // an entity.
    struct Mark {
        std::uint64_t place = 0;
        std::size_t level = 0; // open elements around it
        std::size_t entity_depth = 0;
        std::uint64_t expanded = 0;
    };
    // The mark of the start tag that is the current token.
    Mark mark() const;
    // The start tag at the mark is the next token. Its element may be open, or have ended as the
    // last element.
    void go_back(const Mark& mark);

    // See TextWindow::on_move. Whoever sets that function has to call this one in it.
    void move_text(const char* begin, const char* end, const char* to);

    // If `in_content`, whole elements may be skipped in `input` between two tokens.
    Input& input() { return input_; }
    const Input& input() const { return input_; }
    bool in_content() const { return !open_.empty() && !input_.in_entity(); }

private:
    struct OpenTag {
        std::size_t name; // index in names_
        std::size_t bytes;
    };

    bool take_markup(Token& token);
    void take_start_tag();
    void take_attributes(std::uint64_t begin);
    bool is_wanted_attribute(std::uint64_t begin);
    void check_repeated_attributes(std::uint64_t begin);
    void fill_in_attributes(const AttributeList& list, std::uint64_t begin);
    // Is the text that comes wanted, and not given up with a pinned element?
    bool keeps_text() const { return wants_text_ && !input_.has_lost_text(); }
    bool keeps_scratch();
    void take_end_tag();
    void close_element();
    [[noreturn]] void fail_on_end_tag(const std::string& why);
    void take_doctype();
    bool take_text();
    void take_cdata();
    std::string text_outside_root() const;
    void enter_entity(Entity& entity, std::uint64_t place);
    void leave_entity();
    void finish();
    std::string_view copy_to_arena(std::string_view text);
    std::string_view keep_scratch();

    Input input_;
    ScanLimits limits_;
    DocumentType document_;
    bool wants_text_ = true;
    std::set<std::string, std::less<>> wanted_attributes_;
    std::size_t max_attributes_ = ~std::size_t{0};
    bool begun_ = false;
    bool root_seen_ = false;
    bool doctype_seen_ = false;

    std::string_view name_;
    std::vector<Attribute> attributes_;
    AttributeNames all_names_; // of the attributes, if some of these are not wanted
    bool is_empty_ = false;
    std::string_view text_;
    std::uint64_t begin_ = 0;
    std::uint64_t expanded_before_ = 0; // the token; see Input::expanded

    std::vector<OpenTag> open_;
    std::string names_; // of the open elements, one after the other
    std::size_t open_bytes_ = 0;
    std::vector<std::size_t> entity_levels_; // number of open elements where each entity began
    std::string scratch_;
    std::pmr::monotonic_buffer_resource arena_{4096};
    std::vector<std::string> large_copies_; // they are not in the arena
    std::size_t arena_bytes_ = 0;           // and in large_copies_
};

} // namespace promfile::xml
