// The part of Scanner that reads start and end tags.

#include "xml/attributes.hpp"
#include "xml/reference.hpp"
#include "xml/scanner.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::xml {

namespace {

constexpr std::string_view bad_start_tag =
    "this start tag is not well-formed (attributes are written name=\"value\")";

} // namespace

void Scanner::take_start_tag() {
    input_.begin_markup(MarkupKind::tag);
    const std::uint64_t begin = input_.here();
    input_.skip(1);
    name_ = input_.take_name();
    if (name_.empty()) {
        input_.check_next_character();
        input_.fail_at(begin, "this < does not begin a tag (a plain < is written &lt;)");
    }
    if (open_.size() == max_levels) {
        input_.fail_at(begin, fmt::format("the element <{}> is nested deeper than {} levels",
                                          quoted(name_), max_levels));
    }
    take_attributes(begin);
    check_repeated_attributes(begin);
    if (!document_.attribute_lists.empty()) {
        const auto list = document_.attribute_lists.find(name_);
        if (list != document_.attribute_lists.end()) {
            fill_in_attributes(list->second, begin);
        }
    }
    if (open_.empty()) {
        if (root_seen_ && !limits_.several_roots) {
            input_.fail_at(begin, fmt::format("<{}> is a second root element", quoted(name_)));
        }
        root_seen_ = true;
    }
    const std::size_t bytes = input_.here() - begin;
    if (open_bytes_ + bytes > limits_.max_row_bytes) {
        input_.fail_at(begin, bytes > limits_.max_row_bytes
                                  ? too_large(limits_.max_row_bytes)
                                  : fmt::format("the start tags that are open here are together "
                                                "larger than --max-row-size ({} bytes)",
                                                limits_.max_row_bytes));
    }
    if (!is_empty_) {
        open_.push_back({names_.size(), bytes});
        names_.append(name_);
        open_bytes_ += bytes;
    }
}

// Up to the > that ends the tag, which begins at `begin`.
void Scanner::take_attributes(std::uint64_t begin) {
    if (!all_names_.empty()) {
        all_names_.clear();
    }
    for (;;) {
        const bool spaced = input_.skip_space();
        const char c = input_.peek();
        if (c == '>' || c == '/') {
            input_.skip(1);
            is_empty_ = c == '/';
            if (is_empty_ && !input_.take('>')) {
                input_.fail_here(std::string(bad_start_tag));
            }
            return;
        }
        if (!spaced || !may_begin_name(c)) {
            input_.fail_here(std::string(bad_start_tag));
        }
        attributes_.push_back({input_.take_name(), {}});
        if (!input_.take('=')) {
            input_.skip_space();
            if (!input_.take('=')) {
                input_.fail_here(std::string(bad_start_tag));
            }
        }
        input_.skip_space();
        const char quote = input_.peek();
        if (quote != '"' && quote != '\'') {
            input_.fail_here(std::string(bad_start_tag));
        }
        input_.skip(1);
        const std::string_view value = take_attribute_value(input_, document_, quote, scratch_);
        if (is_wanted_attribute(begin)) {
            attributes_.back().value = value.data() == scratch_.data() ? keep_scratch() : value;
        } else {
            attributes_.pop_back();
        }
    }
}

// Is the last attribute wanted? When the attributes become too many, those before it that are not
// wanted are dropped.
bool Scanner::is_wanted_attribute(std::uint64_t begin) {
    if (all_names_.empty() && attributes_.size() <= max_attributes_) {
        return true;
    }
    const auto note = [&](const Attribute& attribute) {
        all_names_.add(attribute.name,
                       static_cast<std::size_t>(attribute.name.data() - input_.pointer(begin)));
    };
    const auto is_wanted = [this](const Attribute& attribute) {
        return wanted_attributes_.find(attribute.name) != wanted_attributes_.end();
    };
    if (all_names_.empty()) {
        std::for_each(attributes_.begin(), attributes_.end(), note);
        const auto kept =
            std::stable_partition(attributes_.begin(), attributes_.end() - 1, is_wanted);
        attributes_.erase(kept, attributes_.end() - 1);
    } else {
        note(attributes_.back());
    }
    return is_wanted(attributes_.back());
}

void Scanner::check_repeated_attributes(std::uint64_t begin) {
    const char* tag = input_.pointer(begin);
    std::optional<std::size_t> offset;
    if (!all_names_.empty()) {
        offset = all_names_.first_repeated(tag);
    } else if (const std::size_t i = repeated_attribute(attributes_); i < attributes_.size()) {
        offset = static_cast<std::size_t>(attributes_[i].name.data() - tag);
    }
    if (offset) {
        input_.fail_at(begin + *offset, fmt::format("the attribute {} is given twice",
                                                    quoted(attribute_name_at(tag + *offset))));
    }
}

// Normalises attributes of tokens and adds default values (XML 1.0, 3.3.2 and 3.3.3).
void Scanner::fill_in_attributes(const AttributeList& list, std::uint64_t begin) {
    if (list.has_tokens) {
        for (Attribute& attribute : attributes_) {
            const auto known = list.by_name.find(attribute.name);
            if (known != list.by_name.end() && list.attributes[known->second].is_tokens) {
                attribute.value = copy_to_arena(without_extra_space(attribute.value));
            }
        }
    }
    // Takes time proportional to the attributes given and the defaults added, which count_expansion
    // limits.
    std::vector<bool> given(list.defaults.size());
    const auto note = [&](std::string_view name) {
        const auto known = list.by_name.find(name);
        if (known != list.by_name.end()) {
            const std::size_t index = list.attributes[known->second].default_index;
            if (index < given.size()) {
                given[index] = true;
            }
        }
    };
    if (all_names_.empty()) {
        for (const Attribute& attribute : attributes_) {
            note(attribute.name);
        }
    } else {
        all_names_.for_each(input_.pointer(begin), note);
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!given[i]) {
            const AttributeDefinition& definition = list.attributes[list.defaults[i]];
            input_.count_expansion(definition.name.size() + definition.value->size());
            attributes_.push_back({definition.name, *definition.value});
        }
    }
}

void Scanner::take_end_tag() {
    input_.begin_markup(MarkupKind::tag);
    input_.skip(2);
    name_ = input_.take_name();
    const std::size_t name_size = name_.size();
    input_.skip_space();
    if (name_size == 0 || !input_.take('>')) {
        fail_on_end_tag("is not well-formed");
    }
    if (open_.empty()) {
        fail_on_end_tag("closes nothing");
    }
    if (name_ != open_name()) {
        fail_on_end_tag(
            fmt::format("does not match <{}>, which is open here", quoted(open_name())));
    }
    if (!entity_levels_.empty() && open_.size() == entity_levels_.back()) {
        fail_on_end_tag(fmt::format("in the entity &{}; closes an element that begins before it",
                                    quoted(input_.entity().name)));
    }
    close_element();
}

void Scanner::close_element() {
    names_.resize(open_.back().name);
    open_bytes_ -= open_.back().bytes;
    open_.pop_back();
}

// Throws the fault of the end tag, or of its next character if that is not allowed in XML.
void Scanner::fail_on_end_tag(const std::string& why) {
    const std::uint64_t begin = input_.markup_begin();
    const bool complete = input_.at() > input_.pointer(begin) && input_.at()[-1] == '>';
    if (!complete) {
        input_.check_next_character();
        // Read as much of the tag as the message quotes.
        while (input_.here() - begin < max_quoted_bytes && !input_.at_end() && !input_.take('>')) {
            input_.skip(1);
        }
    }
    input_.fail_at(begin, fmt::format("the end tag {} {}", quoted(input_.text_from(begin)), why));
}

} // namespace promfile::xml
