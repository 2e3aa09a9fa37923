#pragma once

#include "aggregate/label_text.hpp"
#include "aggregate/rule_set.hpp"
#include "aggregate/series_key.hpp"
#include "aggregate/text_numbers.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The labels of the rows of one store, which are not constant. A text is kept until the node that
// it depends on changes, so that several rules and later rows can use it.
class RowLabels {
public:
    // A label longer than `max_label_bytes` gives no key. `rules` must outlive this object.
    RowLabels(RuleSet& rules, std::uint64_t max_label_bytes);

    // The number of the label's text on this row, equal for equal texts; 0 if the text has no
    // number.
    std::uint32_t number(size_t label, const RowContext& context);
    // The last result of `number`.
    std::uint32_t last_number(size_t label) const { return numbers_[label].number; }

    // Whether the key of a row could be built: a label can be longer than the limit (too_long), and
    // the map of a label can leave the row out (skipped).
    enum class KeyOutcome { built, too_long, skipped };
    struct KeyResult {
        KeyOutcome outcome;
        std::uint64_t non_default; // a bit for each label of the rule that is not its default
    };
    // Builds `key` from the values of the rule's labels on this row.
    KeyResult build_key(const CompiledRule& rule, const RowContext& context);
    const SeriesKey& key() const { return key_; }

private:
    struct Text {
        std::uint64_t node_identity = 0; // of the node that it depends on, 0 for none
        LabelValue value;
        bool is_default = false; // the text is the default of the label
        bool skips = false;      // the label's map leaves the row out
        std::string scratch;
        JoinedPath path;
    };
    // The number of a label's text, kept as long as the text.
    struct Number {
        std::uint64_t row_identity = 0;  // of the last row
        std::uint64_t node_identity = 0; // of the node that the label depends on
        std::uint32_t number = 0;
        TextNumbers numbers;
        std::vector<std::uint32_t> by_kind; // of name(), by RowNodes::kind; 0: not known yet
    };

    static std::uint32_t name_number(Number& known, const RowContext& context);
    std::string_view raw_text(size_t label, const RowContext& context);
    const Text& text(size_t label, const RowContext& context);

    RuleSet& rules_;
    std::uint64_t max_label_bytes_;
    std::vector<Text> texts_;     // for each of RuleSet::labels
    std::vector<Number> numbers_; // for each of RuleSet::labels
    SeriesKey key_;
};

} // namespace promfile
