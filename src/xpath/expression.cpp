#include "xpath/expression.hpp"

#include "support/error.hpp"
#include "support/number.hpp"
#include "support/utf8.hpp"
#include "xpath/tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace promfile {

struct Expression::Engine {
    pugi::xpath_variable_set variables;
    pugi::xpath_query query;
    bool uses_variables = false;
};

namespace {

// What other languages write otherwise.
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

// Functions of XPath 2 and later, with what XPath 1.0 has in their place.
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

} // namespace

Expression::Expression(std::string_view xpath) : source_(trimmed(xpath)) {
    if (source_.empty()) {
        throw ExpressionError("an XPath is empty", 0);
    }
    // pugixml takes a text with a NUL in it for one that ends there.
    if (source_.find('\0') != std::string::npos) {
        throw ExpressionError("an XPath holds a NUL character", 0);
    }
    engine_ = std::make_unique<Engine>();
    pugi::xpath_variable_set& variables = engine_->variables;
    for (const char* name : {"path", "file", "type"}) {
        variables.add(name, pugi::xpath_type_string);
    }
    for (const char* name : {"mtime", "row"}) {
        variables.add(name, pugi::xpath_type_number);
    }
    try {
        engine_->query = pugi::xpath_query(source_.c_str(), &variables);
    } catch (const pugi::xpath_exception& error) {
        const auto offset = static_cast<size_t>(error.result().offset);
        throw ExpressionError(
            fmt::format("'{}' is no XPath: {} (at character {}{})", source_, error.what(),
                        offset + 1, std::string(meant_operator(source_)) + meant_function(source_)),
            std::min(xpath.find(source_) + offset, xpath.size()));
    }
    if (asks_position_of_row(source_)) {
        throw ExpressionError(
            fmt::format("'{}' asks for the position of the row, which is always 1 of 1; "
                        "use $row, the row's number in its store",
                        source_),
            0);
    }
    engine_->uses_variables = source_.find('$') != std::string::npos;
    reach_ = xpath_reach(source_);
    if (use_short_form()) {
        engine_.reset();
    }
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

bool Expression::use_short_form() {
    const std::vector<XPathToken> tokens = xpath_tokens(source_);
    const auto is = [&](size_t i, XPathTokenKind kind, std::string_view text = "") {
        return i < tokens.size() && tokens[i].kind == kind &&
               (text.empty() || tokens[i].text == text);
    };
    if (tokens.size() == 1 && is(0, XPathTokenKind::literal)) {
        form_ = Form::literal;
        name_ = tokens[0].text.substr(1, tokens[0].text.size() - 2);
        return true;
    }
    if (tokens.size() == 3 && is(0, XPathTokenKind::function, "name") &&
        is(2, XPathTokenKind::symbol, ")")) {
        form_ = Form::name;
        return true;
    }
    constexpr std::pair<std::string_view, Form> variables[] = {
        {"$path", Form::path}, {"$file", Form::file}, {"$type", Form::type}};
    for (const auto& [variable, form] : variables) {
        if (tokens.size() == 1 && is(0, XPathTokenKind::variable, variable)) {
            form_ = form;
            return true;
        }
    }
    // What is left are paths: ../../@a, or a/b, or a/b/@c.
    size_t i = 0;
    while (is(i, XPathTokenKind::symbol, "..") && is(i + 1, XPathTokenKind::symbol, "/")) {
        ++levels_up_;
        i += 2;
    }
    const auto is_plain_name = [&](size_t at) {
        return is(at, XPathTokenKind::name) && tokens[at].text.find('*') == std::string_view::npos;
    };
    while (levels_up_ == 0 && is_plain_name(i)) {
        steps_.emplace_back(tokens[i].text);
        if (++i == tokens.size()) {
            form_ = Form::child_text;
            return true;
        }
        if (!is(i++, XPathTokenKind::symbol, "/")) {
            return false;
        }
    }
    // (Declarations of namespaces are no attributes to XPath.)
    if (is(i, XPathTokenKind::symbol, "@") && is_plain_name(i + 1) && i + 2 == tokens.size() &&
        !tokens[i + 1].text.starts_with("xmlns")) {
        form_ = steps_.empty() ? Form::attribute : Form::child_attribute;
        name_ = tokens[i + 1].text;
        return true;
    }
    return false;
}

// The attribute of @a, ../@a and so on. Rows resemble each other: it is looked for first where it
// stood in the last one.
pugi::xml_attribute Expression::attribute_of(const Row& row) {
    const size_t own_level = row.attribute ? 1 : 0;
    if (levels_up_ > own_level) {
        pugi::xml_node node = row.element;
        for (size_t i = own_level; i < levels_up_; ++i) {
            node = node.parent();
        }
        return node.attribute(name_.c_str());
    }
    if (levels_up_ < own_level) {
        return {}; // of an attribute
    }
    const auto is_it = [this](const NamedAttribute& candidate) {
        return *candidate.name == name_.front() && std::strcmp(candidate.name, name_.c_str()) == 0;
    };
    if (place_ < row.attributes.size() && is_it(row.attributes[place_])) {
        return row.attributes[place_].attribute;
    }
    const auto found = std::find_if(row.attributes.begin(), row.attributes.end(), is_it);
    if (found == row.attributes.end()) {
        return {};
    }
    place_ = static_cast<size_t>(found - row.attributes.begin());
    return found->attribute;
}

// The first element in document order that the child steps from `step` on lead to and, with an
// attribute behind them, that has it.
pugi::xml_node Expression::child_at(pugi::xml_node from, size_t step) const {
    for (pugi::xml_node child = from.child(steps_[step].c_str()); child;
         child = child.next_sibling(steps_[step].c_str())) {
        if (step + 1 < steps_.size()) {
            if (const pugi::xml_node found = child_at(child, step + 1)) {
                return found;
            }
        } else if (form_ != Form::child_attribute || child.attribute(name_.c_str())) {
            return child;
        }
    }
    return {};
}

// The string-value of an element: all text in it. Most elements hold one piece of text.
std::string_view Expression::string_value(pugi::xml_node element) {
    const pugi::xml_node only = element.first_child();
    if (!only || (!only.next_sibling() && only.type() != pugi::node_element)) {
        return only.value();
    }
    scratch_.clear();
    pugi::xml_node node = only;
    while (node != element) {
        scratch_ += node.value();
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node != element && !node.next_sibling()) {
            node = node.parent();
        }
        if (node != element) {
            node = node.next_sibling();
        }
    }
    return scratch_;
}

std::string_view Expression::short_text(const RowContext& context) {
    const Row& row = context.row;
    const pugi::xml_node element = row.attribute ? pugi::xml_node() : row.element;
    switch (form_) {
    case Form::literal:
        return name_;
    case Form::name:
        return row.attribute ? row.attribute.name() : row.element.name();
    case Form::type:
        return row.element.name();
    case Form::path:
        return context.store.path;
    case Form::file:
        return context.store.file;
    case Form::attribute:
        return attribute_of(row).value();
    case Form::child_text:
        return string_value(child_at(element, 0));
    case Form::child_attribute:
        return child_at(element, 0).attribute(name_.c_str()).value();
    case Form::xpath:
        break;
    }
    return {};
}

void Expression::set_variables(const RowContext& context) {
    if (engine_->uses_variables) {
        pugi::xpath_variable_set& variables = engine_->variables;
        variables.set("path", context.store.path.c_str());
        variables.set("file", context.store.file.c_str());
        variables.set("type", context.row.element.name());
        variables.set("mtime", context.store.mtime);
        variables.set("row", static_cast<double>(context.ordinal));
    }
}

namespace {

pugi::xpath_node context_node(const Row& row) {
    return row.attribute ? pugi::xpath_node(row.attribute, row.element)
                         : pugi::xpath_node(row.element);
}

} // namespace

XPathValue Expression::value(const RowContext& context) {
    if (form_ != Form::xpath) {
        return short_text(context);
    }
    set_variables(context);
    const pugi::xpath_node node = context_node(context.row);
    switch (engine_->query.return_type()) {
    case pugi::xpath_type_number:
        return engine_->query.evaluate_number(node);
    case pugi::xpath_type_boolean:
        return engine_->query.evaluate_boolean(node);
    default:
        scratch_ = engine_->query.evaluate_string(node);
        if (!is_utf8(scratch_)) { // substring() and translate() of pugixml cut characters
            scratch_ = to_utf8(scratch_);
        }
        return std::string_view(scratch_);
    }
}

std::string_view Expression::text_of(const XPathValue& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return *text;
    }
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return *boolean ? "true" : "false";
    }
    const double number = std::get<double>(value);
    // XPath writes numbers without an exponent and "Infinity"; labels want what people read.
    scratch_ = format_number(number);
    return scratch_;
}

bool Expression::holds(const RowContext& context) {
    if (form_ == Form::xpath) {
        set_variables(context);
        return engine_->query.evaluate_boolean(context_node(context.row));
    }
    const Row& row = context.row;
    const pugi::xml_node element = row.attribute ? pugi::xml_node() : row.element;
    switch (form_) {
    case Form::attribute: // a node-set holds where it has a node, also an empty one
        return static_cast<bool>(attribute_of(row));
    case Form::child_text:
    case Form::child_attribute:
        return static_cast<bool>(child_at(element, 0));
    default:
        return !short_text(context).empty();
    }
}

} // namespace promfile
