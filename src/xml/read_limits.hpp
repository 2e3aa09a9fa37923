#pragma once

#include <cstddef>

namespace promfile::xml {

struct ReadLimits {
    std::size_t buffer_bytes = std::size_t{64} << 10; // read at once
    // The limit of a row with the text that its entities expand to, of a single tag, and of all
    // open start tags together.
    std::size_t max_row_bytes = std::size_t{16} << 20;
    // The rows of a root element are returned together, with a layout of the whole document, and
    // max_document_bytes is the limit in place of max_row_bytes.
    bool whole_document = false;
    std::size_t max_document_bytes = std::size_t{256} << 20;
    // Rows before a fault count, bytes that are not characters become U+FFFD, and further root
    // elements are read.
    bool recover = false;
    // A row that grows beyond this number of nodes loses the nodes that its request does not use.
    std::size_t max_unused_nodes = 4096;
    // Of a row that uses more than this number of nodes, or fewer if rows may not be large, the
    // texts are gathered (row_texts.hpp) and the nodes dropped.
    std::size_t max_used_nodes = std::size_t{64} << 10;
    // A start tag with more than this number of attributes loses those that no request uses.
    std::size_t max_unused_attributes = 4096;
    bool shapes = true; // tests turn it off to compare: only the speed depends on it

    // The largest size of a row, or of the document if the whole document is read as one row.
    std::size_t max_bytes() const { return whole_document ? max_document_bytes : max_row_bytes; }
};

} // namespace promfile::xml
