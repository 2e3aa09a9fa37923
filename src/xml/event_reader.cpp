#include "xml/event_reader.hpp"

#include "support/error.hpp"
#include "xml/element_shapes.hpp"
#include "xml/scanner.hpp"

#include <utility>

namespace promfile::xml {

class EventReader::Implementation {
public:
    Implementation(ReadBytes read, std::string path, const ReadLimits& limits)
        : path_(std::move(path)), recover_(limits.recover),
          scanner_(TextSource(std::move(read), path_, limits.recover),
                   {limits.buffer_bytes, limits.max_row_bytes, limits.recover}),
          shapes_(scanner_, limits.max_row_bytes) {
        scanner_.input().window().on_move(
            [this](const char* begin, const char* end, const char* to) {
                scanner_.move_text(begin, end, to);
                shapes_.move_text(begin, end, to);
            });
    }

    Event next() {
        if (std::exchange(is_empty_, false)) {
            return {EventKind::end_tag, scanner_.name(), {}, {}};
        }
        if (is_cut_short_) {
            return {};
        }
        try {
            if (!shapes_.is_learning()) {
                scanner_.forget();
            }
            const Token token = scanner_.next();
            if (learns_) {
                shapes_.see(token);
            }
            return event(token);
        } catch (const Fault& fault) {
            if (!recover_) {
                throw Error(placed(scanner_.input().size_fault_or(fault), scanner_.input().window(),
                                   path_));
            }
            is_cut_short_ = true;
            return {};
        }
    }

    const WholeElement* next_by_shape() {
        learns_ = true;
        return is_empty_ || is_cut_short_ ? nullptr : shapes_.take();
    }

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
    ElementShapes shapes_;
    bool learns_ = false;   // next_by_shape has been called
    bool is_empty_ = false; // the next event is the end tag of an empty element
    bool is_cut_short_ = false;
};

EventReader::EventReader(ReadBytes read, std::string path, const ReadLimits& limits)
    : implementation_(std::make_unique<Implementation>(std::move(read), std::move(path), limits)) {}

EventReader::~EventReader() = default;

Event EventReader::next() {
    return implementation_->next();
}

const WholeElement* EventReader::next_by_shape() {
    return implementation_->next_by_shape();
}

} // namespace promfile::xml
