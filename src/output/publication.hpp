#pragma once

#include "output/published_file.hpp"
#include "support/file_descriptor.hpp"
#include "support/log.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace promfile {

struct PublicationOptions {
    mode_t mode = 0644;                         // whatever the umask
    std::chrono::milliseconds lock_wait{10000}; // for other publications in this directory
};

// One replacement of DIR/NAME.prom, from the look at what stands there to the rename. While it
// lives it holds an exclusive flock(2) on the directory, so that two publications never miss each
// other's metrics.
class Publication {
public:
    // Locks the directory (after `lock_wait` it goes on without, with a warning), removes temporary
    // files that killed runs left, of any NAME, and reads the standing file. Throws an Error if the
    // directory cannot be opened, or if the target is no file that promfile wrote: a regular one
    // whose first line says so. A symbolic link is refused too, for a rename would replace the link
    // and leave the file it leads to as it is. `name` is a checked_name.
    Publication(std::string directory, std::string name, PublicationOptions options = {});

    const PublishedFile& published() const { return published_; }
    const Warnings& warnings() const { return warnings_; }

    // Replaces the target: readers see the old file or the new one, whole, also after a power cut.
    // With `mtime` that is the new file's time of modification, from the first moment on. On an
    // Error (path, cause, what to do) the old file stands and no temporary file remains. What goes
    // wrong after the replacement is a warning.
    void commit(std::string_view text, std::optional<timespec> mtime = {});

private:
    void lock();
    void sweep();

    std::string directory_;
    std::string name_;
    PublicationOptions options_;
    FileDescriptor directory_descriptor_; // holds the lock
    PublishedFile published_;
    Warnings warnings_;
};

} // namespace promfile
