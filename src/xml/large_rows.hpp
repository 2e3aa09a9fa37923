#pragma once

#include "xml/row_builder.hpp"
#include "xml/row_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace promfile::xml {

// A row with more nodes inside than are kept. Only the texts that it is asked for are in memory.
struct LargeRow {
    std::uint64_t tag = 0; // its start tag, by the number of tags before it in the store
    RowTexts texts;
};

// The large rows in an element, which is read twice if there are rows inside it. The first time,
// the texts of its large rows are gathered: of all rows that are open each time when nodes have to
// be dropped. Rows that began and ended in between are small; they are forgotten. The second time,
// the rows inside come like rows that lie in no other row: when the start tag of a large row comes,
// its texts are known; a small row is gathered then, and fits into memory.
//
// Large rows take no more than `max_bytes`, except the first one. If there are more, the last ones
// are forgotten, and gathered when they come, like small rows. Each reading then gathers about that
// many bytes, so all of them take time proportional to the element and to the texts asked for.
class LargeRows {
public:
    explicit LargeRows(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // Adds a row that is open and begins after those added before, at this node. nullptr if there
    // is no room; then no row is added any more.
    RowTexts* add(std::uint64_t tag, std::uint32_t node);
    // See RowTexts.
    void gather(const RowBuilder& element);
    void move_nodes(const std::vector<std::uint32_t>& moved);

    const LargeRow& front() const { return rows_.front(); }
    // Moves the rows to the front of `queue`.
    void move_to(std::deque<LargeRow>& queue);

private:
    struct Open {
        std::size_t index = 0; // in rows_
        std::size_t bytes = 0; // its part of bytes_
    };

    std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    bool is_full_ = false;
    std::vector<LargeRow> rows_; // in document order
    std::vector<Open> open_;     // those that have not ended
};

} // namespace promfile::xml
