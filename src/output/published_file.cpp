#include "output/published_file.hpp"

#include "output/exposition_file.hpp"
#include "output/textfile_directory.hpp"
#include "support/error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace promfile {

namespace {

constexpr off_t max_published_bytes = off_t{64} << 20;

[[noreturn]] void refuse_target(const std::string& path, std::string_view why) {
    throw Error(
        fmt::format("will not replace {}: {}; remove it, or give another name with -n", path, why));
}

// A bind-mounted file differs from any other only in the mount that it belongs to.
bool is_mount_point(int directory, const std::string& file) {
    struct statx of_directory {};
    struct statx of_file {};
    return statx(directory, "", AT_EMPTY_PATH, STATX_MNT_ID, &of_directory) == 0 &&
           statx(directory, file.c_str(), AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &of_file) == 0 &&
           (of_directory.stx_mask & of_file.stx_mask & STATX_MNT_ID) != 0 &&
           of_directory.stx_mnt_id != of_file.stx_mnt_id;
}

} // namespace

PublishedFile read_published_file(const FileDescriptor& directory_descriptor,
                                  const std::string& directory, const std::string& name) {
    const std::string file = name + ".prom";
    const std::string path = path_in(directory, file);
    const int at = directory_descriptor.get();
    struct stat status {};
    PublishedFile published;
    published.path = path;
    // Examined before it is opened: opening a device can have an effect.
    if (fstatat(at, file.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return published;
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
        throw Error(
            fmt::format("will not replace {}: it cannot be read ({}), so it may be somebody "
                        "else's; run promfile as a user who may read it, or give another "
                        "name with -n",
                        path, std::generic_category().message(errno)));
    }
    if (!descriptor) {
        throw_system_error("read", path, errno);
    }
    // Checked first, so that a file of another program is not read any further.
    int error = 0;
    const bool ours = begins_as_ours(descriptor.get(), error);
    if (error == 0 && !ours) {
        refuse_target(path, fmt::format("promfile did not write it (its first line is not \"# {}"
                                        "...\")",
                                        written_by));
    }
    published.exists = true;
    Exposition exposition;
    if (error == 0) {
        ExpositionParser parser;
        error = read_exposition(descriptor.get(), max_published_bytes, parser, exposition);
    }
    if (error == EFBIG) {
        published.complete = false;
        published.warnings.push_back(
            fmt::format("{} is larger than 64 MiB: only its first 64 MiB were read", path));
    } else if (error != 0) {
        throw_system_error("read", path, error);
    }
    if (is_mount_point(at, file)) {
        throw_system_error("replace", path, EBUSY);
    }
    published.well_formed = exposition.ill_formed_lines == 0;
    published.source = exposition.first_comment.substr(written_by.size());
    published.mtime = status.st_mtim;
    published.families = std::move(exposition.families);
    return published;
}

PublishedFile inspect_published_file(const std::string& directory, const std::string& name) {
    const FileDescriptor descriptor = open_textfile_directory(directory);
    PublishedFile published = read_published_file(descriptor, directory, name);
    if (faccessat(descriptor.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
        throw_system_error("write to", directory, errno);
    }
    return published;
}

} // namespace promfile
