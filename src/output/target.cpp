#include "output/target.hpp"

#include "output/exposition_file.hpp"
#include "support/error.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace promfile {

namespace {

constexpr off_t max_standing_bytes = off_t{64} << 20;

struct Advice {
    int error;
    std::string_view text;
};
constexpr Advice advices[] = {
    {EACCES, "run promfile as a user who may write to that directory"},
    {EBUSY, "something is mounted on that file: mount its directory instead"},
    {EFBIG, "a limit on the size of files is in the way (ulimit -f); the old file stands"},
    {EIO, "the disk or its file system fails (dmesg shows it); the old file stands"},
    {EDQUOT, "the user's disk quota is used up"},
    {ENOENT, "create the directory, or give another one with -o"},
    {ENOSPC, "free some space there, the old file stands"},
    {ENOTDIR, "give node_exporter's directory with -o and the name with -n"},
    {EPERM, "run promfile as the owner of that directory and file"},
    {EROFS, "mount the directory so that it can be written, or give another one with -o"},
};

[[noreturn]] void refuse_target(const std::string& path, std::string_view why) {
    throw Error(
        fmt::format("will not replace {}: {}; remove it, or give another name with -n", path, why));
}

struct CloseDirectory {
    void operator()(DIR* directory) const { closedir(directory); }
};

// A bind-mounted file looks like any other but for the mount it belongs to.
bool is_mount_point(int directory, const std::string& file) {
    struct statx of_directory {};
    struct statx of_file {};
    return statx(directory, "", AT_EMPTY_PATH, STATX_MNT_ID, &of_directory) == 0 &&
           statx(directory, file.c_str(), AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &of_file) == 0 &&
           (of_directory.stx_mask & of_file.stx_mask & STATX_MNT_ID) != 0 &&
           of_directory.stx_mnt_id != of_file.stx_mnt_id;
}

} // namespace

std::string path_in(const std::string& directory, std::string_view file) {
    return fmt::format("{}{}{}", directory, directory.ends_with('/') ? "" : "/", file);
}

void throw_system_error(std::string_view what, const std::string& path, int error) {
    std::string sentence =
        fmt::format("cannot {} {}: {}", what, path, std::generic_category().message(error));
    for (const Advice& advice : advices) {
        if (advice.error == error) {
            sentence += "; ";
            sentence += advice.text;
        }
    }
    throw Error(sentence);
}

FileDescriptor open_directory(const std::string& directory) {
    FileDescriptor descriptor(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor) {
        throw_system_error("open the directory", directory, errno);
    }
    return descriptor;
}

std::vector<std::string> list_directory(const std::string& directory) {
    const std::unique_ptr<DIR, CloseDirectory> stream(opendir(directory.c_str()));
    std::vector<std::string> names;
    errno = stream ? 0 : errno;
    while (const dirent* entry = stream ? readdir(stream.get()) : nullptr) {
        names.emplace_back(entry->d_name);
        errno = 0;
    }
    if (errno != 0) {
        throw_system_error("list the directory", directory, errno);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Standing read_standing(const FileDescriptor& directory_descriptor, const std::string& directory,
                       const std::string& name) {
    const std::string file = name + ".prom";
    const std::string path = path_in(directory, file);
    const int at = directory_descriptor.get();
    struct stat status {};
    // Looked at before it is opened: opening a device can do things.
    if (fstatat(at, file.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return {};
        }
        throw_system_error("look at", path, errno);
    }
    if (S_ISDIR(status.st_mode)) {
        refuse_target(path, "it is a directory");
    }
    if (S_ISLNK(status.st_mode)) {
        refuse_target(path, "it is a symbolic link, which would be replaced itself");
    }
    if (!S_ISREG(status.st_mode)) {
        refuse_target(path, "it is not a regular file");
    }
    const FileDescriptor descriptor(
        openat(at, file.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    if (!descriptor && errno == EACCES) {
        refuse_target(path, fmt::format("it cannot be read ({}), so it may be somebody else's",
                                        std::generic_category().message(errno)));
    }
    if (!descriptor) {
        throw_system_error("read", path, errno);
    }
    // Judged first: of somebody else's file no more is read.
    int error = 0;
    const bool ours = begins_as_ours(descriptor.get(), error);
    if (error == 0 && !ours) {
        refuse_target(path, fmt::format("promfile did not write it (its first line is not \"# {}"
                                        "...\")",
                                        written_by));
    }
    Standing standing;
    standing.exists = true;
    Exposition exposition;
    if (error == 0) {
        ExpositionParser parser;
        error = read_exposition(descriptor.get(), max_standing_bytes, parser, exposition);
    }
    if (error == EFBIG) {
        standing.complete = false;
        standing.warnings.push_back(
            fmt::format("{} is larger than 64 MiB: only its first 64 MiB were read", path));
    } else if (error != 0) {
        throw_system_error("read", path, error);
    }
    if (is_mount_point(at, file)) {
        throw_system_error("replace", path, EBUSY);
    }
    standing.families = std::move(exposition.families);
    return standing;
}

Standing inspect_target(const std::string& directory, const std::string& name) {
    const FileDescriptor descriptor = open_directory(directory);
    Standing standing = read_standing(descriptor, directory, name);
    if (faccessat(descriptor.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
        throw_system_error("write to", directory, errno);
    }
    return standing;
}

} // namespace promfile
