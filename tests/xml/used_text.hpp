#pragma once

#include "xml/rows_text.hpp"
#include "xpath/row_nodes.hpp"

namespace promfile::xml {

// The rows with the nodes that their requests use. Of the other nodes, rows that are read by shapes
// keep those that the scanner would drop from a large row.
inline std::string read_used(ReadBytes bytes, const std::vector<RowRequest>& requests,
                             const ReadLimits& limits) {
    std::string out;
    try {
        RowReader store(std::move(bytes), "store.xml", requests, limits);
        RowNodes nodes;
        std::vector<RowNodes::Id> used;
        for (const NodeUse& use : *requests.front().uses) {
            used.push_back(nodes.add(use.path));
        }
        for (auto rows = store.next(); !rows.empty(); rows = store.next()) {
            for (const Row& row : rows) {
                if (row.begins_element) {
                    nodes.next_element();
                }
                nodes.next_row(row);
                const TextPosition at = store.position_of(row);
                out += fmt::format("{} {}:{} {}", row.request, at.line, at.column, path_of(row));
                for (std::size_t i = 0; i < used.size(); ++i) {
                    const bool all = (*requests.front().uses)[i].all;
                    nodes.any(used[i], [&](std::string_view text) {
                        out += fmt::format(" {}={}", i, text);
                        return !all;
                    });
                }
                out += '\n';
            }
        }
        out += store.cut_short() ? "cut short: " + *store.cut_short() : "";
    } catch (const Error& error) {
        return fmt::format("error: {}\n", error.what());
    }
    return out;
}

} // namespace promfile::xml
