#include "aggregate/row_value.hpp"

#include "support/number.hpp"

#include <algorithm>
#include <cmath>

namespace promfile {

namespace {

Converted convert(const Converter& converter, const XPathValue& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return converter.from_text(*text);
    }
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return converter.from_boolean(*boolean);
    }
    return converter.from_number(std::get<double>(value));
}

Converted state_of(const Rule& rule, std::string_view text) {
    if (text.empty()) {
        return {ConversionOutcome::missing, 0};
    }
    const auto mapped = std::find_if(rule.state_map.begin(), rule.state_map.end(),
                                     [text](const auto& entry) { return entry.first == text; });
    const TextTarget* target = mapped != rule.state_map.end() ? &mapped->second
                               : rule.state_map_else          ? &*rule.state_map_else
                                                              : nullptr;
    if (target != nullptr) {
        const std::string* state = std::get_if<std::string>(target);
        if (state == nullptr) {
            return {ConversionOutcome::skipped, 0};
        }
        text = *state;
    }
    const auto state = std::find(rule.states.begin(), rule.states.end(), text);
    if (state == rule.states.end()) {
        return {ConversionOutcome::invalid, 0};
    }
    return {ConversionOutcome::number, static_cast<double>(state - rule.states.begin())};
}

} // namespace

Converted row_value(const CompiledRule& rule, ExpressionPool& expressions,
                    const RowContext& context) {
    if (rule.values.empty()) {
        return {ConversionOutcome::number, 1};
    }
    if (rule.rule.aggregate == Aggregate::distinct) {
        const bool there = !first_text(rule.values, expressions, context).empty();
        return {there ? ConversionOutcome::number : ConversionOutcome::missing, 0};
    }
    const bool states = rule.rule.type == RuleType::stateset;
    const auto first_usable = [&] {
        Converted best{ConversionOutcome::missing, 0};
        for (const ExpressionPool::Id id : rule.values) {
            const Converted converted =
                states ? state_of(rule.rule, trimmed(expressions.text(id, context)))
                       : convert(rule.converter, expressions.value(id, context));
            if (converted.outcome == ConversionOutcome::number ||
                converted.outcome == ConversionOutcome::skipped) {
                return converted;
            }
            if (converted.outcome == ConversionOutcome::invalid) {
                best = converted;
            }
        }
        return best;
    };
    if (states) {
        return first_usable();
    }
    const Converted& number = expressions.shared_number(rule.shared_number, first_usable);
    // Copied member by member: a copy of the whole struct would be one load right after two stores,
    // and would have to wait until both have left the store buffer.
    return {number.outcome, number.number};
}

std::string_view first_text(std::span<const ExpressionPool::Id> xpaths, ExpressionPool& expressions,
                            const RowContext& context) {
    for (const ExpressionPool::Id id : xpaths) {
        const std::string_view text = trimmed(expressions.text(id, context));
        if (!text.empty()) {
            return text;
        }
    }
    return {};
}

Converted row_bound(const CompiledRule& rule, ExpressionPool& expressions,
                    const RowContext& context) {
    return convert(*rule.bucket_converter, expressions.value(*rule.bucket, context));
}

bool is_bucket_count(double number) {
    constexpr double most = 9007199254740992; // 2^53, above which doubles skip integers
    return number >= 0 && number <= most && number == std::floor(number);
}

} // namespace promfile
