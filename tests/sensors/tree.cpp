#include "tree.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace fs = std::filesystem;

namespace {

std::string fixture_path(const std::string& name) {
    return std::string(PROMFILE_SOURCE_DIR) + "/tests/fixtures/sensors/" + name;
}

std::string unescaped(const std::string& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "\\x") == 0) {
            out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace

Tree& Tree::add(const std::string& listing) {
    std::istringstream lines(listing);
    fs::path directory = root();
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        if (line.front() == '[') {
            directory = fs::path(root()) / line.substr(1, line.size() - 2);
            fs::create_directories(directory);
            continue;
        }
        const size_t blank = line.find(' ');
        const fs::path path = directory / line.substr(0, blank);
        const std::string content = blank == std::string::npos ? "" : line.substr(blank + 1);
        if (content.rfind("-> ", 0) == 0) {
            fs::create_symlink(content.substr(3), path);
        } else if (content == "|") {
            mkfifo(path.c_str(), 0600);
        } else {
            std::ofstream(path) << unescaped(content) << (content.empty() ? "" : "\n");
        }
    }
    return *this;
}

std::string sensors_fixture(const std::string& name) {
    std::ifstream file(fixture_path(name));
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_golden(const std::string& text, const std::string& name) {
    if (std::getenv("PROMFILE_REWRITE_GOLDENS") != nullptr) {
        std::ofstream(fixture_path(name)) << text;
    }
    return text == sensors_fixture(name);
}
