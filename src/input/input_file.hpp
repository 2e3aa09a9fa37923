#pragma once

#include "support/file_descriptor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace promfile {

// A store opened for reading: a regular file, a pipe, a named fifo, or standard input for "-".
// Errors are thrown as `Error` and name the path.
class InputFile {
public:
    // A named fifo that nobody opens for writing within `fifo_wait_seconds` is refused.
    explicit InputFile(const std::string& path, double fifo_wait_seconds = 1.0);

    // Up to `size` bytes into `data`; 0 at the end.
    size_t read(char* data, size_t size);

    // The same as a function, which must not outlive the file.
    auto reader() {
        return [this](char* data, size_t size) { return read(data, size); };
    }

    // Has somebody written to the file, or replaced it, since it was opened? Never for pipes.
    bool changed() const;
    bool is_regular() const { return S_ISREG(opened_.st_mode); }

    std::uint64_t bytes_read() const { return bytes_read_; }
    // Bytes of a regular file when it was opened; 0 for a pipe.
    std::uint64_t size() const;
    // Unix seconds of the last modification of a regular file.
    std::optional<double> mtime() const;

private:
    void wait_for_writer(double seconds);

    std::string path_;
    FileDescriptor owned_;
    int descriptor_ = -1;
    struct stat opened_ {};
    std::optional<char> first_byte_; // of a fifo, read while waiting for its writer
    std::uint64_t bytes_read_ = 0;
};

} // namespace promfile
