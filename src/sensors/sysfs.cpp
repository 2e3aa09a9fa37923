#include "sensors/sysfs.hpp"

#include "support/ascii.hpp"
#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace promfile {

namespace {

std::vector<std::string> list(const std::string& path, bool only_regular) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(path.c_str()), closedir);
    if (directory == nullptr) {
        return names;
    }
    while (const dirent* entry = readdir(directory.get())) {
        const std::string name = entry->d_name;
        if (name.starts_with('.')) {
            continue;
        }
        if (only_regular && entry->d_type != DT_REG) {
            struct stat status {};
            // Some file systems leave the type out.
            if (entry->d_type != DT_UNKNOWN ||
                fstatat(dirfd(directory.get()), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
                !S_ISREG(status.st_mode)) {
                continue;
            }
        }
        names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

SysfsText read_sysfs(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
        return {"", errno};
    }
    if (!S_ISREG(status.st_mode)) {
        return {"", ENOENT};
    }
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (file.get() < 0 || fstat(file.get(), &status) != 0) {
        return {"", errno};
    }
    if (!S_ISREG(status.st_mode)) {
        return {"", ENOENT};
    }
    std::array<char, 4096> page; // not initialised: the read fills it
    ssize_t size = -1;
    do {
        size = read(file.get(), page.data(), page.size());
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        return {"", errno};
    }
    std::string text(page.data(), static_cast<size_t>(size));
    text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return {text, 0};
}

std::optional<std::string> sysfs_text(const std::string& path) {
    SysfsText file = read_sysfs(path);
    if (file.error != 0 || file.text.empty()) {
        return std::nullopt;
    }
    return std::move(file.text);
}

std::vector<std::string> directory_entries(const std::string& path) {
    return list(path, false);
}

std::vector<std::string> regular_files(const std::string& path) {
    return list(path, true);
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
    return base_name(std::string(target.data(), static_cast<size_t>(size)));
}

std::string base_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

std::string parent_directory(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
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
