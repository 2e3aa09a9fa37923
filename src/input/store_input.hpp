#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace promfile {

struct StoreName;

// A source of bytes: reads up to `size` bytes into `data` and returns their number, 0 at the end.
// An exception ends the reading.
using ReadBytes = std::function<std::size_t(char* data, std::size_t size)>;

// Seconds of a clock that nobody sets (std::chrono::steady_clock).
double steady_seconds();

// How long a run waits for its stores, in seconds.
struct ReadingTime {
    double (*now)() = steady_seconds;
    double store_timeout = 60; // the longest silence of a pipe, and the time that a command may run
    double run_timeout = 90;   // for all stores of the run together
    double run_end = std::numeric_limits<double>::infinity(); // the end of that time, by `now`
    double fifo_timeout = 1; // until somebody opens a named fifo for writing

    bool is_over() const { return now() >= run_end; }
    // Throws `Error`, which names the store, if the time of the run is over.
    void check_run(const std::string& store) const;
};

// A store that is being read: a file or the output of a command.
class StoreInput {
public:
    virtual ~StoreInput() = default;
    StoreInput(const StoreInput&) = delete;
    StoreInput& operator=(const StoreInput&) = delete;

    // Reads up to `size` bytes into `data`, and returns 0 at the end. Throws `Error`, which names
    // the store, if it cannot be read or turns out to have failed at its end.
    virtual std::size_t read(char* data, std::size_t size) = 0;

    // `read` as a function, which must not outlive the store. It refuses a store whose first bytes
    // show that it is not XML, with a message that names the format.
    ReadBytes reader();

    // Whether the file was written to since it was opened, so that it is to be read again.
    virtual bool changed() const { return false; }
    // Bytes of a regular file when it was opened; 0 for anything else.
    virtual std::uint64_t size() const { return 0; }
    // The size that promfile publishes: of a file, or the number of bytes that came through a pipe.
    virtual std::optional<std::uint64_t> told_size() const { return std::nullopt; }
    // Unix seconds of the last modification of a regular file.
    virtual std::optional<double> mtime() const { return std::nullopt; }
    // Called after a fault was found in the text: the reason why the whole store has failed, or
    // nothing if it has not.
    virtual std::optional<std::string> failure() { return std::nullopt; }
    // The sentence of such a fault, with an explanation if there is one.
    virtual std::string explained(const std::string& fault) const { return fault; }

    std::uint64_t bytes_read() const { return bytes_read_; }

protected:
    explicit StoreInput(std::string name) : name_(std::move(name)) {}
    StoreInput(StoreInput&&) = default;

    std::string name_; // for messages
    std::uint64_t bytes_read_ = 0;
};

// Opens the file or starts the command. Throws `Error`, which names the store.
std::unique_ptr<StoreInput> open_store(const StoreName& store, const ReadingTime& time);

} // namespace promfile
