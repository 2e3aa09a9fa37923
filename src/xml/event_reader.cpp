#include "xml/event_reader.hpp"

#include "support/error.hpp"
#include "xml/scanner.hpp"

#include <utility>

namespace promfile::xml {

class EventReader::Implementation {
public:
    Implementation(ReadBytes read, std::string path, const ReadLimits& limits)
        : path_(std::move(path)), recover_(limits.recover),
          scanner_(TextSource(std::move(read), path_, limits.recover),
                   {limits.buffer_bytes, limits.max_row_bytes, limits.recover}) {}

    Event next() {
        if (std::exchange(is_empty_, false)) {
            return {EventKind::end_tag, scanner_.name(), {}, {}};
        }
        if (cut_short_) {
            return {};
        }
        try {
            scanner_.forget();
            return event(scanner_.next());
        } catch (const Fault& fault) {
            cut_short_ = placed(fault, scanner_.input().window(), path_);
            if (!recover_) {
                throw Error(*cut_short_);
            }
            return {};
        }
    }

    TextPosition position() const {
        return scanner_.input().window().position_of(scanner_.begin());
    }
    const std::optional<std::string>& cut_short() const { return cut_short_; }
    std::uint64_t replaced() const { return scanner_.input().window().source().replaced(); }

private:
    Event event(Token token) {
        switch (token) {
        case Token::start_tag:
            is_empty_ = scanner_.is_empty();
            return {EventKind::start_tag, scanner_.name(), scanner_.attributes(), {}};
        case Token::end_tag:
            return {EventKind::end_tag, scanner_.name(), {}, {}};
        case Token::text:
            return {EventKind::text, {}, {}, scanner_.text()};
        case Token::cdata:
            return {EventKind::cdata, {}, {}, scanner_.text()};
        case Token::end_of_store:
            break;
        }
        return {};
    }

    std::string path_;
    bool recover_;
    Scanner scanner_;
    bool is_empty_ = false; // the next event is the end tag of an empty element
    std::optional<std::string> cut_short_;
};

EventReader::EventReader(ReadBytes read, std::string path, const ReadLimits& limits)
    : implementation_(std::make_unique<Implementation>(std::move(read), std::move(path), limits)) {}

EventReader::~EventReader() = default;

Event EventReader::next() {
    return implementation_->next();
}

TextPosition EventReader::position() const {
    return implementation_->position();
}

const std::optional<std::string>& EventReader::cut_short() const {
    return implementation_->cut_short();
}

std::uint64_t EventReader::replaced() const {
    return implementation_->replaced();
}

} // namespace promfile::xml
