#include "input/foreign_format.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

struct Compression {
    std::string_view first_bytes;
    std::string_view name;
    std::string_view command; // prints the content
};
constexpr Compression compressions[] = {
    {"\x1f\x8b", "gzip", "gzip -dc"},
    {"\x28\xb5\x2f\xfd", "zstd", "zstd -dc"},
    {"\xfd"
     "7zXZ",
     "xz", "xz -dc"},
    {"BZh", "bzip2", "bzip2 -dc"},
    {"PK\x03\x04", "zip", "unzip -p"},
};

} // namespace

std::optional<std::string> foreign_format(std::string_view first_bytes) {
    constexpr std::string_view blanks = " \t\r\n";
    for (const Compression& compression : compressions) {
        if (first_bytes.starts_with(compression.first_bytes)) {
            return fmt::format("it is compressed with {}: {} STORE | promfile ... -",
                               compression.name, compression.command);
        }
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
