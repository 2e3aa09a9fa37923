#include "support/files.hpp"

#include "support/file_descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace promfile {

namespace {

// Opens the file, or sets `error`.
FileDescriptor open_to_read(const std::string& path, FileKind kind, int& error) {
    const bool regular = kind == FileKind::regular;
    struct stat status {};
    // Examined before it is opened: opening a device can have an effect.
    if (regular && stat(path.c_str(), &status) != 0) {
        error = errno;
        return {};
    }
    if (regular && !S_ISREG(status.st_mode)) {
        error = ENOENT;
        return {};
    }
    FileDescriptor file(
        open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | (regular ? O_NONBLOCK : 0)));
    if (!file) {
        error = errno;
    } else if (regular && (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))) {
        error = ENOENT; // another file took its place meanwhile
        return {};
    }
    return file;
}

struct CloseDirectory {
    void operator()(DIR* stream) const { closedir(stream); }
};

bool is_regular(int directory, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN) {
        return entry.d_type == DT_REG;
    }
    struct stat status {};
    return fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
}

} // namespace

FileText read_small_file(const std::string& path, size_t max_bytes, FileKind kind) {
    FileText file;
    const FileDescriptor descriptor = open_to_read(path, kind, file.error);
    // One byte more than allowed tells a file that is too large.
    const size_t wanted = max_bytes + 1;
    constexpr size_t block = 8192;
    while (file.error == 0 && file.text.size() < wanted) {
        const size_t filled = file.text.size();
        file.text.resize(std::min(wanted, filled + block));
        const ssize_t count =
            read(descriptor.get(), file.text.data() + filled, file.text.size() - filled);
        const int error = count < 0 ? errno : 0;
        file.text.resize(filled + static_cast<size_t>(std::max<ssize_t>(count, 0)));
        if (count == 0) {
            return file;
        }
        file.error = error == EINTR ? 0 : error;
    }
    if (file.error == 0) {
        file.error = EFBIG;
        file.text.resize(max_bytes);
    }
    return file;
}

// Not std::filesystem::directory_iterator, which ends the program if memory is short: its noexcept
// functions allocate.
DirectoryListing list_directory(const std::string& path, FileKind kind) {
    DirectoryListing listing;
    const std::unique_ptr<DIR, CloseDirectory> stream(opendir(path.c_str()));
    errno = stream ? 0 : errno;
    while (const dirent* entry = stream ? readdir(stream.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != ".." &&
            (kind == FileKind::any || is_regular(dirfd(stream.get()), *entry))) {
            listing.names.emplace_back(name);
        }
        errno = 0;
    }
    listing.error = errno;
    std::sort(listing.names.begin(), listing.names.end());
    return listing;
}

std::string_view base_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

std::string_view parent_directory(std::string_view path) {
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

} // namespace promfile
