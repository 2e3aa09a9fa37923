#include "support/trusted_path.hpp"

#include <array>
#include <climits>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace promfile {

namespace {

std::optional<std::string> fault_of(const std::string& path, const struct stat& status) {
    if (status.st_uid != 0) {
        return fmt::format("{} belongs to user {} (chown root)", path, status.st_uid);
    }
    const bool is_sticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
    // An access control list shows in the bits of the group, so the group itself does not matter.
    if (!S_ISLNK(status.st_mode) && !is_sticky && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fmt::format("{} can be written by others (chmod g-w,o-w)", path);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> changeable_by_others(const std::string& path) {
    constexpr int max_links = 40; // the limit of the system
    std::error_code error;
    std::filesystem::path rest = std::filesystem::absolute(path, error).relative_path();
    std::filesystem::path current = "/";
    int links = 0;
    for (;;) {
        struct stat status {};
        if (error || lstat(current.c_str(), &status) != 0) {
            return std::nullopt;
        }
        if (auto fault = fault_of(current.string(), status)) {
            return fault;
        }
        if (S_ISLNK(status.st_mode)) {
            const std::filesystem::path target = std::filesystem::read_symlink(current, error);
            if (error || ++links > max_links) {
                return std::nullopt;
            }
            rest = rest.empty() ? target.relative_path() : target.relative_path() / rest;
            current = target.is_absolute() ? "/" : current.parent_path();
            continue;
        }
        if (rest.empty()) {
            return std::nullopt;
        }
        // Links are resolved one by one, so ".." is the directory above.
        const std::filesystem::path next = *rest.begin();
        rest = rest.lexically_relative(next);
        if (rest == ".") {
            rest.clear();
        }
        current = next == ".." ? current.parent_path() : next == "." ? current : current / next;
    }
}

} // namespace promfile
