#include "input/foreign_format.hpp"

#include <algorithm>
#include <fmt/format.h>

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
    const auto holds_table = [&](std::string_view header) {
        return first_bytes.starts_with(header) ||
               first_bytes.find(fmt::format("\n{}", header)) != std::string_view::npos;
    };
    const bool is_toml = holds_table("[[metric]]") || holds_table("[[group]]") ||
                         (line.starts_with("store") && line.find('=') != std::string_view::npos);
    return is_toml ? std::optional<std::string>("it is a configuration; did you mean -c?")
                   : std::nullopt;
}

} // namespace promfile
