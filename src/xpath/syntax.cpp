#include "xpath/syntax.hpp"

#include "xpath/dependence.hpp"
#include "xpath/number.hpp"
#include "xpath/tokens.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace promfile {

namespace {

struct Operator {
    std::string_view symbol;
    int precedence; // greater binds more tightly
    Operation operation;
};
constexpr Operator operators[] = {
    {"or", 0, Operation::either},  {"and", 1, Operation::both},
    {"=", 2, Operation::equal},    {"!=", 2, Operation::not_equal},
    {"<", 3, Operation::less},     {"<=", 3, Operation::less_equal},
    {">", 3, Operation::greater},  {">=", 3, Operation::greater_equal},
    {"+", 4, Operation::add},      {"-", 4, Operation::subtract},
    {"*", 5, Operation::multiply}, {"div", 5, Operation::divide},
    {"mod", 5, Operation::modulo},
};
constexpr int unary_precedence = 6;

struct Function {
    std::string_view name;
    size_t min_arguments;
    size_t max_arguments;
    Operation operation;
};
constexpr size_t any_number = ~size_t{0};
constexpr Function functions[] = {
    {"boolean", 1, 1, Operation::to_boolean},
    {"concat", 2, any_number, Operation::concat},
    {"contains", 2, 2, Operation::contains},
    {"count", 1, 1, Operation::count},
    {"false", 0, 0, Operation::is_false},
    {"name", 0, 0, Operation::name},
    {"normalize-space", 0, 1, Operation::normalize_space},
    {"not", 1, 1, Operation::not_},
    {"number", 0, 1, Operation::to_number},
    {"starts-with", 2, 2, Operation::starts_with},
    {"string", 0, 1, Operation::to_text},
    {"sum", 1, 1, Operation::sum},
    {"true", 0, 0, Operation::is_true},
};

constexpr std::pair<std::string_view, Operation> variables[] = {
    {"$path", Operation::store_path},   {"$file", Operation::store_file},
    {"$mtime", Operation::store_mtime}, {"$type", Operation::row_type},
    {"$row", Operation::row_ordinal},
};

class Parser {
public:
    explicit Parser(std::string_view xpath) : tokens_(xpath_tokens(xpath)) {}

    std::vector<Part> run() {
        const bool understood = tokens_.empty() || tokens_.back().kind != XPathTokenKind::unknown;
        if (understood) {
            expression(0);
        }
        if (!understood || at_ < tokens_.size()) {
            parts_.clear();
            query(0, tokens_.size());
        }
        return std::move(parts_);
    }

private:
    bool is(size_t i, XPathTokenKind kind, std::string_view text = "") const {
        return i < tokens_.size() && tokens_[i].kind == kind &&
               (text.empty() || tokens_[i].text == text);
    }
    bool is_symbol(std::string_view text) const { return is(at_, XPathTokenKind::symbol, text); }
    bool take(std::string_view symbol) {
        const bool found = is_symbol(symbol);
        at_ += found;
        return found;
    }
    const Operator* operator_at(size_t i) const {
        if (!is(i, XPathTokenKind::symbol)) {
            return nullptr;
        }
        const auto found = std::find_if(std::begin(operators), std::end(operators),
                                        [&](auto& o) { return o.symbol == tokens_[i].text; });
        return found == std::end(operators) ? nullptr : found;
    }

    // Each of these functions appends the operands of the expression that begins at `at_`, then a
    // part for the expression itself, and returns the index of this part.
    std::uint32_t expression(int precedence) {
        std::uint32_t left = operand();
        for (const Operator* next = operator_at(at_);
             next != nullptr && next->precedence >= precedence; next = operator_at(at_)) {
            ++at_;
            const std::uint32_t right = expression(next->precedence + 1);
            left = add(next->operation, {left, right});
        }
        return left;
    }

    std::uint32_t operand() {
        if (take("-")) {
            return add(Operation::negate, {expression(unary_precedence)});
        }
        const size_t begin = at_;
        const size_t parts = parts_.size();
        if (const std::optional<std::uint32_t> known = known_operand()) {
            // A predicate, a step or | that follows makes the result unknown.
            if (at_ == tokens_.size() || operator_at(at_) != nullptr || is_symbol(")") ||
                is_symbol(",")) {
                return *known;
            }
        }
        parts_.resize(parts);
        at_ = end_of_operand(begin);
        return query(begin, at_);
    }

    // The index of the token after the operand that begins at token `i`.
    size_t end_of_operand(size_t i) const {
        int depth = 0;
        for (; i < tokens_.size(); ++i) {
            const bool closes =
                is(i, XPathTokenKind::symbol, ")") || is(i, XPathTokenKind::symbol, "]");
            if (depth == 0 &&
                (closes || is(i, XPathTokenKind::symbol, ",") || operator_at(i) != nullptr)) {
                break;
            }
            depth += is(i, XPathTokenKind::symbol, "(") || is(i, XPathTokenKind::symbol, "[");
            depth -= closes;
        }
        return i;
    }

    std::uint32_t query(size_t begin, size_t end) {
        const std::span<const XPathToken> tokens = std::span(tokens_).subspan(begin, end - begin);
        Part part{Operation::query, {}, {}, 0, {}, nearest_level(tokens)};
        if (!tokens.empty()) {
            const char* from = tokens.front().text.data();
            const char* to = tokens.back().text.data() + tokens.back().text.size();
            part.text.assign(from, to);
        }
        return add(std::move(part));
    }

    std::optional<std::uint32_t> known_operand() {
        const XPathToken* token = at_ < tokens_.size() ? &tokens_[at_] : nullptr;
        if (token == nullptr) {
            return std::nullopt;
        }
        switch (token->kind) {
        case XPathTokenKind::literal:
            ++at_;
            return add({Operation::literal,
                        {},
                        std::string(token->text.substr(1, token->text.size() - 2)),
                        0,
                        {}});
        case XPathTokenKind::number:
            ++at_;
            return add({Operation::number, {}, {}, number_in_xpath(token->text), {}});
        case XPathTokenKind::variable:
            return variable();
        case XPathTokenKind::function:
            return token->text == "text" ? path() : call();
        case XPathTokenKind::symbol:
            if (take("(")) {
                const std::uint32_t inner = expression(0);
                return take(")") ? std::optional(inner) : std::nullopt;
            }
            return path();
        case XPathTokenKind::name:
            return path();
        default:
            return std::nullopt;
        }
    }

    std::optional<std::uint32_t> variable() {
        const auto found = std::find_if(std::begin(variables), std::end(variables),
                                        [&](auto& v) { return v.first == tokens_[at_].text; });
        if (found == std::end(variables)) {
            return std::nullopt;
        }
        ++at_;
        const bool of_row =
            found->second == Operation::row_type || found->second == Operation::row_ordinal;
        return add({found->second, {}, {}, 0, {}, of_row ? 0 : store_level});
    }

    std::optional<std::uint32_t> call() {
        const auto function = std::find_if(std::begin(functions), std::end(functions),
                                           [&](auto& f) { return f.name == tokens_[at_].text; });
        if (function == std::end(functions)) {
            return std::nullopt;
        }
        at_ += 2; // the name and its (
        std::vector<std::uint32_t> arguments;
        while (!is_symbol(")")) {
            arguments.push_back(expression(0));
            if (!take(",") && !is_symbol(")")) {
                return std::nullopt;
            }
        }
        ++at_;
        if (arguments.size() < function->min_arguments ||
            arguments.size() > function->max_arguments) {
            return std::nullopt;
        }
        // count() and sum() of any other expression for nodes are a query as a whole.
        const bool of_nodes =
            function->operation == Operation::count || function->operation == Operation::sum;
        if (of_nodes && parts_[arguments.front()].operation != Operation::path) {
            return std::nullopt;
        }
        if (arguments.empty() && function->max_arguments == 1) { // the default argument is the row
            arguments.push_back(add({Operation::path, {}, {}, 0, {}, 0}));
        }
        const std::uint32_t made = add(function->operation, std::move(arguments));
        if (function->operation == Operation::name) {
            parts_[made].nearest = 0;
        }
        return made;
    }

    // ../../@a, a/b, a/b/@c, a/text(), . and nothing else.
    std::optional<std::uint32_t> path() {
        NodePath path;
        while (take("..")) {
            if (!take("/")) {
                return std::nullopt;
            }
            ++path.levels_up;
        }
        const auto plain_name = [&] {
            return is(at_, XPathTokenKind::name) &&
                   tokens_[at_].text.find('*') == std::string_view::npos;
        };
        bool goes_on = path.levels_up > 0 || !take(".");
        while (goes_on && path.levels_up == 0 && plain_name()) {
            path.children.emplace_back(tokens_[at_++].text);
            goes_on = take("/");
        }
        if (goes_on && take("@")) {
            // (In XPath, declarations of namespaces are not attributes.)
            if (!plain_name() || tokens_[at_].text.starts_with("xmlns")) {
                return std::nullopt;
            }
            path.last = NodePath::Last::attribute;
            path.attribute = tokens_[at_++].text;
        } else if (goes_on && path.levels_up == 0 && is(at_, XPathTokenKind::function, "text")) {
            at_ += 2;
            if (!take(")")) {
                return std::nullopt;
            }
            path.last = NodePath::Last::text;
        } else if (goes_on) {
            return std::nullopt;
        }
        const Level nearest = path.levels_up;
        return add({Operation::path, {}, {}, 0, std::move(path), nearest});
    }

    std::uint32_t add(Operation operation, std::vector<std::uint32_t> operands) {
        Part part{operation, std::move(operands), {}, 0, {}};
        for (const std::uint32_t operand : part.operands) {
            part.nearest = std::min(part.nearest, parts_[operand].nearest);
        }
        return add(std::move(part));
    }
    std::uint32_t add(Part part) {
        parts_.push_back(std::move(part));
        return static_cast<std::uint32_t>(parts_.size() - 1);
    }

    std::vector<XPathToken> tokens_;
    size_t at_ = 0;
    std::vector<Part> parts_;
};

} // namespace

std::vector<Part> parse_xpath(std::string_view xpath) {
    return Parser(xpath).run();
}

} // namespace promfile
