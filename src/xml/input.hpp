#pragma once

#include "xml/characters.hpp"
#include "xml/entity.hpp"
#include "xml/fault.hpp"
#include "xml/simd.hpp"
#include "xml/text_window.hpp"
#include "xml/utf8_blocks.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace promfile::xml {

// The kind of markup that is being read, for messages.
enum class MarkupKind { text, tag, comment, cdata, instruction, doctype };

// The characters of a store one after the other. The replacement text of an entity is read in place
// of its reference. Each character is checked to be allowed in XML when it is skipped.
//
// A place is an offset into the current text, the store's or an entity's, and not a pointer, since
// the store's text may move in memory whenever more of it is read.
class Input {
public:
    // Reads `step` bytes at once. Throws `Fault` when more than `max_kept` bytes would have to be
    // kept in memory.
    Input(TextSource source, std::size_t step, std::size_t max_kept);

    // The next byte. NUL at the end of the current text, or if the text has a NUL there; `at_end`
    // tells which.
    char peek() {
        if (*at_ == '\0' && at_ == end_) {
            read_more();
        }
        return *at_;
    }
    void skip(std::size_t count) { at_ += count; }
    // The byte after the next one.
    char peek_second() {
        if (end_ - at_ < 2) {
            follows("  "); // reads on until two bytes are in memory
        }
        return at_[1];
    }
    // Is this the end of the current text, the store's or an entity's?
    bool at_end() { return peek() == '\0' && at_ == end_; }
    // Does `text`, which has no line end, come next? `take` skips it if it does.
    bool follows(std::string_view text);
    bool take(std::string_view text);
    bool take(char c) {
        const bool taken = peek() == c;
        at_ += taken;
        return taken;
    }
    bool skip_space();
    // Skips to the first of the `stops`, which are ASCII, and returns it; NUL at the end of the
    // current text.
    template<char... stops>
    char skip_to();
    // Takes a name (XML 1.0, fifth edition, production 5); empty if no name begins here. Throws
    // `Fault` if a character beyond ASCII is not allowed in it.
    std::string_view take_name();
    // Takes a name token (production 7), which any character of a name may begin.
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
    // Goes back to an earlier place of the current text, before which `expanded` was this.
    void go_back(std::uint64_t place, std::uint64_t expanded) {
        at_ = pointer(place);
        expanded_ = expanded;
    }

    // The text of the store from the place given to `keep_from` or to `pin` on, whichever is
    // earlier, stays in memory when more is read. The scanner keeps the markup that it is reading;
    // RowCollector pins an element for as long as it uses views of its text.
    void keep_from(std::uint64_t place) {
        kept_from_ = in_entity() ? kept_from_ : place;
        keeps_text_ = false;
    }
    void keep_nothing() { kept_from_ = nowhere; }
    // Like `keep_from`, for text between tags, which may be given up together with a pinned
    // element.
    void keep_text_from(std::uint64_t place) {
        keep_from(place);
        keeps_text_ = true;
    }
    static constexpr std::size_t no_limit = ~std::size_t{0};
    // More than `limit` pinned bytes are given up: with text between tags, if that is read only for
    // the pinned element's sake, or without.
    enum class GivesUp { markup, markup_and_text };
    void pin(std::uint64_t place, std::size_t limit, GivesUp gives_up) {
        unpin();
        pinned_from_ = place;
        pin_limit_ = limit;
        gives_up_text_ = gives_up == GivesUp::markup_and_text;
    }
    void unpin() {
        pinned_from_ = nowhere;
        gives_up_text_ = false;
        has_lost_pinned_ = false;
    }
    void give_up_pinned();
    bool has_outgrown_pin(std::uint64_t place) const {
        return pinned_from_ != nowhere && place - pinned_from_ > pin_limit_;
    }
    // Was the pinned element given up?
    bool has_lost_pinned() const { return has_lost_pinned_; }
    // Can text between tags be given up, and was it?
    bool gives_up_text() const { return gives_up_text_; }
    bool has_lost_text() const { return gives_up_text_ && has_lost_pinned_; }
    std::size_t max_kept() const { return max_kept_; }
    // Is the text kept so far too large? While more is read this is a fault; markup that was in
    // memory before is checked at its end, so that the size of the buffer makes no difference.
    bool keeps_too_much() const {
        const std::uint64_t place = in_store(here());
        return kept_from_ < place && place - kept_from_ > max_kept_ &&
               !(keeps_text_ && gives_up_text_ && has_outgrown_pin(place));
    }
    void check_kept() const {
        if (keeps_too_much()) {
            throw size_fault();
        }
    }
    // The fault that the text kept so far is too large, if a smaller buffer had reported it before
    // `fault`.
    Fault size_fault_or(const Fault& fault) const {
        return keeps_too_much() ? size_fault() : fault;
    }

    // Reads the entity's replacement text next (entity_expansion.cpp); `place` is where the
    // reference begins. `leave` goes back to the text after the reference, which was read before.
    void enter(Entity& entity, std::uint64_t place);
    void leave();
    bool in_entity() const { return !frames_.empty(); }

    std::size_t entity_depth() const { return frames_.size(); }
    Entity& entity() const { return *frames_.back().entity; }

    // Adds to the bytes that entities and attribute defaults expand to. Throws `Fault` beyond the
    // limit, which protects against a "billion laughs".
    void count_expansion(std::size_t bytes);
    std::uint64_t expanded() const { return expanded_; }

    // The place in the store: for a place in an entity, where its outermost reference begins.
    std::uint64_t in_store(std::uint64_t place) const {
        return frames_.empty() ? place : frames_.front().reference;
    }

    // Notes the markup that begins here, for the message if the store ends before the markup does.
    void begin_markup(MarkupKind kind) {
        markup_ = kind;
        markup_begin_ = here();
    }
    std::uint64_t markup_begin() const { return markup_begin_; }

    // Throw a fault at a place, or at the next character. If the text ends here or the next
    // character is not allowed in XML, then that is the fault.
    [[noreturn]] void fail_at(std::uint64_t place, const std::string& cause) const;
    [[noreturn]] void fail_here(const std::string& cause);
    void check_next_character();
    [[noreturn]] void fail_cut_off();

    TextWindow& window() { return window_; }
    const TextWindow& window() const { return window_; }
    bool read_more();

private:
    struct Frame {
        Entity* entity;
        std::uint64_t reference; // its place in the surrounding text
        // To continue in the surrounding text:
        const char* at;
        const char* begin;
        const char* end;
        std::uint64_t origin;
    };
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

    // Skips characters beyond ASCII.
    void skip_beyond_ascii() {
        while (static_cast<unsigned char>(*at_) >= 0x80) {
            const std::size_t length = character_length(at_, end_);
            at_ += length;
            if (length == 0 && is_bad_character()) {
                fail_on_character();
            }
        }
    }
    Fault size_fault() const;
    bool is_bad_character();
    [[noreturn]] void fail_on_character();
    std::string_view take_name_characters();

    TextWindow window_;
    std::size_t max_kept_;
    const char* at_;
    const char* begin_;
    const char* end_;
    std::uint64_t origin_ = 0;
    std::uint64_t kept_from_ = nowhere;
    bool keeps_text_ = false;
    std::uint64_t pinned_from_ = nowhere;
    std::size_t pin_limit_ = no_limit;
    bool gives_up_text_ = false;
    bool has_lost_pinned_ = false;
    std::vector<Frame> frames_;
    std::uint64_t expanded_ = 0;
    MarkupKind markup_ = MarkupKind::text;
    std::uint64_t markup_begin_ = 0;
};

// Looks at sixteen bytes at once. The signed comparison with ' ' finds control characters and all
// bytes beyond ASCII (see Block::operator<); these bytes and the stops are looked at one by one.
// NUL bytes after the text end every search, so no block has to be compared with the end.
template<char... stops>
char Input::skip_to() {
    constexpr Utf8Stops utf8_stops = {stops...};
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
            const char* from = at_;
            if (at_ - begin_ >= utf8_lead) {
                at_ = skip_utf8(at_, utf8_stops);
            }
            if (at_ == from) {
                skip_beyond_ascii();
            }
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
