#pragma once

#include "xml/row_builder.hpp"
#include "xml/row_request.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile::xml {

// Texts in the order in which they were added. A text takes four bytes more than its own.
class TextList {
public:
    // Adds a part of the text that `end_text` completes.
    void add_part(std::string_view part) { text_ += part; }
    void end_text();

    bool empty() const { return chunks_.empty(); }
    std::string_view front() const;
    // Whether any of the texts satisfies `test`.
    template<typename TextTest>
    bool any(const TextTest& test) const {
        for (const Chunk& chunk : chunks_) {
            std::size_t begin = 0;
            for (const std::uint32_t end : chunk.ends) {
                if (test(std::string_view(chunk.bytes).substr(begin, end - begin))) {
                    return true;
                }
                begin = end;
            }
        }
        return false;
    }

private:
    // Each text lies in one chunk, and only a chunk of one text is large. So the texts of a list
    // never move as a whole, which would take their memory twice.
    struct Chunk {
        std::string bytes;
        std::vector<std::uint32_t> ends; // of the texts
    };

    std::vector<Chunk> chunks_;
    std::string text_;
};

// The string-values of the nodes to which paths lead from a row. They are gathered while the row is
// read, so that most of its nodes can be dropped: in a row of millions of nodes these texts take a
// tenth of the memory.
class RowTexts {
public:
    // `row` is the node of the row.
    explicit RowTexts(std::uint32_t row) : row_(row), from_(row) {}

    // Leaves out paths that lead to the row's attributes or above it. `use` must outlive this
    // object.
    void add(const NodeUse& use);
    // Gathers the texts of nodes that have been added since the last call. `element` holds the row.
    void gather(const RowBuilder& element);
    // Nodes have been dropped; `moved` is the result of RowBuilder::keep. The row and its open
    // elements must have been kept.
    void move_nodes(const std::vector<std::uint32_t>& moved);

    // Has the row ended? Then all its texts have been gathered.
    bool has_ended() const { return row_ == none; }
    // Of memory, about.
    std::size_t bytes() const {
        return text_bytes_ + sizeof *this + paths_.size() * sizeof(PathTexts);
    }

    // The texts of a path that was added, in document order; nullptr for other paths. Only the
    // first text may be there if only the first was asked for.
    const TextList* find(const NodePath& path) const;

private:
    struct PathTexts {
        const NodePath* path = nullptr;
        bool all = false;          // as in NodeUse
        std::uint32_t open = none; // the last node to which the path leads, until it ends
        TextList texts;
    };

    void gather(PathTexts& path, const RowBuilder& element);
    void add_part(PathTexts& path, std::string_view part);

    std::uint32_t row_;  // none when it has ended
    std::uint32_t from_; // the first node that has not been looked at
    std::size_t text_bytes_ = 0;
    std::vector<PathTexts> paths_;
};

} // namespace promfile::xml
