#pragma once

#include "input/input_file.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace promfile {

// Hands out a text as a file would be read. The text must outlive it.
inline ReadBytes bytes_reader(std::string_view text) {
    return [text](char* data, size_t size) mutable {
        const size_t got = std::min(size, text.size());
        std::memcpy(data, text.data(), got);
        text.remove_prefix(got);
        return got;
    };
}

} // namespace promfile
