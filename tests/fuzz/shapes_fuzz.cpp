// Shapes are a matter of speed alone, and the nodes that are kept of large rows one of memory: a
// store gives the same rows, values, faults and counts with them and without, through a buffer of
// any size. Random bytes hardly ever repeat themselves, and shapes are for stores that do, so the
// input is a store in pieces, which form feeds divide: the first and the last stand as they are,
// those between them take turns. The first byte of the input chooses requests and options, the
// second one the turns and the buffer.

#include "bytes_reader.hpp"
#include "xml/used_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>

using namespace promfile;
using namespace promfile::xml;

namespace {

std::vector<std::string_view> pieces_of(std::string_view text) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const std::size_t end = text.find('\f');
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(end + 1);
    }
}

// Every piece between the first and the last comes at least twice, and comes after each other one
// in the course of the turns.
std::string repetitive_store(std::string_view text, std::size_t turns) {
    const std::vector<std::string_view> pieces = pieces_of(text);
    std::string store(pieces.front());
    if (pieces.size() > 2) {
        const std::size_t rows = pieces.size() - 2;
        for (std::size_t turn = 0; turn < turns; ++turn) {
            for (std::size_t i = 0; i < rows; ++i) {
                store += pieces[1 + (i * (turn + 1) + turn) % rows];
                store += pieces[1 + i];
            }
        }
    }
    return pieces.size() == 1 ? store : store.append(pieces.back());
}

RowRequest using_nodes(RowRequest request) {
    request.uses = std::vector<NodeUse>{{{0, {"c"}, NodePath::Last::element, ""}, true},
                                        {{0, {"c"}, NodePath::Last::attribute, "a"}, true},
                                        {{0, {"b", "c"}, NodePath::Last::element, ""}, false},
                                        {{0, {}, NodePath::Last::text, ""}, false},
                                        {{1, {}, NodePath::Last::attribute, "a"}, false}};
    return request;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    static const std::vector<RowRequest> all_requests[] = {
        whole({"/*/*", "//r"}), tags({"//*", "//@*"}), whole({"/s/r", "/s/r/@a"}),
        tags({"/s/g/r"})};
    const unsigned choice = data[0];
    const bool uses_nodes =
        (choice & 35U) == 32U; // of the first requests, which are for whole rows
    std::vector<RowRequest> requests = all_requests[choice & 3U];
    ReadLimits limits;
    if (uses_nodes) {
        std::transform(requests.begin(), requests.end(), requests.begin(), using_nodes);
        limits.max_unused_nodes = limits.max_used_nodes = std::size_t{1} << 30;
    }
    limits.recover = (choice & 4U) != 0;
    limits.max_row_bytes = (choice & 8U) != 0 ? 512 : limits.max_row_bytes;
    limits.whole_document = (choice & 16U) != 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::string store = repetitive_store(text, 1 + data[1] % 8U);

    limits.buffer_bytes = store.size() + 1;
    limits.shapes = false;
    const auto read = [&] {
        return uses_nodes ? read_used(bytes_reader(store), requests, limits)
                          : read_once(bytes_reader(store), requests, limits);
    };
    const std::string without = read();
    limits.shapes = true;
    if (uses_nodes) {
        limits.max_unused_nodes = 0;
        limits.max_used_nodes = (choice & 64U) != 0 ? 0 : limits.max_used_nodes;
    }
    const std::size_t buffers[] = {1, 17, 64, 1000, store.size() + 1};
    limits.buffer_bytes = buffers[data[1] / 8U % std::size(buffers)];
    const std::string with = read();
    if (with != without) {
        std::fprintf(stderr, "%s\nbuffer of %zu bytes, with shapes:\n%s\nwithout:\n%s\n",
                     store.c_str(), limits.buffer_bytes, with.c_str(), without.c_str());
        __builtin_trap();
    }
    return 0;
}
