// Whatever a store holds: in windows of any size it gives the rows and the errors that it gives as
// a whole, and no content crashes the reader. The first byte of the input chooses window and
// options.

#include "bytes_reader.hpp"
#include "oldxml/store_rows.hpp"

#include <cstdint>
#include <cstdio>

using namespace promfile;

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
    limits.window_bytes = size_t{1} << (choice >> 2U & 7U);
    const std::string windows = read_all(bytes_reader(text), requests, limits);
    limits.window_bytes = size_t{1} << 24;
    const std::string whole = read_all(bytes_reader(text), requests, limits);
    if (windows != whole) {
        std::fprintf(stderr, "in windows:\n%s\nas a whole:\n%s\n", windows.c_str(), whole.c_str());
        __builtin_trap();
    }
    return 0;
}
