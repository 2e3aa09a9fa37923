#include "aggregate/row_labels.hpp"

#include <algorithm>
#include <optional>

namespace promfile {

RowLabels::RowLabels(RuleSet& rules, std::uint64_t max_label_bytes)
    : rules_(rules), max_label_bytes_(max_label_bytes), texts_(rules.labels().size()),
      numbers_(rules.labels().size()) {}

std::string_view RowLabels::raw_text(size_t index, const RowContext& context) {
    const CompiledLabel& label = rules_.labels()[index];
    return label.value ? rules_.expressions().text(*label.value, context)
                       : texts_[index].path.text(context.nodes, label.path_attribute,
                                                 label.path_from_parent);
}

std::uint32_t RowLabels::number(size_t index, const RowContext& context) {
    Number& known = numbers_[index];
    const std::uint64_t row = context.nodes.identity(0);
    if (known.row_identity == row) {
        return known.number;
    }
    known.row_identity = row;
    const CompiledLabel& label = rules_.labels()[index];
    if (label.is_name) {
        return known.number = name_number(known, context);
    }
    const std::uint64_t identity = label.nearest == 0 ? row : context.nodes.identity(label.nearest);
    if (known.node_identity != identity) {
        known.number = known.numbers.number(
            label.single_path ? context.nodes.text(*label.single_path) : raw_text(index, context));
        known.node_identity = identity;
    }
    return known.number;
}

// Names are the same for all rows of a kind, which has a number already.
std::uint32_t RowLabels::name_number(Number& known, const RowContext& context) {
    const std::uint32_t kind = context.nodes.kind();
    if (kind < known.by_kind.size() && known.by_kind[kind] != 0) {
        return known.by_kind[kind];
    }
    const std::uint32_t number = known.numbers.number(context.nodes.name());
    if (kind > 0) {
        known.by_kind.resize(std::max(known.by_kind.size(), kind + size_t{1}));
        known.by_kind[kind] = number;
    }
    return number;
}

RowLabels::KeyResult RowLabels::build_key(const CompiledRule& rule, const RowContext& context) {
    key_.clear();
    std::uint64_t non_default = 0;
    std::uint64_t bit = 1;
    for (const size_t label : rule.labels) {
        const Text& known = text(label, context);
        if (known.skips) {
            return {KeyOutcome::skipped, non_default};
        }
        if (known.value.text.size() > max_label_bytes_) {
            return {KeyOutcome::too_long, non_default};
        }
        key_.add(known.value);
        non_default |= known.is_default ? 0 : bit;
        bit <<= 1;
    }
    return {KeyOutcome::built, non_default};
}

const RowLabels::Text& RowLabels::text(size_t index, const RowContext& context) {
    Text& known = texts_[index];
    const CompiledLabel& label = rules_.labels()[index];
    const std::uint64_t identity = context.nodes.identity(label.nearest);
    if (known.node_identity != identity) {
        const std::optional<std::string_view> normalized =
            normalized_label(label.rule, raw_text(index, context), known.scratch);
        std::string_view value = normalized.value_or("");
        if (label.nearest > 0) { // the text is kept for later rows
            known.scratch = std::string(value);
            value = known.scratch;
        }
        known.value = LabelValue(value);
        known.skips = !normalized;
        known.is_default = value == label.rule.fallback;
        known.node_identity = identity;
    }
    return known;
}

} // namespace promfile
