#include "xpath/expression.hpp"

#include "support/number.hpp"
#include "support/utf8.hpp"
#include "xpath/tokens.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

namespace {

// Operators of other languages, and their XPath forms.
std::string_view meant_operator(std::string_view xpath) {
    constexpr std::pair<std::string_view, std::string_view> operators[] = {
        {"==", "; XPath compares with ="},
        {"&&", "; XPath writes and"},
        {"||", "; XPath writes or"},
        {"<>", "; XPath writes !="},
    };
    const auto found = std::find_if(std::begin(operators), std::end(operators), [&](const auto& o) {
        return xpath.find(o.first) != std::string_view::npos;
    });
    return found == std::end(operators) ? "" : found->second;
}

// Functions of XPath 2 and later, and their replacements in XPath 1.0.
std::string meant_function(std::string_view xpath) {
    struct Replacement {
        std::string_view function;
        std::string_view instead;
    };
    constexpr Replacement replacements[] = {
        {"lower-case",
         "translate(@a, 'ABC', 'abc') with all the letters (a label has lower = true)"},
        {"upper-case", "translate(@a, 'abc', 'ABC') with all the letters"},
        {"ends-with", "substring(@a, string-length(@a) - string-length('x') + 1) = 'x'"},
        {"matches", "contains(@a, 'x') or starts-with(@a, 'x')"},
        {"replace", "translate(), or substring-before() and substring-after()"},
        {"tokenize", "substring-before(@a, ',') and substring-after(@a, ',')"},
        {"string-join", "concat()"},
        {"distinct-values", "aggregate = \"distinct\" of the rule"},
        {"exists", "boolean(x), or x alone"},
        {"empty", "not(x)"},
        {"abs", "(x) * (1 - 2 * (x < 0))"},
        {"min", "aggregate = \"min\" of the rule"},
        {"max", "aggregate = \"max\" of the rule"},
        {"avg", "sum(x) div count(x)"},
        {"if", "map of the rule, or [a, b] as value"},
        {"current-dateTime",
         "no clock: publish the time, and subtract it from time() in Prometheus"},
        {"data", "string(x)"},
    };
    const std::vector<XPathToken> tokens = xpath_tokens(xpath);
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
        for (const Replacement& each : replacements) {
            if (tokens[i].text == each.function && tokens[i + 1].text == "(") {
                return fmt::format("; XPath 1.0 has no {}(), but {}", each.function, each.instead);
            }
        }
    }
    return {};
}

bool is_one_of(Operation operation, std::initializer_list<Operation> operations) {
    return std::find(operations.begin(), operations.end(), operation) != operations.end();
}

} // namespace

void check_xpath(std::string_view xpath) {
    const std::string source(trimmed(xpath));
    if (source.empty()) {
        throw ExpressionError("an XPath is empty", 0);
    }
    // To pugixml a text ends at its first NUL.
    if (source.find('\0') != std::string::npos) {
        throw ExpressionError("an XPath holds a NUL character", 0);
    }
    try {
        const auto variables = xpath_variables();
        const pugi::xpath_query whole(source.c_str(), variables.get());
    } catch (const pugi::xpath_exception& error) {
        const auto offset = static_cast<size_t>(error.result().offset);
        throw ExpressionError(
            fmt::format("'{}' is not a valid XPath: {} (at character {}{})", source, error.what(),
                        offset + 1, std::string(meant_operator(source)) + meant_function(source)),
            std::min(xpath.find(source) + offset, xpath.size()));
    }
    if (asks_position_of_row(source)) {
        throw ExpressionError(
            fmt::format("'{}' asks for the position of the row, which is always 1 of 1; "
                        "use $row, the row's number in its store",
                        source),
            0);
    }
}

Expression::Expression(std::string_view xpath, RowNodes& nodes) : source_(trimmed(xpath)) {
    check_xpath(xpath);
    reach_ = xpath_reach(source_);
    std::vector<Part> parts = parse_xpath(source_);
    nearest_ = parts.back().nearest;
    note_uses(parts);
    for (Part& part : parts) {
        parts_.push_back(compiled(std::move(part), nodes));
    }
    root_ = static_cast<std::uint32_t>(parts_.size() - 1);
}

// Notes the nodes that the expression uses: all nodes of a path for comparisons, count() and sum(),
// otherwise the first node of a path. A query may use any node, unless start tags suffice.
void Expression::note_uses(const std::vector<Part>& parts) {
    std::vector<bool> takes_all(parts.size());
    for (const Part& part : parts) {
        const bool of_all =
            is_one_of(part.operation, {Operation::equal, Operation::not_equal, Operation::less,
                                       Operation::less_equal, Operation::greater,
                                       Operation::greater_equal, Operation::count, Operation::sum});
        for (const std::uint32_t operand : part.operands) {
            takes_all[operand] = of_all;
        }
    }
    for (size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].operation == Operation::query && xpath_reach(parts[i].text) != Reach::tag) {
            uses_.reset();
        } else if (parts[i].operation == Operation::path && uses_) {
            uses_->push_back({parts[i].path, takes_all[i]});
        }
    }
}

Expression::Node Expression::compiled(Part&& part, RowNodes& nodes) {
    Node node{part.operation, Type::text, std::move(part.operands), {}, part.number};
    switch (part.operation) {
    case Operation::path:
        node.path = nodes.add(part.path);
        break;
    case Operation::query:
        node.query = static_cast<std::uint32_t>(queries_.size());
        queries_.emplace_back(part.text, part.nearest);
        break;
    default:
        node.text = std::move(part.text);
    }
    node.type = type_of(node);
    return node;
}

Expression::Type Expression::type_of(const Node& node) const {
    switch (node.operation) {
    case Operation::path:
        return Type::nodes;
    case Operation::query:
        switch (queries_[node.query].type()) {
        case pugi::xpath_type_node_set:
            return Type::nodes;
        case pugi::xpath_type_number:
            return Type::number;
        case pugi::xpath_type_boolean:
            return Type::boolean;
        default:
            return Type::text;
        }
    case Operation::number:
    case Operation::store_mtime:
    case Operation::row_ordinal:
    case Operation::add:
    case Operation::subtract:
    case Operation::multiply:
    case Operation::divide:
    case Operation::modulo:
    case Operation::negate:
    case Operation::to_number:
    case Operation::count:
    case Operation::sum:
        return Type::number;
    case Operation::name:
    case Operation::literal:
    case Operation::store_path:
    case Operation::store_file:
    case Operation::row_type:
    case Operation::to_text:
    case Operation::normalize_space:
    case Operation::concat:
        return Type::text;
    default:
        return Type::boolean;
    }
}

void Expression::next_store() {
    for (Query& query : queries_) {
        query.next_store();
    }
}

XPathValue Expression::value(const RowContext& context) {
    switch (parts_[root_].type) {
    case Type::number:
        return number(root_, context);
    case Type::boolean:
        return boolean(root_, context);
    default:
        break;
    }
    const std::string_view made = text(root_, context);
    // substring() and translate() of pugixml cut characters.
    if (!queries_.empty() && !is_utf8(made)) {
        scratch_ = to_utf8(made);
        return std::string_view(scratch_);
    }
    return made;
}

std::string_view Expression::text_of(const XPathValue& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return *text;
    }
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return *boolean ? "true" : "false";
    }
    const double number = std::get<double>(value);
    // XPath would write numbers without an exponent, and "Infinity"; labels have the usual form.
    scratch_ = format_number(number);
    return scratch_;
}

} // namespace promfile
