#include "output/exposition_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <unistd.h>

namespace promfile {

bool is_by_promfile(const Exposition& exposition) {
    return exposition.first_comment.starts_with(written_by);
}

bool begins_as_ours(int descriptor, int& error) {
    const std::string wanted = fmt::format("# {}", written_by);
    std::string begin(wanted.size(), '\0');
    size_t size = 0;
    error = 0;
    while (size < begin.size()) {
        const ssize_t count =
            pread(descriptor, begin.data() + size, begin.size() - size, static_cast<off_t>(size));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            error = count < 0 ? errno : 0;
            break;
        }
        size += static_cast<size_t>(count);
    }
    return error == 0 && begin == wanted;
}

int read_exposition(int descriptor, off_t max_size, ExpositionParser& parser, Exposition& out) {
    std::array<char, 65536> buffer;
    std::string rest; // the beginning of a line that goes on in the next piece
    off_t total = 0;
    int error = 0;
    for (;;) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        total += count > 0 ? count : 0;
        error = count < 0 ? errno : total > max_size ? EFBIG : 0;
        if (count <= 0) {
            break;
        }
        const off_t beyond = std::max<off_t>(total - max_size, 0);
        std::string_view piece(buffer.data(), static_cast<size_t>(count - beyond));
        for (size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
            if (rest.empty()) {
                parser.line(piece.substr(0, end));
            } else {
                rest += piece.substr(0, end);
                parser.line(rest);
                rest.clear();
            }
            piece.remove_prefix(end + 1);
        }
        rest += piece;
        if (error != 0) {
            break;
        }
    }
    out = parser.finish(error == 0 ? rest : std::string());
    return error;
}

} // namespace promfile
