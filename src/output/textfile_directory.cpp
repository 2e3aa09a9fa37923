#include "output/textfile_directory.hpp"

#include "support/error.hpp"
#include "support/files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>

namespace promfile {

namespace {

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
    {EROFS,
     "mount the directory so that it can be written (in a systemd unit: ReadWritePaths=), or "
     "give another one with -o"},
};

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

FileDescriptor open_textfile_directory(const std::string& directory) {
    FileDescriptor descriptor(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor) {
        throw_system_error("open the directory", directory, errno);
    }
    return descriptor;
}

std::vector<std::string> list_textfile_directory(const std::string& directory) {
    DirectoryListing listing = list_directory(directory);
    if (listing.error != 0) {
        throw_system_error("list the directory", directory, listing.error);
    }
    return std::move(listing.names);
}

} // namespace promfile
