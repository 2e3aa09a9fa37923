#pragma once

#include "support/log.hpp"

#include <cstdint>
#include <string>

namespace promfile {

// A line on a terminal that shows how much of the stores has been read, in runs of more than a
// second. The destructor erases it.
class ProgressLine {
public:
    // `steady_time` gives seconds of a clock that is never set; `begin` is its time at the start.
    ProgressLine(Log& log, double (*steady_time)(), double begin)
        : log_(log), steady_time_(steady_time), begin_(begin) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();

    // `size` is 0 if it is not known.
    void show(const std::string& path, std::uint64_t bytes, std::uint64_t size);

private:
    Log& log_;
    double (*steady_time_)();
    double begin_;
    double last_ = 0;
};

} // namespace promfile
