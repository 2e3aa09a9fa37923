#include "input/store_list.hpp"

#include "support/error.hpp"
#include "support/files.hpp"
#include "support/glob.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fnmatch.h>
#include <set>
#include <sys/stat.h>
#include <utility>

namespace promfile {

namespace {

bool exists(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0;
}

// A file that no longer exists, or a link that leads nowhere, is not a match. A file that cannot be
// examined is one, so that its reader reports the cause.
bool is_match(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) == 0) {
        return !S_ISDIR(status.st_mode);
    }
    return errno != ENOENT && errno != ENOTDIR;
}

// Names in a directory that match one component of a glob. glob(3) would do, but it draws user
// names, and with them the dynamic loader, into a static program.
std::vector<std::string> matching_names(const std::string& directory, const std::string& pattern) {
    const std::string path = directory.empty() ? "." : directory;
    DirectoryListing listing = list_directory(path);
    if (listing.error != 0 && listing.error != ENOENT && listing.error != ENOTDIR) {
        throw Error(
            fmt::format("cannot read the directory {}: {}", path, std::strerror(listing.error)));
    }
    // A wildcard does not match the dot in front of a hidden file.
    std::erase_if(listing.names, [&](const std::string& name) {
        return fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) != 0;
    });
    return std::move(listing.names);
}

void expand(const std::string& directory, std::string_view pattern,
            std::vector<std::string>& paths) {
    const size_t slash = pattern.find('/');
    const std::string component(pattern.substr(0, slash));
    const bool last = slash == std::string_view::npos;
    const std::string_view rest = last ? std::string_view() : pattern.substr(slash + 1);
    const std::string separator = last ? "" : "/";
    const std::vector<std::string> names =
        is_glob(component) ? matching_names(directory, component) : std::vector{component};
    for (const std::string& name : names) {
        std::string path = directory;
        path.append(name).append(separator);
        if (!last) {
            expand(path, rest, paths);
        } else if (is_match(path)) {
            paths.push_back(path);
        }
    }
}

// The list of stores. `add` leaves out a store whose file is in the list already.
class Collector {
public:
    void add(StoreName store) {
        struct stat status {};
        if (store.command || store.path == "-" || stat(store.path.c_str(), &status) != 0) {
            if (paths_.insert(store.path).second) {
                stores.push_back(std::move(store));
            }
        } else if (files_.emplace(status.st_dev, status.st_ino).second) {
            stores.push_back(std::move(store));
        }
    }

    std::vector<StoreName> stores;

private:
    std::set<std::string> paths_;
    std::set<std::pair<dev_t, ino_t>> files_;
};

} // namespace

std::vector<StoreName> list_stores(const std::vector<StoreArgument>& arguments) {
    Collector collector;
    for (const StoreArgument& each : arguments) {
        const std::string& argument = store_name(each);
        if (const auto* command = std::get_if<StoreCommand>(&each)) {
            collector.add({.path = argument, .command = *command});
            continue;
        }
        if (!is_glob(argument) || exists(argument)) {
            collector.add({.path = argument});
            continue;
        }
        std::vector<std::string> paths;
        try {
            expand("", argument, paths);
        } catch (const Error& error) {
            collector.stores.push_back({.path = argument, .failure = error.what()});
            continue;
        }
        // Components are sorted one by one; whole paths, with their slashes, need not be.
        std::sort(paths.begin(), paths.end());
        for (std::string& path : paths) {
            collector.add({.path = std::move(path)});
        }
    }
    return std::move(collector.stores);
}

} // namespace promfile
