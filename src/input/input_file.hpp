#pragma once

#include "support/file_descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace promfile {

// A source of bytes: reads up to `size` bytes into `data` and returns their number, 0 at the end.
// An exception ends the reading.
using ReadBytes = std::function<std::size_t(char* data, std::size_t size)>;

// Seconds of a clock that nobody sets (std::chrono::steady_clock).
double steady_seconds();

// How long a run waits for its stores, in seconds.
struct ReadingTime {
    double (*now)() = steady_seconds;
    double store_timeout = 60;                                // the longest silence of a pipe
    double run_timeout = 90;                                  // for all stores of the run together
    double run_end = std::numeric_limits<double>::infinity(); // the end of that time, by `now`
    double fifo_timeout = 1; // until somebody opens a named fifo for writing

    bool is_over() const { return now() >= run_end; }
};

// A store opened for reading: a regular file, a pipe, a named fifo, or standard input for "-".
// Named devices are refused: they may have no end, and opening one can have an effect. Throws
// `Error`, which names the path.
class InputFile {
public:
    explicit InputFile(const std::string& path, const ReadingTime& time = {});

    // Reads up to `size` bytes into `data`. Returns 0 at the end; of a regular file that grows,
    // that is the end it had when it was opened.
    size_t read(char* data, size_t size);

    // `read` as a function, which must not outlive the file. It refuses a store whose first bytes
    // show that it is not XML, and names what it is.
    ReadBytes reader();

    // Whether the file was written to since it was opened; false for pipes. A rename of another
    // file over this one does not count: the open file keeps its content.
    bool changed() const;
    bool is_regular() const { return S_ISREG(opened_.st_mode); }

    std::uint64_t bytes_read() const { return bytes_read_; }
    // Bytes of a regular file when it was opened; 0 for a pipe.
    std::uint64_t size() const;
    // Unix seconds of the last modification of a regular file.
    std::optional<double> mtime() const;

private:
    void open(const std::string& path);
    void wait_for_writer();
    void wait_for_bytes() const;
    void check_run_time() const;

    std::string path_;
    ReadingTime time_;
    FileDescriptor owned_;
    int descriptor_ = -1;
    struct stat opened_ {};
    std::optional<char> first_byte_; // of a fifo, read while waiting for its writer
    std::uint64_t bytes_read_ = 0;
};

} // namespace promfile
