// Whatever a store contains, --suggest either says why it cannot be read, or prints a configuration
// without faults. It has no faults either when the rules in its comments are uncommented.

#include "config/config.hpp"
#include "suggest/suggestion.hpp"
#include "support/error.hpp"
#include "support/file_descriptor.hpp"

#include <cstdint>
#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace promfile;

namespace {

void parse(const std::string& text) {
    ConfigContext context;
    context.file = "suggested.toml";
    context.directory = "/";
    const ConfigResult result = parse_config(text, context);
    if (!result.errors.empty()) {
        std::fprintf(stderr, "%s\n%s\n", text.c_str(), result.errors.front().c_str());
        __builtin_trap();
    }
}

// Uncomments lines of TOML: takes off a # at the beginning of a line, unless a blank, another # or
// the end of the line follows.
std::string with_comments_on(const std::string& text) {
    std::string out;
    bool begins_line = true;
    for (size_t i = 0; i < text.size(); ++i) {
        const char next = i + 1 < text.size() ? text[i + 1] : '\n';
        if (!(begins_line && text[i] == '#' && next != ' ' && next != '#' && next != '\n')) {
            out += text[i];
        }
        begins_line = text[i] == '\n';
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const FileDescriptor file(memfd_create("store", MFD_CLOEXEC));
    if (file.get() < 0 || write(file.get(), data, size) != static_cast<ssize_t>(size)) {
        return 0;
    }
    const std::string path = fmt::format("/proc/self/fd/{}", file.get());
    suggest::SuggestionRequest request;
    request.stores = {{"/store.xml", path}};
    std::string text;
    try {
        text = suggest::suggest_configuration(request).configuration;
    } catch (const Error&) {
        return 0;
    }
    parse(text);
    parse(with_comments_on(text));
    return 0;
}
