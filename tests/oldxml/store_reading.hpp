#pragma once

#include "input/input_file.hpp"
#include "oldxml/store_rows.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <optional>

// Stores read from files in windows of many sizes.

namespace promfile {

inline const std::vector<size_t> window_sizes = {
    1, 16, 64, 1024, size_t{1} << 20, size_t{16} << 20};

// The same for every window, which is checked.
inline std::string read_store(std::string_view content, const std::vector<RowRequest>& requests,
                              ReadLimits limits = {}) {
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", content);
    std::optional<std::string> first;
    for (const size_t window : window_sizes) {
        limits.window_bytes = window;
        InputFile file(path);
        const std::string got = read_all(file.reader(), requests, limits);
        CAPTURE(window);
        CAPTURE(content.substr(0, 500));
        if (first) {
            CHECK(got == *first);
        }
        first = got;
    }
    return *first;
}

} // namespace promfile
