#include "oldxml/xml_window.hpp"

#include <algorithm>

namespace promfile {

void XmlWindow::parse(std::string_view ancestors, std::string_view text) {
    // pugixml cuts the last character off a text that has no NUL at its end while it parses, and
    // that one would be missing where the text ends early.
    // It skips a byte order mark in front: one of ours, so that U+FEFF in the text is a character.
    buffer_.assign("\xef\xbb\xbf");
    buffer_.append(ancestors);
    ancestors_size_ = buffer_.size();
    buffer_.append(text);
    buffer_ += '\0';
    const pugi::xml_parse_result result = document_.load_buffer_inplace(
        buffer_.data(), buffer_.size(),
        pugi::parse_default | pugi::parse_fragment | pugi::parse_doctype, pugi::encoding_utf8);
    status_ = result.status;
    size_t offset = static_cast<size_t>(result.offset);
    // It names the character before where it met our NUL, the end of the text.
    offset += offset + 2 == buffer_.size();
    error_offset_ = std::min(offset - std::min(offset, ancestors_size_), text.size());
    // Of an attribute without a value it names what is behind the > that ends the tag.
    if (status_ == pugi::status_bad_attribute && error_offset_ > 0 &&
        text[error_offset_ - 1] == '>') {
        --error_offset_;
    }
}

size_t XmlWindow::offset_of(const char* place) const {
    return static_cast<size_t>(place - buffer_.data()) - ancestors_size_;
}

bool XmlWindow::is_ancestor(pugi::xml_node node) const {
    return node.type() == pugi::node_element && node.name() < buffer_.data() + ancestors_size_;
}

size_t XmlWindow::offset_of(pugi::xml_node node) const {
    constexpr std::string_view cdata_opening = "<![CDATA[";
    switch (node.type()) {
    case pugi::node_element:
        return offset_of(node.name()) - 1;
    case pugi::node_cdata:
        return offset_of(node.value()) - cdata_opening.size();
    case pugi::node_pcdata:
        return offset_of(node.value());
    default:
        // A document type declaration stands before everything that counts.
        return 0;
    }
}

} // namespace promfile
