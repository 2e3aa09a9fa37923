#pragma once

#include "xml/row_builder.hpp"
#include "xml/row_request.hpp"

#include <cstdint>
#include <deque>
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
    // Each text lies in one chunk, and only a chunk of one text is large. So a list never moves as
    // a whole, which would take its memory twice.
    struct Chunk {
        std::string bytes;
        std::vector<std::uint32_t> ends; // of the texts
    };

    std::deque<Chunk> chunks_;
    std::string text_;
};

// The string-values of the nodes to which paths lead from an element. They are gathered while the
// element is read, so that most of its nodes can be dropped: in a row of millions of nodes these
// texts take a tenth of the memory.
class RowTexts {
public:
    // Leaves out paths that lead to the element's attributes or above it.
    void add(const NodeUse& use);
    // Gathers the texts of nodes that have been added since the last call.
    void gather(const RowBuilder& element);
    // Nodes have been dropped; `moved` is the result of RowBuilder::keep.
    void move_nodes(const std::vector<std::uint32_t>& moved);

    // The texts of a path that was added, in document order; nullptr for other paths. Only the
    // first text may be there if only the first was asked for.
    const TextList* find(const NodePath& path) const;

private:
    struct PathTexts {
        NodeUse use;
        TextList texts;
        std::uint32_t open = none; // the last node to which the path leads, until it ends
    };

    static void gather(PathTexts& path, const RowBuilder& element, std::uint32_t from);

    std::vector<PathTexts> paths_;
    std::uint32_t from_ = 0; // the first node that has not been looked at
};

} // namespace promfile::xml
