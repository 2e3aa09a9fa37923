#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace promfile {

// A directory of its own for one test, gone with it.
class TestDirectory {
public:
    TestDirectory() {
        std::string pattern = std::filesystem::temp_directory_path() / "promfile-test-XXXXXX";
        path_ = mkdtemp(pattern.data());
    }
    ~TestDirectory() { std::filesystem::remove_all(path_); }
    TestDirectory(const TestDirectory&) = delete;
    TestDirectory& operator=(const TestDirectory&) = delete;

    const std::string& path() const { return path_; }
    std::string path(std::string_view file) const { return path_ + '/' + std::string(file); }

    void write(std::string_view file, std::string_view text) const {
        std::ofstream(path(file), std::ios::binary) << text;
    }
    std::string read(std::string_view file) const {
        std::ifstream in(path(file), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    size_t count() const {
        size_t number = 0;
        for (auto it = std::filesystem::directory_iterator(path_);
             it != std::filesystem::directory_iterator(); ++it) {
            ++number;
        }
        return number;
    }

private:
    std::string path_;
};

} // namespace promfile
