#include "output/neighbours.hpp"

#include "output/exposition_file.hpp"
#include "output/textfile_directory.hpp"
#include "support/file_descriptor.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>

namespace promfile {

namespace {

constexpr off_t max_compared_bytes = 16 << 20;

std::string cause(int error) {
    return std::generic_category().message(error);
}

// Bytes that are not UTF-8 must not reach a terminal or the journal.
std::string printable(const std::string& path) {
    return is_utf8(path) ? path : to_utf8(path);
}

void warn_of_content(const Exposition& exposition, const std::string& path, Warnings& warnings) {
    if (exposition.ill_formed_lines == 0) {
        return;
    }
    // A file that node_exporter refuses never reaches Prometheus.
    const auto by_exporter = std::find_if(
        exposition.ill_formed.begin(), exposition.ill_formed.end(),
        [](const IllFormedLine& line) { return line.refused_by == RefusedBy::node_exporter; });
    const bool is_served = by_exporter == exposition.ill_formed.end();
    const IllFormedLine& worst = is_served ? exposition.ill_formed.front() : *by_exporter;
    const size_t others = exposition.ill_formed_lines - 1;
    warnings.push_back(
        fmt::format("{}:{} is ill-formed: {}{}; {}", path, worst.number, worst.cause,
                    others == 0 ? "" : fmt::format(" (and {} more)", others),
                    is_served ? "node_exporter serves it, and Prometheus then drops every metric "
                                "of this host: repair or remove that file"
                              : "node_exporter refuses the whole file"));
}

void read_neighbour(const std::string& path, const Comparable& comparable, Neighbours& out) {
    const std::string shown = printable(path);
    const auto warn = [&](std::string_view what) {
        out.warnings.push_back(fmt::format("cannot compare with {}: {}", shown, what));
    };
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file) {
        warn(errno == ENXIO ? "it is not a regular file" : cause(errno));
        return;
    }
    struct stat status {};
    if (fstat(file.get(), &status) != 0) {
        warn(cause(errno));
        return;
    }
    if (!S_ISREG(status.st_mode)) {
        warn("it is not a regular file");
        return;
    }
    ExpositionParser parser([&](const ExposedFamily& family, const Sample& sample) {
        return comparable.sample(family, sample);
    });
    Exposition exposition;
    const int error = read_exposition(file.get(), max_compared_bytes, parser, exposition);
    if (error == EFBIG) {
        out.warnings.push_back(
            fmt::format("{} is larger than 16 MiB: only its first 16 MiB are compared", shown));
    } else if (error != 0) {
        warn(cause(error));
    }
    warn_of_content(exposition, shown, out.warnings);
    Neighbour neighbour{shown, is_by_promfile(exposition), {}};
    for (ExposedFamily& family : exposition.families) {
        if (comparable.family(family.name)) {
            neighbour.families.push_back(std::move(family));
        }
    }
    out.files.push_back(std::move(neighbour));
}

} // namespace

Neighbours read_neighbours(const std::string& directory, std::string_view name,
                           const std::vector<MetricFamily>& families) {
    Neighbours out;
    const Comparable comparable(families);
    const std::string own = std::string(name) + ".prom";
    for (const std::string& file : list_textfile_directory(directory)) {
        if (!file.ends_with(".prom") || file == own) {
            continue;
        }
        const std::string path = path_in(directory, file);
        if (!is_utf8(file)) {
            out.warnings.push_back(fmt::format(
                "the name of {} is not valid UTF-8, which ends node_exporter at the next scrape: "
                "rename that file",
                printable(path)));
        }
        read_neighbour(path, comparable, out);
    }
    return out;
}

} // namespace promfile
