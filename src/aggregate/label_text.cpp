#include "aggregate/label_text.hpp"

#include "support/ascii.hpp"
#include "support/number.hpp"

#include <algorithm>

namespace promfile {

std::optional<std::string_view> normalized_label(const LabelRule& rule, std::string_view text,
                                                 std::string& scratch) {
    text = trimmed(text);
    if (rule.lower) {
        scratch = to_lower(text);
        text = scratch;
    }
    if (rule.map.empty() && !rule.map_else && !text.empty()) {
        return text;
    }
    const auto mapped = std::find_if(rule.map.begin(), rule.map.end(),
                                     [text](const auto& entry) { return entry.first == text; });
    const TextTarget* target = mapped != rule.map.end()         ? &mapped->second
                               : rule.map_else && !text.empty() ? &*rule.map_else
                                                                : nullptr;
    if (target != nullptr) {
        const std::string* other = std::get_if<std::string>(target);
        if (other == nullptr) {
            return std::nullopt;
        }
        text = *other;
    }
    return text.empty() ? std::string_view(rule.fallback) : text;
}

const std::string& JoinedPath::text(const RowNodes& nodes, std::string_view attribute,
                                    bool from_parent) {
    // Longer than any label may be, and a bound for the memory that each open element takes.
    constexpr size_t max_bytes = 4096;
    OpenTag tag{&nodes.row(), nullptr, nodes.row().element};
    if (from_parent && nodes.row().attribute == xml::none) {
        tag = tag.parent();
        if (!tag.is_there()) {
            static const std::string nothing;
            return nothing;
        }
    }
    return texts_.open(
        nodes, tag,
        [&](const OpenTag& made, const std::string* parent) {
            std::string text = parent != nullptr ? *parent : "";
            made.attributes([&](std::string_view name, std::string_view value) {
                if (name == attribute && !value.empty()) {
                    text += text.empty() ? "" : "/";
                    text += value.substr(0, max_bytes);
                }
            });
            text.resize(std::min(text.size(), max_bytes));
            return text;
        },
        [](const std::string&) {});
}

} // namespace promfile
