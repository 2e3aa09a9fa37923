#include "output/temporary_file.hpp"

#include "output/textfile_directory.hpp"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace promfile {

namespace {

constexpr size_t hex_digits = 16;
constexpr std::string_view ending = ".tmp";
constexpr std::string_view before_digits = ".prom.";

// O_EXCL, not randomness, keeps two writers apart: early in a boot, without entropy, the clock is
// enough.
uint64_t random_number() {
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        number = (static_cast<uint64_t>(getpid()) << 40) ^ static_cast<uint64_t>(now);
    }
    return number;
}

int try_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

// False if a sweep of another process removed the file between our open and our lock, or is about
// to remove it. Sets `error` to 0 or an errno.
bool is_ours(int descriptor, int& error) {
    struct stat status {};
    const bool is_swept = try_lock(descriptor) == EWOULDBLOCK;
    error = fstat(descriptor, &status) == 0 ? 0 : errno;
    return error == 0 && !is_swept && status.st_nlink > 0;
}

// Removes one file. Returns 0 or an errno; 0 also if the file is gone, in use or a symbolic link,
// which promfile never makes.
int sweep_one(int directory, const char* file) {
    const FileDescriptor descriptor(
        openat(directory, file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    if (!descriptor) {
        return errno == ENOENT || errno == ELOOP ? 0 : errno;
    }
    struct stat status {};
    if (fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return 0; // never ours
    }
    if (const int error = try_lock(descriptor.get())) {
        return error == EWOULDBLOCK ? 0 : error;
    }
    return unlinkat(directory, file, 0) == 0 || errno == ENOENT ? 0 : errno;
}

} // namespace

std::string temporary_name(std::string_view name) {
    return fmt::format(".{}{}{:016x}{}", name, before_digits, random_number(), ending);
}

bool is_temporary_name(std::string_view file) {
    const size_t least = 1 + before_digits.size() + hex_digits + ending.size();
    if (file.size() <= least || !file.starts_with('.') || !file.ends_with(ending)) {
        return false;
    }
    file.remove_prefix(1);
    file.remove_suffix(ending.size());
    const std::string_view digits = file.substr(file.size() - hex_digits);
    file.remove_suffix(hex_digits);
    return digits.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
           file.ends_with(before_digits);
}

TemporaryFile::TemporaryFile(int directory_descriptor, const std::string& directory,
                             std::string_view name)
    : directory_descriptor_(directory_descriptor), directory_(directory) {
    constexpr int max_tries = 100;
    for (int tries = 0; tries < max_tries; ++tries) {
        file_ = temporary_name(name);
        descriptor_ = FileDescriptor(openat(directory_descriptor_, file_.c_str(),
                                            O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW,
                                            S_IRUSR | S_IWUSR));
        if (!descriptor_ && errno == EEXIST) {
            continue;
        }
        if (!descriptor_) {
            throw_system_error("create", path(), errno);
        }
        int error = 0;
        if (is_ours(descriptor_.get(), error)) {
            return;
        }
        unlinkat(directory_descriptor_, file_.c_str(), 0);
        if (error != 0) {
            throw_system_error("look at", path(), error);
        }
    }
    throw_system_error("create", path(), EEXIST);
}

TemporaryFile::~TemporaryFile() {
    if (!file_.empty()) {
        unlinkat(directory_descriptor_, file_.c_str(), 0);
    }
}

int TemporaryFile::rename_to(const std::string& target) {
    if (renameat(directory_descriptor_, file_.c_str(), directory_descriptor_, target.c_str()) !=
        0) {
        return errno;
    }
    file_.clear();
    return 0;
}

std::string TemporaryFile::path() const {
    return path_in(directory_, file_);
}

std::vector<std::string> sweep_temporary_files(int directory_descriptor,
                                               const std::string& directory) {
    std::vector<std::string> failures;
    for (const std::string& file : list_textfile_directory(directory)) {
        if (!is_temporary_name(file)) {
            continue;
        }
        if (const int error = sweep_one(directory_descriptor, file.c_str())) {
            failures.push_back(fmt::format("cannot remove {}, left by an earlier run: {}",
                                           path_in(directory, file),
                                           std::generic_category().message(error)));
        }
    }
    return failures;
}

} // namespace promfile
