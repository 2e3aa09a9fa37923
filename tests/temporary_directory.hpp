#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

// A directory for one test, removed with everything in it.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        path_ =
            std::filesystem::canonical(std::filesystem::temp_directory_path()) / "promfile-XXXXXX";
        if (mkdtemp(path_.data()) == nullptr) {
            throw std::runtime_error("cannot make a temporary directory");
        }
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::string& path() const { return path_; }
    std::string path(std::string_view file) const { return path_ + '/' + std::string(file); }

    // Writes a file below the directory and returns its path.
    std::string write(std::string_view file, std::string_view text) const {
        const std::filesystem::path written = path(file);
        std::filesystem::create_directories(written.parent_path());
        std::ofstream(written, std::ios::binary) << text;
        return written.string();
    }

    std::string read(std::string_view file) const {
        std::ifstream in(path(file), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // The number of its files.
    std::ptrdiff_t count() const {
        return std::distance(std::filesystem::directory_iterator(path_),
                             std::filesystem::directory_iterator());
    }

private:
    std::string path_;
};
