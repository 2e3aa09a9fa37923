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
    mode_t mode = 0644;                         // regardless of the umask
    std::chrono::milliseconds lock_wait{10000}; // for other publications in this directory
};

// One replacement of DIR/NAME.prom, from reading the published file to the rename. The object holds
// an exclusive flock(2) on the directory for its lifetime, so that two publications never miss each
// other's metrics.
class Publication {
public:
    // Locks the directory (or goes on with a warning after `lock_wait`), removes the temporary
    // files of killed runs, of any NAME, and reads the published file. Throws an Error if the
    // directory cannot be opened, and whenever read_published_file throws one. `name` is a result
    // of checked_name.
    Publication(std::string directory, std::string name, PublicationOptions options = {});

    const PublishedFile& published() const { return published_; }
    const Warnings& warnings() const { return warnings_; }

    // Replaces the target: readers see the old file or the new one, whole, also after a power cut.
    // The new file gets the modification time `mtime`, if it is given, before the rename. After an
    // Error (path, cause, remedy) the old file is unchanged and no temporary file remains. A
    // failure after the replacement is a warning.
    void commit(std::string_view text, std::optional<timespec> mtime = {});

private:
    void sweep();

    std::string directory_;
    std::string name_;
    PublicationOptions options_;
    FileDescriptor directory_descriptor_; // holds the lock
    PublishedFile published_;
    Warnings warnings_;
};

} // namespace promfile
