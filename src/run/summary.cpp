#include "run/summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace promfile {

namespace {

constexpr size_t max_types = 8;

std::string human_seconds(double seconds) {
    return seconds < 1 ? fmt::format("{:.1f} ms", seconds * 1e3) : fmt::format("{:.2f} s", seconds);
}

std::string kept_text(std::vector<KeptType> kept) {
    std::sort(kept.begin(), kept.end(), [](const KeptType& a, const KeptType& b) {
        return a.rows != b.rows ? a.rows > b.rows : a.type < b.type;
    });
    std::vector<std::string> parts;
    for (const KeptType& type : kept) {
        if (parts.size() == max_types) {
            parts.push_back(fmt::format("and {} more types", kept.size() - max_types));
            break;
        }
        parts.push_back(fmt::format("{} {}", type.type, type.rows));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < std::size(units)) {
        value /= 1000;
        ++unit;
    }
    return unit == 0 || value >= 99.95 ? fmt::format("{:.0f} {}", value, units[unit])
                                       : fmt::format("{:.1f} {}", value, units[unit]);
}

std::vector<std::string> store_summary(const StoreRun& run, const std::vector<KeptType>& kept) {
    std::vector<std::string> lines;
    const StoreReport& report = run.report;
    lines.push_back(report.path);
    if (!run.command.empty()) {
        lines.push_back(fmt::format("  command   {}", run.command));
    }
    if (run.failure) {
        lines.push_back("  failed    nothing of it is published");
        return lines;
    }
    const double speed = static_cast<double>(report.bytes) / std::max(run.seconds, 1e-9);
    lines.push_back(fmt::format("  read      {} {}, {} in {} ({}/s)", report.rows.read,
                                report.rows.read == 1 ? "row" : "rows", human_bytes(report.bytes),
                                human_seconds(run.seconds),
                                human_bytes(static_cast<std::uint64_t>(speed))));
    if (!kept.empty()) {
        lines.push_back(fmt::format("  kept      {}", kept_text(kept)));
    }
    std::vector<std::string> skipped;
    for (size_t i = 0; i < skip_reason_names.size(); ++i) {
        if (report.rows.skipped[i] > 0) {
            skipped.push_back(fmt::format("{} {}", skip_reason_names[i], report.rows.skipped[i]));
        }
    }
    lines.push_back(fmt::format(
        "  skipped   {}", skipped.empty() ? "none" : fmt::format("{}", fmt::join(skipped, ", "))));
    return lines;
}

} // namespace promfile
