#include "oldxml/xml_store.hpp"

#include "oldxml/markup.hpp"
#include "support/error.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace promfile {

namespace {

// Room behind a row of the largest size for the markup that shows its end.
constexpr size_t row_slack = size_t{64} << 10;

// Put where a text is cut off, it becomes a child of the element that is open there.
constexpr std::string_view marker = "<_/>";

// Behind the end tag of the element whose start tag begins at `begin`.
size_t element_end(std::string_view text, size_t begin) {
    size_t depth = 0;
    for (size_t at = begin; at < text.size();) {
        const Markup markup = markup_at(text, at);
        at = markup.end;
        if (markup.kind != MarkupKind::tag) {
            continue;
        }
        const std::string_view tag = text.substr(markup.begin, markup.end - markup.begin);
        if (tag.starts_with("</")) {
            --depth;
        } else if (!tag.ends_with("/>")) {
            ++depth;
        }
        if (depth == 0) {
            return at;
        }
    }
    return text.size();
}

// Where `text` can be cut although no node begins there: behind its last complete markup. White
// space counts, other text may go on.
size_t text_boundary(std::string_view text) {
    size_t boundary = 0;
    while (boundary < text.size()) {
        const Markup markup = markup_at(text, boundary);
        const std::string_view piece = text.substr(boundary, markup.end - boundary);
        const bool goes_on = markup.kind == MarkupKind::text && markup.end == text.size() &&
                             piece.find_first_not_of(" \t\r\n") != std::string_view::npos;
        if (!markup.complete || goes_on) {
            break;
        }
        boundary = markup.end;
    }
    return boundary;
}

// Markup as it fits into a sentence: one line, and not too long.
std::string quoted(std::string_view markup) {
    constexpr size_t most_characters = 60;
    std::string out;
    for (size_t shown = 0; !markup.empty(); ++shown) {
        if (shown == most_characters) {
            return out + "...";
        }
        const size_t length = std::max(decode_utf8(markup).length, size_t{1});
        out += static_cast<unsigned char>(markup.front()) < ' ' ? " " : markup.substr(0, length);
        markup.remove_prefix(length);
    }
    return out;
}

std::string_view kind_name(MarkupKind kind) {
    constexpr std::string_view names[] = {"text",
                                          "tag",
                                          "comment",
                                          "CDATA section",
                                          "processing instruction",
                                          "document type declaration"};
    return names[static_cast<size_t>(kind)];
}

} // namespace

XmlStore::XmlStore(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
                   const ReadLimits& limits)
    : path_(std::move(path)), limits_(limits), text_source_(std::move(read), path_, limits.recover),
      walk_(requests, limits.recover), requests_(requests), target_(limits.window_bytes) {}

bool XmlStore::next(std::vector<Row>& rows) {
    rows.clear();
    while (rows.empty() && !done_) {
        drop_used_text();
        parse_window();
        const bool ended = text_source_.ended();
        const OpenPath open = walk_.open_path(window_.document());
        const size_t last = last_node_offset(open);
        const size_t incomplete = incomplete_from(text_, last);
        const bool parsed = window_.status() == pugi::status_ok;
        const bool parser_at_end = parsed || window_.error_offset() >= incomplete;
        if (!ended && parser_at_end) {
            const OpenPath deepest = last == 0 || limits_.whole_document
                                         ? RowWalk::last_path(window_.document())
                                         : OpenPath();
            if (deepest.size() > RowWalk::deepest_level + 1) {
                finish(*content_fault(deepest, 0, rows), rows);
            } else if (limits_.whole_document) {
                grow(rows);
            } else if (last == 0) {
                use_nodeless_markup(rows);
            } else {
                use_window(open, last, rows);
            }
            continue;
        }
        done_ = true;
        const size_t end = parser_at_end ? incomplete : window_.error_offset();
        if (const auto fault = content_fault({}, end, rows)) {
            finish(*fault, rows);
        } else if (!parser_at_end) {
            finish(parse_fault(), rows);
        } else if (text_source_.fault()) {
            finish({text_.size(), *text_source_.fault()}, rows);
        } else if (!parsed) {
            finish(truncation(incomplete), rows);
        } else if (root_name_.empty()) {
            finish({text_.size(), "there is no element in this store"}, rows);
        }
    }
    return !rows.empty();
}

// The rows before the last node, where the next window begins.
void XmlStore::use_window(const OpenPath& open, size_t last, std::vector<Row>& rows) {
    if (const auto fault = content_fault(open, last, rows)) {
        finish(*fault, rows);
    } else {
        set_cut(open, last);
        root_name_above_ = walk_.root_seen() ? root_name_ : "";
    }
}

// The window begins with its last node. Where complete markup follows it (comments, white space,
// its end tag), a marker behind that shows what is open there.
void XmlStore::use_nodeless_markup(std::vector<Row>& rows) {
    const size_t boundary = text_boundary(text_);
    if (boundary > 0) {
        window_.parse(ancestor_tags(), text_.substr(0, boundary) + std::string(marker));
        const OpenPath open = walk_.open_path(window_.document());
        const size_t last = last_node_offset(open);
        if (last > 0) {
            use_window(open, last, rows);
            return;
        }
    }
    grow(rows);
}

std::string XmlStore::ancestor_tags() const {
    std::string tags;
    for (const std::string& tag : ancestors_) {
        tags += tag;
    }
    return tags;
}

void XmlStore::drop_used_text() {
    position_.advance(std::string_view(text_).substr(0, cut_));
    text_.erase(0, cut_);
    cut_ = 0;
    ancestors_.swap(next_ancestors_);
    next_ancestors_ = ancestors_;
}

void XmlStore::parse_window() {
    const std::string above = ancestor_tags();
    // Long start tags are parsed with every window: fewer windows then.
    text_source_.fill(text_, std::max(target_, std::min(above.size(), limits_.max_row_bytes)));
    window_.parse(above, text_);
    if (!root_name_.empty()) {
        return;
    }
    for (const pugi::xml_node node : window_.document().children()) {
        if (node.type() == pugi::node_doctype) {
            doctype_ = read_doctype(node.value());
        } else if (node.type() == pugi::node_element) {
            // A name at the very end may go on in the next window.
            const size_t end = window_.offset_of(node.name()) + std::strlen(node.name());
            root_name_ = end < text_.size() ? node.name() : "";
            return;
        }
    }
}

// Where reading goes on: at the last node that may be incomplete, or at the start of the text where
// that is all there is.
size_t XmlStore::last_node_offset(const OpenPath& open) const {
    return open.empty() || window_.is_ancestor(open.back()) ? 0 : window_.offset_of(open.back());
}

void XmlStore::set_cut(const OpenPath& open, size_t offset) {
    cut_ = offset;
    next_ancestors_.clear();
    for (size_t i = 0; i + 1 < open.size(); ++i) {
        if (window_.is_ancestor(open[i])) {
            next_ancestors_.push_back(ancestors_[i]);
        } else {
            const Markup tag = markup_at(text_, window_.offset_of(open[i]));
            next_ancestors_.push_back(text_.substr(tag.begin, tag.end - tag.begin));
        }
    }
}

void XmlStore::grow(std::vector<Row>& rows) {
    const size_t limit =
        limits_.whole_document ? limits_.max_document_bytes : limits_.max_row_bytes + row_slack;
    if (text_.size() >= limit) {
        if (limits_.whole_document) {
            throw Error(fmt::format("{}: the store is larger than --max-document-size ({} bytes), "
                                    "and an XPath that looks beyond its row needs all of it",
                                    path_, limits_.max_document_bytes));
        }
        finish({0, fmt::format("a row, tag or text here is larger than --max-row-size ({} bytes); "
                               "a missing quote or end tag would look the same",
                               limits_.max_row_bytes)},
               rows);
    }
    target_ = std::min(std::max(target_, text_.size()) * 2, limit);
}

// The first fault before `end` that pugixml let pass, and the rows before it.
std::optional<TextFault> XmlStore::content_fault(const OpenPath& open, size_t end,
                                                 std::vector<Row>& rows) {
    std::optional<TextFault> first;
    const auto note = [&first](const TextFault& fault) {
        if (!first || fault.offset < first->offset) {
            first = fault;
        }
    };
    const std::string_view used = std::string_view(text_).substr(0, end);
    const bool ascii = is_ascii(text_);
    if (const auto fault =
            walk_.collect(window_.document(), ancestors_.size(), open, !ascii, rows)) {
        // Text outside the root begins behind its white space.
        const size_t offset = text_.find_first_not_of(" \t\r\n", window_.offset_of(fault->place));
        note({offset, fault->cause});
    }
    for (const pugi::xml_node element : walk_.with_less_than()) {
        const Markup tag = markup_at(text_, window_.offset_of(element));
        const size_t at = text_.find('<', tag.begin + 1);
        if (at < tag.end) {
            note({at, "a plain < has no place in an attribute value (it is written &lt;, or the "
                      "quote before it is missing)"});
            break;
        }
    }
    const TextContext context{doctype_.entities, position_ == TextPosition{}, limits_.recover};
    if (const auto fault = first_text_fault(used, context)) {
        note(*fault);
    }
    if (text_.size() > limits_.max_row_bytes && !limits_.whole_document) {
        if (const auto fault = oversized_row(rows)) {
            note(*fault);
        }
    }
    return first;
}

std::optional<TextFault> XmlStore::oversized_row(const std::vector<Row>& rows) const {
    for (const Row& row : rows) {
        const size_t begin = window_.offset_of(row.element);
        const size_t end = requests_[row.request].whole_row ? element_end(text_, begin)
                                                            : markup_at(text_, begin).end;
        if (end - begin > limits_.max_row_bytes) {
            return TextFault{begin, fmt::format("the row <{}> is larger than --max-row-size ({} "
                                                "bytes)",
                                                row.element.name(), limits_.max_row_bytes)};
        }
    }
    return std::nullopt;
}

std::string XmlStore::open_element_at(size_t offset) const {
    XmlWindow window;
    window.parse(ancestor_tags(), text_.substr(0, offset) + std::string(marker));
    const OpenPath path = RowWalk::last_path(window.document());
    return path.size() < 2 ? "" : path[path.size() - 2].name();
}

TextFault XmlStore::parse_fault() const {
    const Markup around = markup_around(text_, 0, window_.error_offset());
    const std::string markup =
        quoted(std::string_view(text_).substr(around.begin, around.end - around.begin));
    switch (window_.status()) {
    case pugi::status_end_element_mismatch: {
        const std::string open = open_element_at(around.begin);
        return {around.begin,
                open.empty() ? fmt::format("the end tag {} closes nothing", markup)
                             : fmt::format("the end tag {} does not match <{}>, which is open here",
                                           markup, open)};
    }
    case pugi::status_bad_attribute:
    case pugi::status_bad_start_element:
        return {window_.error_offset(),
                "this start tag is not well-formed (attributes are written name=\"value\")"};
    case pugi::status_unrecognized_tag:
        return {around.begin, "this < begins no tag (a plain < is written &lt;)"};
    case pugi::status_bad_end_element:
        return {around.begin, fmt::format("the end tag {} is not well-formed", markup)};
    default:
        return {around.begin, fmt::format("this {} is not well-formed, or has no place here",
                                          kind_name(around.kind))};
    }
}

TextFault XmlStore::truncation(size_t incomplete) const {
    if (incomplete < text_.size()) {
        const Markup around = markup_at(text_, incomplete);
        const bool bare = text_.size() - incomplete == 1;
        const bool swallowed =
            around.kind == MarkupKind::tag && text_.find('<', incomplete + 1) != std::string::npos;
        return {incomplete,
                fmt::format("the file ends within this {}{}", bare ? "tag" : kind_name(around.kind),
                            swallowed ? " (is the quote behind an attribute missing?)" : "")};
    }
    return {text_.size(),
            fmt::format("the file ends, but <{}> is still open", open_element_at(text_.size()))};
}

std::string XmlStore::placed(const TextFault& fault) const {
    TextPosition at = position_;
    at.advance(std::string_view(text_).substr(0, fault.offset));
    return fmt::format("{}:{}:{}: {}", path_, at.line, at.column, fault.cause);
}

// Without `recover` a fault ends the run. With it the rows count whose end comes before the fault:
// the store is read once more, as if it ended there.
void XmlStore::finish(const TextFault& fault, std::vector<Row>& rows) {
    const std::string sentence = placed(fault);
    if (!limits_.recover) {
        throw Error(sentence);
    }
    done_ = true;
    cut_short_ = sentence;
    const Markup around = markup_around(text_, 0, fault.offset);
    const size_t end = around.kind == MarkupKind::text ? fault.offset : around.begin;
    text_.resize(end);
    text_source_.stop();
    root_name_ = root_name_above_;
    parse_window(); // for the root's name
    text_ += marker;
    window_.parse(ancestor_tags(), text_);
    rows.clear();
    walk_.collect(window_.document(), ancestors_.size(), RowWalk::last_path(window_.document()),
                  false, rows);
}

TextPosition XmlStore::position_of(const Row& row) const {
    TextPosition at = position_;
    at.advance(std::string_view(text_).substr(0, window_.offset_of(row.element)));
    return at;
}

} // namespace promfile
