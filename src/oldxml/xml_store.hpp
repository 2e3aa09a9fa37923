#pragma once

#include "oldxml/doctype.hpp"
#include "oldxml/row.hpp"
#include "oldxml/row_walk.hpp"
#include "oldxml/store_text.hpp"
#include "oldxml/text_fault.hpp"
#include "oldxml/xml_window.hpp"
#include "xml/text_position.hpp"

#include <optional>
#include <string>
#include <vector>

namespace promfile {

struct ReadLimits {
    size_t window_bytes = size_t{64} << 10;  // read and parsed at once
    size_t max_row_bytes = size_t{16} << 20; // a row, or any single tag or text, refuses above
    size_t max_document_bytes = size_t{256} << 20;
    bool whole_document = false; // one window, so that XPath sees everything
    bool recover = false;        // rows before an error count; bad bytes are U+FFFD
};

// Reads the rows of one store, window by window, in memory that does not depend on its size.
//
// A window is parsed as far as it goes. The last node on the path from the root that may still be
// open, and everything behind it, is read again in the next window, below the start tags of its
// ancestors. So each window is the store with fewer rows, and no row is cut.
class XmlStore {
public:
    // `path` is for messages. `requests` must outlive the reader. Throws `Error`.
    XmlStore(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
             const ReadLimits& limits);

    // The next rows in document order, valid until the next call; false at the end of the store.
    // Throws `Error` for a store that is not well-formed, with path, line and column; with
    // `recover` the rows before that come first, and the sentence stands in `cut_short`.
    bool next(std::vector<Row>& rows);

    // Where a row of the last `next` stands.
    TextPosition position_of(const Row& row) const;

    // Name of the first root element; empty until it was read.
    const std::string& root_name() const { return root_name_; }
    // With `recover`: why the store was not read to its end.
    const std::optional<std::string>& cut_short() const { return cut_short_; }
    // How many times U+FFFD was put in place of a byte that is no character.
    std::uint64_t replaced() const { return text_source_.replaced(); }
    // The DTD has attribute defaults, which nobody fills in.
    bool has_attribute_defaults() const { return doctype_.attribute_defaults; }

private:
    using OpenPath = std::vector<pugi::xml_node>;

    void drop_used_text();
    void parse_window();
    std::string ancestor_tags() const;
    void use_window(const OpenPath& open, size_t last, std::vector<Row>& rows);
    void use_nodeless_markup(std::vector<Row>& rows);
    void grow(std::vector<Row>& rows);
    size_t last_node_offset(const OpenPath& open) const;
    void set_cut(const OpenPath& open, size_t offset);
    std::optional<TextFault> content_fault(const OpenPath& open, size_t end,
                                           std::vector<Row>& rows);
    std::optional<TextFault> oversized_row(const std::vector<Row>& rows) const;
    TextFault parse_fault() const;
    TextFault truncation(size_t incomplete) const;
    std::string open_element_at(size_t offset) const;
    void finish(const TextFault& fault, std::vector<Row>& rows);
    std::string placed(const TextFault& fault) const;

    std::string path_;
    ReadLimits limits_;
    StoreText text_source_;
    RowWalk walk_;
    const std::vector<RowRequest>& requests_;
    XmlWindow window_;
    std::string text_;                   // unused part of the store's text
    TextPosition position_;              // of text_
    size_t target_;                      // bytes that a window is to have
    std::vector<std::string> ancestors_; // start tags above text_
    size_t cut_ = 0;                     // text_ before it is used up
    std::vector<std::string> next_ancestors_;
    Doctype doctype_;
    std::string root_name_;
    std::string root_name_above_; // as far as it stands in what was used up
    std::optional<std::string> cut_short_;
    bool done_ = false;
};

} // namespace promfile
