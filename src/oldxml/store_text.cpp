#include "oldxml/store_text.hpp"

#include "support/error.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace promfile {

namespace {

constexpr size_t head_bytes = 4096;
constexpr size_t most_bytes = size_t{1} << 20; // read at once, whatever is wanted

} // namespace

StoreText::StoreText(ReadBytes read, const std::string& path, bool replace_bad)
    : read_(std::move(read)), replace_bad_(replace_bad) {
    EncodingGuess guess;
    do {
        read_raw(head_bytes);
        guess = guess_encoding(raw_, at_end_of_file_);
    } while (guess.undecided);
    if (!guess.unsupported.empty()) {
        throw Error(fmt::format("{}:1:1: the encoding {} is not supported (try: iconv -f {} -t "
                                "UTF-16 {} | promfile ... -)",
                                path, guess.unsupported, guess.unsupported, path));
    }
    encoding_ = guess.encoding;
    used_ = guess.bom_bytes;
}

bool StoreText::read_raw(size_t size) {
    raw_.erase(0, std::exchange(used_, 0));
    const size_t held = raw_.size();
    raw_.resize(held + size);
    const size_t got = read_(raw_.data() + held, size);
    raw_.resize(held + got);
    at_end_of_file_ = got == 0;
    return got > 0;
}

void StoreText::fill(std::string& text, size_t wanted) {
    while (!ended_ && text.size() < wanted) {
        if (encoding_.form == EncodingForm::utf8 && unused().empty()) {
            fill_utf8(text, wanted);
        } else {
            fill_converted(text, wanted);
        }
    }
}

// UTF-8 is read to where it is used, and only what is left of it goes through `raw_`.
void StoreText::fill_utf8(std::string& text, size_t wanted) {
    const size_t held = text.size();
    text.resize(std::min(wanted, held + most_bytes));
    const size_t got = read_(text.data() + held, text.size() - held);
    const std::string_view bytes(text.data() + held, got);
    const size_t good = xml_text_prefix(bytes);
    raw_.assign(bytes.substr(good));
    used_ = 0;
    text.resize(held + good);
    if (got == 0) {
        at_end_of_file_ = ended_ = true;
    } else if (!raw_.empty()) {
        fill_converted(text, wanted);
    }
}

void StoreText::fill_converted(std::string& text, size_t wanted) {
    used_ += decode(encoding_, unused(), text, fault_);
    if (fault_) {
        ended_ = !replace(text);
    } else if (text.size() < wanted) {
        // What is left is less than a character.
        if (!read_raw(std::clamp(wanted - text.size(), size_t{4}, most_bytes))) {
            ended_ = unused().empty();
            if (!ended_) {
                fault_ = "the file ends within a character";
                ended_ = !replace(text);
            }
        }
    }
}

bool StoreText::replace(std::string& text) {
    if (!replace_bad_) {
        return false;
    }
    append_utf8(text, 0xfffd);
    used_ += std::min(unit_bytes(encoding_), unused().size());
    fault_.reset();
    ++replaced_;
    return true;
}

} // namespace promfile
