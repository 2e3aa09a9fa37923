#include "rules/source.hpp"

#include <algorithm>

#include "support/glob.hpp"
#include "support/utf8.hpp"

#include <fmt/format.h>

namespace promfile {

namespace {

constexpr std::string_view here = "./";

} // namespace

bool is_source(std::string_view glob, std::string_view path) {
    if (glob == path || matches_glob(glob, path)) {
        return true;
    }
    if (glob.starts_with(here)) {
        return matches_glob(glob.substr(here.size()), path);
    }
    return glob != "-" && !glob.starts_with('/') && matches_glob(fmt::format("*/{}", glob), path);
}

bool is_any_source(const std::vector<std::string>& globs, std::string_view path) {
    return globs.empty() || std::any_of(globs.begin(), globs.end(),
                                        [path](const auto& glob) { return is_source(glob, path); });
}

std::string source_of(std::string_view path) {
    std::string glob(path == "-" || path.starts_with('/') || path.starts_with(here) ? "" : here);
    while (!path.empty()) {
        const size_t length = decode_utf8(path).length;
        if (length == 0) {
            glob += '?'; // TOML is UTF-8, paths need not be
            path.remove_prefix(1);
            continue;
        }
        if (path.find_first_of("\\*?[") == 0) {
            glob += '\\';
        }
        glob += path.substr(0, length);
        path.remove_prefix(length);
    }
    return glob;
}

} // namespace promfile
