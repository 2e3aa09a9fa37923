#pragma once

#include "input/read_bytes.hpp"
#include "support/file_descriptor.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace promfile {

// Seconds of the system's clock that is never set.
double steady_seconds();

// How long stores may keep a run waiting, in seconds.
struct ReadingTime {
    double (*now)() = steady_seconds;
    double store_timeout = 60;                                // of a pipe: without a byte
    double run_timeout = 90;                                  // for all stores of the run together
    double run_end = std::numeric_limits<double>::infinity(); // by the clock: when that is over
    double fifo_timeout = 1; // until somebody opens a named fifo for writing

    bool is_over() const { return now() >= run_end; }
};

// A store opened for reading: a regular file, a pipe, a named fifo, or standard input for "-".
// Named devices are refused: they may have no end, and opening one can do things. Errors are thrown
// as `Error` and name the path.
class InputFile {
public:
    explicit InputFile(const std::string& path, const ReadingTime& time = {});

    // Up to `size` bytes into `data`; 0 at the end, and for a regular file also where somebody
    // makes it longer than it was when it was opened.
    size_t read(char* data, size_t size);

    // The same as a function, which must not outlive the file. It refuses a store whose first bytes
    // show that it is not XML, and names what it is.
    ReadBytes reader();

    // Has somebody written to the file since it was opened? Never for pipes. A file that another
    // one was renamed over still is what it was.
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
