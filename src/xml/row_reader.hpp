#pragma once

#include "input/read_bytes.hpp"
#include "xml/row.hpp"
#include "xml/text_position.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace promfile::xml {

struct ReadLimits {
    std::size_t buffer_bytes = std::size_t{64} << 10; // read at once
    // A row with what its entities expand to, all open start tags together, a single start tag.
    std::size_t max_row_bytes = std::size_t{16} << 20;
    // All of the root element is held, and the rows in it follow each other. Then this is the limit
    // in place of the one above.
    bool whole_document = false;
    std::size_t max_document_bytes = std::size_t{256} << 20;
    bool recover = false; // rows before a fault count; bad bytes are U+FFFD; several roots are read
    bool shapes = true;   // off for tests alone: nothing but the speed depends on it
};

// Reads the rows of one store in one pass, in memory that does not depend on the store's size.
class RowReader {
public:
    // `path` is for messages. `requests` must outlive the reader. Throws `Error`.
    RowReader(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
              const ReadLimits& limits);
    ~RowReader();
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    // The next rows: those of one element and, where all of it is wanted, of everything in it, in
    // document order and for one element by request. Rows of one element follow each other and
    // have the same layout. Valid until the next call; empty at the end of the store. Throws
    // `Error` for a store that is not well-formed, with path, line and column; with `recover` the
    // sentence stands in `cut_short`, after the rows that ended before the fault.
    std::span<const Row> next();

    // Where the start tag of a row of the last `next` begins; of one that stands in an entity,
    // where that is referred to. Costs no more than the text read since the place before.
    TextPosition position_of(const Row& row) const;

    // Name of the first root element; empty until it was read.
    const std::string& root_name() const;
    // The number of root elements begun so far; more than 1 with `recover` alone.
    std::uint64_t roots() const;
    // With `recover`: why the store was not read to its end.
    const std::optional<std::string>& cut_short() const;
    // How many times U+FFFD was put in place of a byte that is no character.
    std::uint64_t replaced() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace promfile::xml
