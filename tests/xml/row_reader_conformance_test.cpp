#include "xml/rows_text.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace promfile;
using namespace promfile::xml;

namespace {

// The W3C's test suite, where it lies beside the project.
const std::filesystem::path suite =
    std::filesystem::path(PROMFILE_SOURCE_DIR) / ".." / "shared" / "xmlconf";

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The result for each document, by its name.
std::size_t read_folder(const char* folder, bool accepted) {
    std::size_t documents = 0;
    for (const auto& entry : std::filesystem::directory_iterator(suite / folder)) {
        const std::string name = entry.path().filename();
        const std::string got = read_store(content_of(entry.path()), tags({"//*"}));
        CAPTURE(name);
        CAPTURE(got.substr(0, 300));
        CHECK(got.starts_with("error: ") != accepted);
        ++documents;
    }
    return documents;
}

} // namespace

TEST_CASE("W3C's suite: documents that are not well-formed are refused, all others are read") {
    if (!std::filesystem::exists(suite)) {
        MESSAGE("skipped: there is no " << suite.string());
        return;
    }
    CHECK(read_folder("not-wf", false) == 920);
    CHECK(read_folder("well-formed", true) == 749);
}
