// Prints the documents about the options for the package: the manual page (promfile_documents
// manual TEMPLATE), or the completions (promfile_documents bash, promfile_documents zsh).

#include "cli/documents.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    std::string text;
    if (what == "manual" && argc == 3) {
        std::ifstream file(argv[2], std::ios::binary);
        text = promfile::manual_page(std::string(std::istreambuf_iterator<char>(file), {}));
    } else if (what == "bash" && argc == 2) {
        text = promfile::bash_completion();
    } else if (what == "zsh" && argc == 2) {
        text = promfile::zsh_completion();
    }
    const bool written =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written && !text.empty() ? 0 : 1;
}
