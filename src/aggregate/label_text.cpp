#include "aggregate/label_text.hpp"

#include "support/number.hpp"

#include <algorithm>

namespace promfile {

std::optional<std::string_view> dressed_label(const LabelRule& rule, std::string_view text,
                                              std::string& scratch) {
    text = trimmed(text);
    if (rule.lower) {
        std::string lower(text);
        std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        scratch = std::move(lower);
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

std::string joined_path(const Row& row, const std::string& attribute, bool from_parent) {
    std::string path;
    const bool skips_element = from_parent && row.attribute.empty();
    for (pugi::xml_node node = skips_element ? row.element.parent() : row.element;
         node.type() == pugi::node_element; node = node.parent()) {
        const std::string_view part = node.attribute(attribute.c_str()).value();
        if (!part.empty()) {
            path.insert(0, path.empty() ? std::string(part) : std::string(part) + '/');
        }
    }
    return path;
}

} // namespace promfile
