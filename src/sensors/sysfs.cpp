#include "sensors/sysfs.hpp"

#include "support/ascii.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace promfile {

namespace {

std::vector<std::string> visible_names(const std::string& path, FileKind kind) {
    std::vector<std::string> names = list_directory(path, kind).names;
    std::erase_if(names, [](const std::string& name) { return name.starts_with('.'); });
    return names;
}

} // namespace

FileText read_sysfs(const std::string& path) {
    constexpr size_t page = 4096;
    FileText file = read_small_file(path, page, FileKind::regular);
    std::string& text = file.text;
    text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return file;
}

std::optional<std::string> sysfs_text(const std::string& path) {
    FileText file = read_sysfs(path);
    if (file.error != 0 || file.text.empty()) {
        return std::nullopt;
    }
    return std::move(file.text);
}

std::vector<std::string> directory_entries(const std::string& path) {
    return visible_names(path, FileKind::any);
}

std::vector<std::string> regular_files(const std::string& path) {
    return visible_names(path, FileKind::regular);
}

FileDescriptor lock_directory(const std::string& path, const std::function<void()>& wait) {
    FileDescriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (flock(directory.get(), LOCK_EX | LOCK_NB) == 0) {
        return directory;
    }
    if (errno == EWOULDBLOCK) {
        wait();
        while (flock(directory.get(), LOCK_EX) != 0 && errno == EINTR) {
        }
        return directory;
    }
    return {};
}

std::optional<std::string> resolved(const std::string& path) {
    std::array<char, PATH_MAX> target{};
    if (realpath(path.c_str(), target.data()) == nullptr) {
        return std::nullopt;
    }
    return std::string(target.data());
}

std::optional<std::string> link_target_name(const std::string& path) {
    std::array<char, PATH_MAX> target{};
    const ssize_t size = readlink(path.c_str(), target.data(), target.size());
    if (size <= 0) {
        return std::nullopt;
    }
    return std::string(base_name({target.data(), static_cast<size_t>(size)}));
}

bool natural_less(const std::string& a, const std::string& b) {
    size_t i = 0;
    size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const auto digits = [](const std::string& text, size_t& at) {
                while (at + 1 < text.size() && text[at] == '0' && is_digit(text[at + 1])) {
                    ++at;
                }
                const size_t from = at;
                while (at < text.size() && is_digit(text[at])) {
                    ++at;
                }
                return text.substr(from, at - from);
            };
            const std::string x = digits(a, i);
            const std::string y = digits(b, j);
            if (x != y) {
                return x.size() != y.size() ? x.size() < y.size() : x < y;
            }
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i;
            ++j;
        }
    }
    return a.size() - i < b.size() - j;
}

} // namespace promfile
