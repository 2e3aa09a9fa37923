#include "output/exposition_file.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace promfile {

bool is_by_promfile(const Exposition& exposition) {
    return exposition.first_comment.starts_with(written_by);
}

int read_exposition(int descriptor, off_t largest, ExpositionParser& parser, Exposition& out) {
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
        error = count < 0 ? errno : total > largest ? EFBIG : 0;
        if (count <= 0 || error != 0) {
            break;
        }
        std::string_view piece(buffer.data(), static_cast<size_t>(count));
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
    }
    out = parser.finish(error == 0 ? rest : std::string());
    return error;
}

} // namespace promfile
