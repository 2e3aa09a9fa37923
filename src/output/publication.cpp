#include "output/publication.hpp"

#include "output/directory_lock.hpp"
#include "output/temporary_file.hpp"
#include "output/textfile_directory.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace promfile {

namespace {

// 0 or an errno.
int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno;
        }
        if (count == 0) {
            return ENOSPC; // writing nothing again would never end
        }
        text.remove_prefix(static_cast<size_t>(count));
    }
    return 0;
}

int synchronize(int descriptor) {
    int result = 0;
    do {
        result = fsync(descriptor);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

} // namespace

Publication::Publication(std::string directory, std::string name, PublicationOptions options)
    : directory_(std::move(directory)), name_(std::move(name)), options_(options),
      directory_descriptor_(open_textfile_directory(directory_)) {
    std::string lock_warning =
        lock_textfile_directory(directory_descriptor_.get(), directory_, options_.lock_wait);
    if (!lock_warning.empty()) {
        warnings_.push_back(std::move(lock_warning));
    }
    sweep();
    published_ = read_published_file(directory_descriptor_, directory_, name_);
    warnings_.insert(warnings_.end(), published_.warnings.begin(), published_.warnings.end());
}

void Publication::sweep() {
    for (std::string& failure : sweep_temporary_files(directory_descriptor_.get(), directory_)) {
        warnings_.push_back(std::move(failure));
    }
}

void Publication::commit(std::string_view text, std::optional<timespec> mtime) {
    const std::string target = name_ + ".prom";
    TemporaryFile file(directory_descriptor_.get(), directory_, name_);
    if (const int error = write_all(file.descriptor(), text)) {
        throw_system_error("write", file.path(), error);
    }
    // The umask must not hide the file from node_exporter's user.
    if (fchmod(file.descriptor(), options_.mode) != 0) {
        throw_system_error("set the mode of", file.path(), errno);
    }
    if (mtime) {
        const timespec times[2] = {{0, UTIME_OMIT}, *mtime};
        if (futimens(file.descriptor(), times) != 0) {
            throw_system_error("set the time of", file.path(), errno);
        }
    }
    // A power cut after the rename could otherwise leave an empty file under the target's name.
    if (const int error = synchronize(file.descriptor())) {
        throw_system_error("write", file.path(), error);
    }
    if (const int error = file.rename_to(target)) {
        throw_system_error("replace", path_in(directory_, target), error);
    }
    // A power cut could otherwise bring the old file back, which is complete too.
    if (const int error = synchronize(directory_descriptor_.get())) {
        warnings_.push_back(fmt::format("cannot write {} to disk: {}; {} is replaced, but may be "
                                        "the old file again after a power cut",
                                        directory_, std::generic_category().message(error),
                                        path_in(directory_, target)));
    }
}

} // namespace promfile
