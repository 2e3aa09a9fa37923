// Every store gives the same rows and errors whether it is read at once or through a buffer of any
// size, with shapes or without, and no content crashes the reader. The first byte of the input
// chooses buffer and options.

#include "bytes_reader.hpp"
#include "xml/rows_text.hpp"

#include <cstdint>
#include <cstdio>

using namespace promfile;
using namespace promfile::xml;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    if (size == 0) {
        return 0;
    }
    const unsigned choice = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    static const std::vector<RowRequest> all_requests[] = {whole({"/*/*", "//r"}),
                                                           tags({"//*", "//@*"})};
    const std::vector<RowRequest>& requests = all_requests[choice & 1U];
    ReadLimits limits;
    limits.recover = (choice & 2U) != 0;
    limits.buffer_bytes = size_t{1} << (choice >> 2U & 7U);
    const std::string pieces = read_once(bytes_reader(text), requests, limits);
    limits.buffer_bytes = size + 1;
    limits.shapes = false;
    const std::string at_once = read_once(bytes_reader(text), requests, limits);
    if (pieces != at_once) {
        std::fprintf(stderr, "in pieces:\n%s\nat once:\n%s\n", pieces.c_str(), at_once.c_str());
        __builtin_trap();
    }
    return 0;
}
