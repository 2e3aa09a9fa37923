#pragma once

#include "xml/row_reader.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace promfile::xml {

// An empty element gives a start tag and an end tag. Text is divided into nodes as in RowLayout.
enum class EventKind { start_tag, text, cdata, end_tag, end_of_store };

struct Event {
    EventKind kind = EventKind::end_of_store;
    std::string_view name;                 // of the tag
    std::span<const Attribute> attributes; // of the start tag, with defaults
    std::string_view text;                 // of a text or cdata event
};

// An element with all its attributes, texts and children.
struct WholeElement {
    const RowLayout* layout = nullptr; // its id is never 0
    std::span<const std::string_view> values;
};

// Reads a store as tags and text in document order, with the checks and messages of RowReader. A
// text that is longer than `max_row_bytes` is refused.
class EventReader {
public:
    // `path` is for messages. Throws `Error`.
    EventReader(ReadBytes read, std::string path, const ReadLimits& limits);
    ~EventReader();
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

    // The next event, valid until the next call. Throws `Error` for a store that is not
    // well-formed; with `recover` the event is end_of_store instead.
    Event next();

    // The next element if its markup is that of an earlier one (shape.hpp), valid until the next
    // call; it then takes the place of its events. Otherwise nullptr. Reading elements in this way
    // is several times as fast. Which elements are read so depends on the store's text alone, but
    // not on anything that a caller could rely on.
    const WholeElement* next_by_shape();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace promfile::xml
