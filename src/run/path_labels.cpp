#include "run/path_labels.hpp"

#include "support/files.hpp"
#include "support/utf8.hpp"

#include <map>

namespace promfile {

std::vector<std::string> path_labels(PathLabel kind, const std::vector<std::string>& paths) {
    std::map<std::string_view, size_t> uses; // of a base name
    for (const std::string& path : paths) {
        ++uses[base_name(path)];
    }
    std::vector<std::string> labels;
    for (const std::string& path : paths) {
        switch (kind) {
        case PathLabel::full:
            labels.push_back(escaped_utf8(path));
            break;
        case PathLabel::name:
            labels.push_back(escaped_utf8(uses[base_name(path)] == 1 ? base_name(path) : path));
            break;
        case PathLabel::none:
            labels.emplace_back();
            break;
        }
    }
    return labels;
}

} // namespace promfile
