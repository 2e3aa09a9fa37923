#include "xml/row_reader.hpp"

#include "support/error.hpp"
#include "xml/row_collector.hpp"

#include <utility>

namespace promfile::xml {

class RowReader::Implementation {
public:
    Implementation(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
                   const ReadLimits& limits)
        : path_(std::move(path)), recover_(limits.recover),
          scanner_(TextSource(std::move(read), path_, limits.recover),
                   {limits.buffer_bytes, limits.max_bytes(), limits.recover}),
          collector_(scanner_, requests, limits) {
        window().on_move([this](const char* begin, const char* end, const char* to) {
            scanner_.move_text(begin, end, to);
            collector_.move_text(begin, end, to);
        });
    }

    std::span<const Row> next() {
        if (done_) {
            return {};
        }
        do {
            try {
                done_ = !collector_.collect();
            } catch (const Fault& fault) {
                if (!cut_short_) {
                    cut_short_ = placed(collector_.size_fault_or(fault), window(), path_);
                }
                if (!recover_) {
                    throw Error(*cut_short_);
                }
                done_ = !collector_.collect_ended(fault);
            }
        } while (!done_ && collector_.rows().empty());
        return collector_.rows();
    }

    TextWindow& window() { return scanner_.input().window(); }
    const std::string& root_name() const { return collector_.root_name(); }
    std::uint64_t roots() const { return collector_.roots(); }
    const std::optional<std::string>& cut_short() const { return cut_short_; }

private:
    std::string path_;
    bool recover_;
    Scanner scanner_;
    RowCollector collector_;
    bool done_ = false;
    std::optional<std::string> cut_short_;
};

RowReader::RowReader(ReadBytes read, std::string path, const std::vector<RowRequest>& requests,
                     const ReadLimits& limits)
    : implementation_(
          std::make_unique<Implementation>(std::move(read), std::move(path), requests, limits)) {}

RowReader::~RowReader() = default;

std::span<const Row> RowReader::next() {
    return implementation_->next();
}

TextPosition RowReader::position_of(const Row& row) const {
    return implementation_->window().position_of(row.offset);
}

const std::string& RowReader::root_name() const {
    return implementation_->root_name();
}

std::uint64_t RowReader::roots() const {
    return implementation_->roots();
}

const std::optional<std::string>& RowReader::cut_short() const {
    return implementation_->cut_short();
}

std::uint64_t RowReader::replaced() const {
    return implementation_->window().source().replaced();
}

} // namespace promfile::xml
