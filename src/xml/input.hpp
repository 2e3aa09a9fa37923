#pragma once

#include "xml/characters.hpp"
#include "xml/entity.hpp"
#include "xml/fault.hpp"
#include "xml/simd.hpp"
#include "xml/text_window.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile::xml {

// What is being read, for faults.
enum class MarkupKind { text, tag, comment, cdata, instruction, doctype };

// The characters of a store one after the other, with the replacement texts of entities in their
// place, each checked to be a character of XML when it is passed.
//
// Places in the text that is read, the store's or an entity's, are offsets into it: its text may
// move in memory whenever more is read.
class Input {
public:
    // Reads `step` bytes at once, and keeps no more than `max_kept` and a little.
    Input(TextSource source, std::size_t step, std::size_t max_kept);

    // The character that comes next; NUL at the end of the text that is read, and of course where
    // a NUL stands.
    char peek() {
        if (*at_ == '\0' && at_ == end_) {
            read_more();
        }
        return *at_;
    }
    void skip(std::size_t count) { at_ += count; }
    // The character after the next one.
    char peek_second() {
        follows("  "); // reads it
        return at_[1];
    }
    // At the end of the text that is read? Of an entity's, that is the end of the entity.
    bool at_end() { return peek() == '\0' && at_ == end_; }
    // Does this follow? It holds no line end.
    bool follows(std::string_view text);
    bool take(std::string_view text);
    bool take(char c) {
        const bool taken = peek() == c;
        at_ += taken;
        return taken;
    }
    bool skip_space();
    // Passes characters of XML up to one of `stops`, which are ASCII, and returns that; NUL at the
    // end.
    template<char... stops>
    char skip_to();
    // Passes what may be a name and returns it; it is empty where none begins here. Throws where it
    // is not a name as the fifth edition has it.
    std::string_view take_name();
    // The same for the characters of a name in any order (production 7).
    std::string_view take_name_token();

    std::uint64_t here() const { return origin_ + static_cast<std::uint64_t>(at_ - begin_); }
    const char* at() const { return at_; }
    const char* end() const { return end_; }
    const char* pointer(std::uint64_t place) const { return begin_ + (place - origin_); }
    std::string_view text_from(std::uint64_t place) const {
        const char* from = pointer(place);
        return {from, static_cast<std::size_t>(at_ - from)};
    }
    void move_to(const char* at) { at_ = at; }

    // Keeps the text of the store from a place on in memory; released text is gone when more is
    // read. Whoever reads keeps what it is at, and who is handed the text holds it for longer.
    void keep(std::uint64_t place) {
        kept_from_ = in_entity() ? kept_from_ : place;
        keeps_text_ = false;
    }
    void release() { kept_from_ = released; }
    // The same for text. When what is held beyond its limit is lost, so is this.
    void keep_text(std::uint64_t place) {
        keep(place);
        keeps_text_ = true;
    }
    static constexpr std::size_t no_limit = ~std::size_t{0};
    void hold(std::uint64_t place, std::size_t limit) {
        held_from_ = place;
        held_limit_ = limit;
        has_lost_ = false;
    }
    void let_go() {
        held_from_ = released;
        has_lost_ = false;
    }
    // What was held became more than its limit.
    bool has_lost() const { return has_lost_; }
    std::size_t max_kept() const { return max_kept_; }

    // Entities. `place` is where the reference begins.
    void enter(Entity& entity, std::uint64_t place);
    void leave();
    bool in_entity() const { return !frames_.empty(); }

    std::size_t entity_depth() const { return frames_.size(); }
    Entity& entity() const { return *frames_.back().entity; }

    // Counts text that references stand for. Throws where it is more than a store may expand to.
    void count_expansion(std::size_t bytes);
    std::uint64_t expanded() const { return expanded_; }

    // The place in the store of what stands at a place in the text that is read.
    std::uint64_t in_store(std::uint64_t place) const {
        return frames_.empty() ? place : frames_.front().reference;
    }

    // What is read now began here; the sentences for what is cut off say so.
    void begin_markup(MarkupKind kind) {
        markup_ = kind;
        markup_begin_ = here();
    }
    std::uint64_t markup_begin() const { return markup_begin_; }

    // Throws the fault at a place, or at what comes next: there a character that is none, or the
    // end of the text, is the fault itself.
    [[noreturn]] void fail_at(std::uint64_t place, const std::string& cause) const;
    [[noreturn]] void fail_here(const std::string& cause);
    void check_next();
    [[noreturn]] void fail_cut_off();

    TextWindow& window() { return window_; }
    const TextWindow& window() const { return window_; }
    bool read_more();

private:
    struct Frame {
        Entity* entity;
        std::uint64_t reference; // where it is in the text around
        const char* at;          // of the text around
        const char* begin;
        const char* end;
        std::uint64_t origin;
    };
    static constexpr std::uint64_t released = ~std::uint64_t{0};

    // Passes characters beyond ASCII.
    void skip_beyond_ascii() {
        while (static_cast<unsigned char>(*at_) >= 0x80) {
            const std::size_t length = character_length(at_, end_);
            at_ += length;
            if (length == 0 && is_bad_character()) {
                fail_on_character();
            }
        }
    }
    bool is_bad_character();
    [[noreturn]] void fail_on_character();
    std::string_view take_name_characters();

    TextWindow window_;
    std::size_t max_kept_;
    const char* at_;
    const char* begin_;
    const char* end_;
    std::uint64_t origin_ = 0;
    std::uint64_t kept_from_ = released;
    bool keeps_text_ = false;
    std::uint64_t held_from_ = released;
    std::size_t held_limit_ = no_limit;
    bool has_lost_ = false;
    std::vector<Frame> frames_;
    std::uint64_t expanded_ = 0;
    MarkupKind markup_ = MarkupKind::text;
    std::uint64_t markup_begin_ = 0;
};

template<char... stops>
char Input::skip_to() {
    for (;;) {
        const Block block = Block::load(at_);
        Block found = block < Block::all(' ');
        ((found = stops < ' ' ? found : found | (block == Block::all(stops))), ...);
        const unsigned plain = found.first();
        at_ += plain;
        if (plain == Block::size) {
            continue;
        }
        const char c = *at_;
        if (((c == stops) || ...)) {
            return c;
        }
        if (static_cast<unsigned char>(c) >= 0x80) {
            skip_beyond_ascii();
        } else if (is_space(c)) {
            ++at_;
        } else if (c != '\0' || at_ != end_) {
            fail_on_character();
        } else if (!read_more()) {
            return '\0';
        }
    }
}

} // namespace promfile::xml
