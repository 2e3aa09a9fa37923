#include "input/foreign_format.hpp"

#include <algorithm>

namespace promfile {

std::optional<std::string> foreign_format(std::string_view first_bytes) {
    constexpr std::string_view gzip = "\x1f\x8b";
    constexpr std::string_view zstd = "\x28\xb5\x2f\xfd";
    constexpr std::string_view blanks = " \t\r\n";
    if (first_bytes.starts_with(gzip)) {
        return "it is compressed with gzip: gzip -dc STORE | promfile ... -";
    }
    if (first_bytes.starts_with(zstd)) {
        return "it is compressed with zstd: zstd -dc STORE | promfile ... -";
    }
    first_bytes.remove_prefix(std::min(first_bytes.find_first_not_of(blanks), first_bytes.size()));
    if (first_bytes.starts_with('{') || first_bytes.starts_with("[{") ||
        first_bytes.starts_with("[\"")) {
        return "it is JSON, and promfile reads XML";
    }
    const std::string_view line = first_bytes.substr(0, first_bytes.find('\n'));
    const bool is_toml = first_bytes.starts_with("[[metric]]") ||
                         first_bytes.find("\n[[metric]]") != std::string_view::npos ||
                         (line.starts_with("store") && line.find('=') != std::string_view::npos);
    return is_toml ? std::optional<std::string>("it is a configuration; did you mean -c?")
                   : std::nullopt;
}

} // namespace promfile
