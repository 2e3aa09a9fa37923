#pragma once

#include "input/input_file.hpp"
#include "xml/read_limits.hpp"
#include "xml/row.hpp"
#include "xml/row_request.hpp"
#include "xml/text_position.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace promfile::xml {

// Reads the rows of one store in one pass, in memory that does not depend on the store's size.
class RowReader {
public:
    // `path` is for messages. `requests` must outlive the reader. Throws `Error`.
    RowReader(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
              const ReadLimits& limits);
    ~RowReader();
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    // The next rows, valid until the next call; empty at the end of the store. They are the rows of
    // one element or several; those of an element and, if it was requested whole, of all elements
    // inside it share one layout and its values (see Row::begins_element). They come in document
    // order, and the rows of one element in the order of the requests. Throws
    // `Error` with path, line and column if the store is not well-formed. With `recover` it returns
    // the rows that ended before the fault instead, and then `cut_short` has the sentence.
    std::span<const Row> next();

    // Where the start tag of a row of the last `next` begins; of a row in the text of an entity,
    // where the reference begins. Takes time proportional to the text since the last call.
    TextPosition position_of(const Row& row) const;

    // The name of the first root element; empty until it has been read.
    const std::string& root_name() const;
    // The number of root elements begun so far; more than 1 only with `recover`.
    std::uint64_t roots() const;
    // With `recover`: the reason why the store was not read to its end.
    const std::optional<std::string>& cut_short() const;
    // The number of bytes that are not characters and were replaced with U+FFFD. Bytes are replaced
    // when they are read into the buffer, so after a fault some may come from text after the fault.
    std::uint64_t replaced() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace promfile::xml
