// Evaluation of the parts of an expression, with the types and conversions of XPath 1.0 (sections
// 3.4, 3.5 and 4).

#include "xpath/expression.hpp"
#include "xpath/number.hpp"

#include <cmath>

namespace promfile {

namespace {

constexpr std::string_view white_space = " \t\r\n";

void normalize_space(std::string_view text, std::string& out) {
    for (size_t at = text.find_first_not_of(white_space); at != std::string_view::npos;) {
        const size_t end = std::min(text.find_first_of(white_space, at), text.size());
        out += out.empty() ? "" : " ";
        out += text.substr(at, end - at);
        at = text.find_first_not_of(white_space, end);
    }
}

} // namespace

bool Expression::boolean(std::uint32_t index, const RowContext& context) {
    Node& node = parts_[index];
    const auto operand = [&](size_t i) { return node.operands[i]; };
    switch (node.operation) {
    case Operation::either:
        return boolean(operand(0), context) || boolean(operand(1), context);
    case Operation::both:
        return boolean(operand(0), context) && boolean(operand(1), context);
    case Operation::equal:
    case Operation::not_equal:
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
        return compare(node, context);
    case Operation::not_:
        return !boolean(operand(0), context);
    case Operation::to_boolean:
        return boolean(operand(0), context);
    case Operation::is_true:
        return true;
    case Operation::is_false:
        return false;
    case Operation::starts_with:
        return text(operand(0), context).starts_with(text(operand(1), context));
    case Operation::contains:
        return text(operand(0), context).find(text(operand(1), context)) != std::string_view::npos;
    case Operation::path:
        return context.nodes.exists(node.path);
    case Operation::query:
        return queries_[node.query].boolean(context);
    default:
        break;
    }
    if (node.type == Type::number) {
        const double value = number(index, context);
        return value != 0 && !std::isnan(value);
    }
    return !text(index, context).empty();
}

double Expression::number(std::uint32_t index, const RowContext& context) {
    Node& node = parts_[index];
    const auto operand = [&](size_t i) { return number(node.operands[i], context); };
    switch (node.operation) {
    case Operation::number:
        return node.number;
    case Operation::store_mtime:
        return context.store.mtime;
    case Operation::row_ordinal:
        return static_cast<double>(context.ordinal);
    case Operation::add:
        return operand(0) + operand(1);
    case Operation::subtract:
        return operand(0) - operand(1);
    case Operation::multiply:
        return operand(0) * operand(1);
    case Operation::divide:
        return operand(0) / operand(1);
    case Operation::modulo:
        return std::fmod(operand(0), operand(1));
    case Operation::negate:
        return -operand(0);
    case Operation::to_number:
        return operand(0);
    case Operation::count:
    case Operation::sum: {
        const bool counts = node.operation == Operation::count;
        double total = 0;
        any(parts_[node.operands[0]], context, [&](std::string_view text) {
            total += counts ? 1 : number_in_xpath(text);
            return false;
        });
        return total;
    }
    case Operation::query:
        return queries_[node.query].number(context);
    default:
        break;
    }
    if (node.type == Type::boolean) {
        return boolean(index, context) ? 1 : 0;
    }
    return number_in_xpath(text(index, context));
}

std::string_view Expression::text(std::uint32_t index, const RowContext& context) {
    Node& node = parts_[index];
    const auto operand = [&](size_t i) { return text(node.operands[i], context); };
    switch (node.operation) {
    case Operation::path:
        return context.nodes.text(node.path);
    case Operation::query:
        return queries_[node.query].text(context);
    case Operation::name:
        return context.nodes.name();
    case Operation::literal:
        return node.text;
    case Operation::store_path:
        return context.store.path;
    case Operation::store_file:
        return context.store.file;
    case Operation::row_type:
        return context.nodes.element_name();
    case Operation::to_text:
        return operand(0);
    case Operation::normalize_space:
        node.text.clear();
        normalize_space(operand(0), node.text);
        return node.text;
    case Operation::concat:
        node.text.clear();
        for (size_t i = 0; i < node.operands.size(); ++i) {
            node.text += operand(i);
        }
        return node.text;
    default:
        break;
    }
    if (node.type == Type::boolean) {
        return boolean(index, context) ? "true" : "false";
    }
    node.text.clear();
    append_in_xpath(node.text, number(index, context));
    return node.text;
}

// Whether the string-value of any of the nodes satisfies `test`.
template<typename Test>
bool Expression::any(const Node& nodes, const RowContext& context, Test test) {
    if (nodes.operation == Operation::path) {
        return context.nodes.any(nodes.path, test);
    }
    const std::vector<std::string>& texts = queries_[nodes.query].texts(context);
    return std::any_of(texts.begin(), texts.end(), test);
}

bool Expression::equal(const Node& node, const RowContext& context) {
    const bool wanted = node.operation == Operation::equal;
    std::uint32_t left = node.operands[0];
    std::uint32_t right = node.operands[1];
    const auto type = [this](std::uint32_t index) { return parts_[index].type; };
    if (type(left) != Type::nodes) {
        std::swap(left, right);
    }
    const bool of_nodes = type(left) == Type::nodes;
    if (type(left) == Type::boolean || type(right) == Type::boolean) {
        return (boolean(left, context) == boolean(right, context)) == wanted;
    }
    if (type(left) == Type::number || type(right) == Type::number) {
        const double other = number(right, context);
        if (!of_nodes) {
            return (number(left, context) == other) == wanted;
        }
        return any(parts_[left], context, [&](std::string_view text) {
            return (number_in_xpath(text) == other) == wanted;
        });
    }
    if (type(right) == Type::nodes) { // both are
        return any(parts_[left], context, [&](std::string_view text) {
            // The copy is needed: a path of several nodes reuses the memory of its text.
            const std::string own(text);
            return any(parts_[right], context,
                       [&](std::string_view other) { return (own == other) == wanted; });
        });
    }
    const std::string_view other = text(right, context);
    if (!of_nodes) {
        return (text(left, context) == other) == wanted;
    }
    return any(parts_[left], context,
               [&](std::string_view text) { return (text == other) == wanted; });
}

template<typename Test>
bool Expression::compare_numbers(const Node& node, const RowContext& context, Test test) {
    const Node& left = parts_[node.operands[0]];
    const Node& right = parts_[node.operands[1]];
    const auto with_right = [&](double number_left) {
        if (right.type != Type::nodes) {
            return test(number_left, number(node.operands[1], context));
        }
        return any(right, context,
                   [&](std::string_view text) { return test(number_left, number_in_xpath(text)); });
    };
    if (left.type != Type::nodes) {
        return with_right(number(node.operands[0], context));
    }
    return any(left, context,
               [&](std::string_view text) { return with_right(number_in_xpath(text)); });
}

bool Expression::compare(const Node& node, const RowContext& context) {
    switch (node.operation) {
    case Operation::less:
        return compare_numbers(node, context, [](double a, double b) { return a < b; });
    case Operation::less_equal:
        return compare_numbers(node, context, [](double a, double b) { return a <= b; });
    case Operation::greater:
        return compare_numbers(node, context, [](double a, double b) { return a > b; });
    case Operation::greater_equal:
        return compare_numbers(node, context, [](double a, double b) { return a >= b; });
    default:
        return equal(node, context);
    }
}

} // namespace promfile
