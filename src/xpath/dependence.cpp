#include "xpath/dependence.hpp"

#include <algorithm>

namespace promfile {

namespace {

class DependenceScan {
public:
    explicit DependenceScan(std::span<const XPathToken> tokens) : tokens_(tokens) {}

    // A predicate depends on the nodes that it filters, not on the row, unless it uses variables.
    Level run() const {
        Level nearest = store_level;
        int depth = 0;
        for (size_t i = 0; i < tokens_.size() && nearest > 0; ++i) {
            depth += is(i, "[") - is(i, "]");
            if (is_row_variable(i)) {
                return 0;
            }
            if (depth == 0) {
                nearest = std::min({nearest, path_level(i), call_level(i)});
            }
        }
        return nearest;
    }

private:
    bool is(size_t i, std::string_view symbol) const {
        return i < tokens_.size() && tokens_[i].kind == XPathTokenKind::symbol &&
               tokens_[i].text == symbol;
    }

    bool is_row_variable(size_t i) const {
        return tokens_[i].kind == XPathTokenKind::variable &&
               (tokens_[i].text == "$row" || tokens_[i].text == "$type");
    }

    // Whether a token begins a path. After / and after an expression for nodes a path continues.
    bool is_operand(size_t i) const {
        constexpr std::string_view inside[] = {")", "]", ".", "..", "/", "//", "@"};
        if (i == 0) {
            return true;
        }
        const XPathToken& before = tokens_[i - 1];
        return before.kind == XPathTokenKind::symbol &&
               std::find(std::begin(inside), std::end(inside), before.text) == std::end(inside);
    }

    bool is_node_type(size_t i) const {
        constexpr std::string_view types[] = {"comment", "node", "processing-instruction", "text"};
        return tokens_[i].kind == XPathTokenKind::function &&
               std::find(std::begin(types), std::end(types), tokens_[i].text) != std::end(types);
    }

    Level path_level(size_t i) const {
        const XPathToken& token = tokens_[i];
        if (!is_operand(i)) {
            return store_level;
        }
        if (is(i, "..")) {
            Level levels = 1;
            while (is(i + 1, "/") && is(i + 2, "..")) {
                i += 2;
                ++levels;
            }
            return levels;
        }
        if (token.kind == XPathTokenKind::axis) {
            return token.text == "parent" || token.text == "ancestor" ? 1 : 0;
        }
        const bool relative = token.kind == XPathTokenKind::name || is_node_type(i) || is(i, "@") ||
                              is(i, ".") || token.kind == XPathTokenKind::unknown;
        return relative ? 0 : store_level;
    }

    // Functions that use the context node without naming it.
    Level call_level(size_t i) const {
        constexpr std::string_view without_arguments[] = {
            "name",   "local-name",      "namespace-uri", "string",
            "number", "normalize-space", "string-length"};
        constexpr std::string_view always[] = {"lang", "position", "last", "id"};
        const auto is_one = [&](const auto& names) {
            return std::find(std::begin(names), std::end(names), tokens_[i].text) !=
                   std::end(names);
        };
        if (tokens_[i].kind != XPathTokenKind::function) {
            return store_level;
        }
        return is_one(always) || (is(i + 2, ")") && is_one(without_arguments)) ? 0 : store_level;
    }

    std::span<const XPathToken> tokens_;
};

} // namespace

Level nearest_level(std::span<const XPathToken> tokens) {
    return DependenceScan(tokens).run();
}

} // namespace promfile
