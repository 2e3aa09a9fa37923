#include "xml/text_source.hpp"

#include "support/error.hpp"
#include "support/utf8.hpp"
#include "xml/xml_declaration.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace promfile::xml {

namespace {

constexpr std::size_t read_bytes = std::size_t{16} << 10;
// The first bytes tell the encoding; of a small store, a larger buffer would only be memory to
// fill with zeros.
constexpr std::size_t first_read_bytes = std::size_t{4} << 10;

} // namespace

TextSource::TextSource(ReadBytes read, const std::string& path, bool replace_bad)
    : read_(std::move(read)), replace_bad_(replace_bad) {
    EncodingGuess guess;
    do {
        read_raw();
        guess = guess_encoding(raw_, at_end_of_file_);
    } while (guess.undecided);
    if (!guess.unsupported.empty()) {
        // Only a name can stand in a command that somebody may run.
        const std::string& encoding = guess.unsupported;
        throw Error(fmt::format("{}:1:1: the encoding {} is not supported{}", path, encoding,
                                !is_encoding_name(encoding)
                                    ? ""
                                    : fmt::format(" (try: iconv -f {} -t UTF-16 STORE | "
                                                  "promfile ... -)",
                                                  encoding)));
    }
    encoding_ = std::move(guess.encoding);
    raw_used_ = guess.bom_bytes;
    if (hands_on_bytes()) {
        converted_.swap(raw_);
        used_ = std::exchange(raw_used_, 0);
    }
}

bool TextSource::hands_on_bytes() const {
    return encoding_.form == EncodingForm::utf8 && !replace_bad_;
}

bool TextSource::read_raw() {
    raw_.erase(0, std::exchange(raw_used_, 0));
    const std::size_t held = raw_.size();
    const std::size_t wanted = bytes_read_ == 0 ? first_read_bytes : read_bytes;
    raw_.resize(held + wanted);
    const std::size_t got = read_(raw_.data() + held, wanted);
    raw_.resize(held + got);
    bytes_read_ += got;
    at_end_of_file_ |= got == 0;
    return got > 0;
}

std::size_t TextSource::read(char* data, std::size_t size) {
    if (used_ == converted_.size() && hands_on_bytes()) {
        const std::size_t got = at_end_of_file_ ? 0 : read_(data, size);
        at_end_of_file_ |= got == 0;
        bytes_read_ += got;
        return got;
    }
    while (used_ == converted_.size() && !ended_) {
        converted_.clear();
        used_ = 0;
        convert();
    }
    const std::size_t got = std::min(size, converted_.size() - used_);
    std::copy_n(converted_.data() + used_, got, data);
    used_ += got;
    return got;
}

void TextSource::convert() {
    const auto unused = std::string_view(raw_).substr(raw_used_);
    raw_used_ += decode(encoding_, unused, converted_, fault_);
    if (!fault_) {
        // The rest of raw_ is less than a character.
        if (read_raw()) {
            return;
        }
        ended_ = raw_.empty();
        if (ended_) {
            return;
        }
        fault_ = "the file ends within a character";
    }
    if (!replace_bad_) {
        ended_ = true;
        return;
    }
    append_utf8(converted_, 0xfffd);
    raw_used_ += std::min(unit_bytes(encoding_), raw_.size() - raw_used_);
    fault_.reset();
    ++replaced_;
}

} // namespace promfile::xml
