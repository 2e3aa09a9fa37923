#include "run/progress.hpp"

#include "run/summary.hpp"

#include <fmt/format.h>

namespace promfile {

ProgressLine::~ProgressLine() {
    if (last_ > 0) {
        log_.progress("");
    }
}

void ProgressLine::show(const std::string& path, std::uint64_t bytes, std::uint64_t size) {
    constexpr double first = 1.0;
    constexpr double interval = 0.1;
    const double now = steady_time_();
    if (now - begin_ < first || now - last_ < interval) {
        return;
    }
    last_ = now;
    log_.progress(size > 0
                      ? fmt::format("{}: {} of {} ({:.0f} %)", path, human_bytes(bytes),
                                    human_bytes(size),
                                    100.0 * static_cast<double>(bytes) / static_cast<double>(size))
                      : fmt::format("{}: {}", path, human_bytes(bytes)));
}

} // namespace promfile
