#include "xml/input.hpp"

#include "xml/xml_name.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

namespace {

std::string_view kind_name(MarkupKind kind) {
    constexpr std::string_view names[] = {"text",
                                          "tag",
                                          "comment",
                                          "CDATA section",
                                          "processing instruction",
                                          "document type declaration"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace

Input::Input(TextSource source, std::size_t step, std::size_t max_kept)
    : window_(std::move(source), step), max_kept_(max_kept), at_(window_.begin()), begin_(at_),
      end_(window_.end()) {}

bool Input::read_more() {
    if (in_entity()) {
        return false;
    }
    const std::uint64_t place = here();
    if (has_outgrown_pin(place)) {
        give_up_pinned();
    }
    const std::uint64_t kept = std::min({kept_from_, pinned_from_, place});
    if (place - kept > max_kept_) {
        throw Fault{kept, too_large(max_kept_)};
    }
    const bool more = window_.read_more(kept);
    origin_ = window_.origin();
    begin_ = window_.begin();
    end_ = window_.end();
    at_ = pointer(place);
    return more;
}

void Input::give_up_pinned() {
    pinned_from_ = nowhere;
    has_lost_pinned_ = true;
    kept_from_ = keeps_text_ && gives_up_text_ ? nowhere : kept_from_;
}

Fault Input::size_fault() const {
    return {kept_from_, too_large(max_kept_)};
}

bool Input::follows(std::string_view text) {
    while (static_cast<std::size_t>(end_ - at_) < text.size() && read_more()) {
    }
    return std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(text);
}

bool Input::take(std::string_view text) {
    const bool taken = follows(text);
    at_ += taken ? text.size() : 0;
    return taken;
}

bool Input::skip_space() {
    if (!is_space(peek())) {
        return false;
    }
    do {
        ++at_;
    } while (is_space(peek()));
    return true;
}

// Reads on first, because the text in memory may end within a character.
bool Input::is_bad_character() {
    constexpr std::ptrdiff_t longest = 4;
    while (end_ - at_ < longest && read_more()) {
    }
    return static_cast<unsigned char>(*at_) >= 0x80
               ? character_length(at_, end_) == 0
               : !is_xml_character(static_cast<unsigned char>(*at_));
}

void Input::fail_on_character() {
    const Utf8Character next = decode_utf8({at_, static_cast<std::size_t>(end_ - at_)});
    if (next.length > 0) {
        fail_at(here(), fmt::format("the character U+{:04X} is not allowed in XML",
                                    static_cast<unsigned>(next.character)));
    }
    if (next.missing) {
        fail_at(here(), "the file ends within a character");
    }
    fail_at(here(), fmt::format("the byte 0x{:02x} is not UTF-8, the encoding of this store",
                                static_cast<unsigned char>(*at_)));
}

std::string_view Input::take_name_characters() {
    const std::uint64_t begin = here();
    for (;;) {
        while (is_of_class(*at_, character_class::name)) {
            ++at_;
        }
        if (static_cast<unsigned char>(*at_) >= 0x80) {
            skip_beyond_ascii();
        } else if (*at_ != '\0' || at_ != end_ || !read_more()) {
            return text_from(begin);
        }
    }
}

std::string_view Input::take_name() {
    if (!may_begin_name(peek())) {
        return {};
    }
    const std::string_view name = take_name_characters();
    if (!is_ascii(name) && !is_xml_name(name)) {
        fail_at(here() - name.size(), fmt::format("{} is not a valid XML name", quoted(name)));
    }
    return name;
}

std::string_view Input::take_name_token() {
    const std::string_view token = take_name_characters();
    if (!is_ascii(token) && !is_xml_name("_" + std::string(token))) {
        fail_at(here() - token.size(),
                fmt::format("{} is not a valid XML name token", quoted(token)));
    }
    return token;
}

void Input::fail_at(std::uint64_t place, const std::string& cause) const {
    throw Fault{in_store(place), cause};
}

void Input::fail_here(const std::string& cause) {
    check_next_character();
    fail_at(here(), cause);
}

void Input::check_next_character() {
    if (at_end()) {
        fail_cut_off();
    }
    if (is_bad_character()) {
        fail_on_character();
    }
}

void Input::fail_cut_off() {
    if (in_entity()) {
        fail_at(here(), fmt::format("the entity {} ends within this {}",
                                    quoted(entity().reference()), kind_name(markup_)));
    }
    if (window_.source().fault()) {
        fail_at(here(), *window_.source().fault());
    }
    // A tag with a < in it: a missing quote makes everything up to the next quote a value.
    const bool holds_markup =
        markup_ == MarkupKind::tag &&
        std::string_view(pointer(markup_begin_), here() - markup_begin_).find('<', 1) !=
            std::string_view::npos;
    fail_at(markup_begin_,
            fmt::format("the file ends within this {}{}", kind_name(markup_),
                        holds_markup ? " (is the quote after an attribute missing?)" : ""));
}

} // namespace promfile::xml
