#include "xpath/reach.hpp"

#include "xpath/tokens.hpp"

#include <algorithm>

namespace promfile {

namespace {

// The place of the nodes to which a step leads, seen from the row.
enum class Place { row, below, above, attribute };

enum class Direction { stay, down, up, attribute };

struct Axis {
    std::string_view name;
    Direction direction;
};
constexpr Axis axes[] = {
    {"self", Direction::stay},           {"child", Direction::down},
    {"descendant", Direction::down},     {"descendant-or-self", Direction::down},
    {"parent", Direction::up},           {"ancestor", Direction::up},
    {"ancestor-or-self", Direction::up}, {"attribute", Direction::attribute},
};

// The part that a function uses of its argument nodes, or of its context node if it has no
// arguments.
enum class Use { names, text, nothing };

struct FunctionReach {
    std::string_view name;
    Use argument;
    Use context;
};
constexpr FunctionReach function_reaches[] = {
    {"boolean", Use::names, Use::nothing},
    {"ceiling", Use::text, Use::nothing},
    {"concat", Use::text, Use::nothing},
    {"contains", Use::text, Use::nothing},
    {"count", Use::names, Use::nothing},
    {"false", Use::nothing, Use::nothing},
    {"floor", Use::text, Use::nothing},
    {"lang", Use::text, Use::names},
    {"last", Use::nothing, Use::nothing},
    {"local-name", Use::names, Use::names},
    {"name", Use::names, Use::names},
    {"namespace-uri", Use::names, Use::names},
    {"normalize-space", Use::text, Use::text},
    {"not", Use::names, Use::nothing},
    {"number", Use::text, Use::text},
    {"position", Use::nothing, Use::nothing},
    {"round", Use::text, Use::nothing},
    {"starts-with", Use::text, Use::nothing},
    {"string", Use::text, Use::text},
    {"string-length", Use::text, Use::text},
    {"substring", Use::text, Use::nothing},
    {"substring-after", Use::text, Use::nothing},
    {"substring-before", Use::text, Use::nothing},
    {"sum", Use::text, Use::nothing},
    {"translate", Use::text, Use::nothing},
    {"true", Use::nothing, Use::nothing},
};

constexpr std::string_view node_types[] = {"comment", "node", "processing-instruction", "text"};

template<typename Table>
auto find_named(const Table& table, std::string_view name) {
    return std::find_if(std::begin(table), std::end(table),
                        [name](const auto& entry) { return entry.name == name; });
}

class ReachScan {
public:
    explicit ReachScan(std::string_view xpath) : tokens_(xpath_tokens(xpath)) {}

    Reach run() {
        expression(Place::row, Use::text);
        if (at_ < tokens_.size()) {
            reach_ = Reach::document;
        }
        return reach_;
    }

private:
    bool is(std::string_view symbol) const {
        return at_ < tokens_.size() && tokens_[at_].kind == XPathTokenKind::symbol &&
               tokens_[at_].text == symbol;
    }
    bool take(std::string_view symbol) {
        const bool found = is(symbol);
        at_ += found;
        return found;
    }
    bool is_kind(XPathTokenKind kind) const {
        return at_ < tokens_.size() && tokens_[at_].kind == kind;
    }
    bool is_node_type() const {
        return is_kind(XPathTokenKind::function) &&
               std::find(std::begin(node_types), std::end(node_types), tokens_[at_].text) !=
                   std::end(node_types);
    }
    void widen(Reach reach) { reach_ = std::max(reach_, reach); }

    void use_node(Place place, Use use) {
        if (use == Use::nothing || place == Place::attribute) {
            return;
        }
        if (place == Place::above) {
            widen(use == Use::names ? Reach::tag : Reach::document);
        } else {
            widen(use == Use::names && place == Place::row ? Reach::tag : Reach::row);
        }
    }

    // Scans an expression up to a closing bracket, a comma or the end.
    void expression(Place context, Use use) {
        const Use operand_use = is_sole_path(at_) ? use : Use::text;
        while (at_ < tokens_.size() && !is(")") && !is("]") && !is(",")) {
            if (is_operator()) {
                ++at_;
                continue;
            }
            const size_t before = at_;
            operand(context, operand_use);
            if (at_ == before) {
                widen(Reach::document);
                at_ = tokens_.size();
            }
        }
    }

    bool is_operator() const {
        constexpr std::string_view operand_symbols[] = {"(", "/", "//", ".", "..", "@"};
        return is_kind(XPathTokenKind::symbol) &&
               std::find(std::begin(operand_symbols), std::end(operand_symbols),
                         tokens_[at_].text) == std::end(operand_symbols);
    }

    // Whether the expression that begins there has no operator but |. Only then are its nodes the
    // argument of the function around it.
    bool is_sole_path(size_t begin) const {
        int depth = 0;
        for (size_t i = begin; i < tokens_.size(); ++i) {
            const XPathToken& token = tokens_[i];
            if (token.kind != XPathTokenKind::symbol) {
                continue;
            }
            const bool opens = token.text == "(" || token.text == "[";
            const bool closes = token.text == ")" || token.text == "]";
            if ((closes || token.text == ",") && depth == 0) {
                return true;
            }
            depth += opens - closes;
            constexpr std::string_view path_symbols[] = {"(",  ")", "[",  "]", "/",
                                                         "//", ".", "..", "@", "|"};
            if (depth == 0 && std::find(std::begin(path_symbols), std::end(path_symbols),
                                        token.text) == std::end(path_symbols)) {
                return false;
            }
        }
        return true;
    }

    void operand(Place context, Use use) {
        if (is_kind(XPathTokenKind::literal) || is_kind(XPathTokenKind::number) ||
            is_kind(XPathTokenKind::variable)) {
            ++at_;
            predicates_and_steps(Place::below, use, false);
        } else if (take("(")) {
            expression(context, use);
            take(")");
            // The place of the nodes of an expression in brackets is not known.
            if (is("/") || is("//")) {
                widen(Reach::document);
            }
            predicates_and_steps(Place::above, use, false);
        } else if (is_kind(XPathTokenKind::function) && !is_node_type()) {
            call(context);
        } else {
            path(context, use);
        }
    }

    void call(Place context) {
        const auto function = find_named(function_reaches, tokens_[at_].text);
        at_ += 2; // the name and its (
        if (function == std::end(function_reaches)) {
            widen(Reach::document);
        }
        const bool known = function != std::end(function_reaches);
        if (is(")")) {
            use_node(context, known ? function->context : Use::text);
        }
        while (at_ < tokens_.size() && !is(")")) {
            expression(context, known ? function->argument : Use::text);
            if (!take(",") && !is(")")) {
                break;
            }
        }
        take(")");
        if (is("/") || is("//") || is("[")) {
            widen(Reach::document); // id() alone gives nodes
            predicates_and_steps(Place::above, Use::text, false);
        }
    }

    void path(Place context, Use use) {
        if (is("/") || is("//")) {
            widen(Reach::document);
            ++at_;
            context = Place::above;
        }
        Place place = context;
        step(place);
        predicates_and_steps(place, use, true);
    }

    void predicates_and_steps(Place place, Use use, bool is_node) {
        for (;;) {
            while (take("[")) {
                expression(place, Use::names);
                take("]");
            }
            if (is("//")) {
                move(place, Direction::down);
            }
            if (!is("/") && !is("//")) {
                break;
            }
            ++at_;
            is_node = true;
            step(place);
        }
        if (is_node) {
            use_node(place, use);
        }
    }

    void step(Place& place) {
        if (take(".")) {
            return;
        }
        if (take("..")) {
            move(place, Direction::up);
            return;
        }
        Direction direction = Direction::down;
        if (take("@")) {
            direction = Direction::attribute;
        } else if (is_kind(XPathTokenKind::axis)) {
            const auto axis = find_named(axes, tokens_[at_].text);
            ++at_;
            if (axis == std::end(axes)) {
                widen(Reach::document);
            } else {
                direction = axis->direction;
            }
        }
        if (is_node_type()) {
            ++at_;
            take("(");
            at_ += is_kind(XPathTokenKind::literal);
            take(")");
        } else if (is_kind(XPathTokenKind::name)) {
            ++at_;
        } else {
            return;
        }
        move(place, direction);
    }

    void move(Place& place, Direction direction) {
        switch (direction) {
        case Direction::stay:
            break;
        case Direction::up:
            place = Place::above; // or the row itself, which is always visible as a whole
            break;
        case Direction::attribute:
            place = Place::attribute;
            break;
        case Direction::down:
            if (place == Place::above) {
                widen(Reach::document);
            } else if (place != Place::attribute) {
                widen(Reach::row);
                place = Place::below;
            }
        }
    }

    std::vector<XPathToken> tokens_;
    size_t at_ = 0;
    Reach reach_ = Reach::tag;
};

} // namespace

Reach xpath_reach(std::string_view xpath) {
    return ReachScan(xpath).run();
}

bool asks_position_of_row(std::string_view xpath) {
    int depth = 0;
    for (const XPathToken& token : xpath_tokens(xpath)) {
        if (token.kind == XPathTokenKind::symbol) {
            depth += (token.text == "[") - (token.text == "]");
        }
        if (depth == 0 && token.kind == XPathTokenKind::function &&
            (token.text == "position" || token.text == "last")) {
            return true;
        }
    }
    return false;
}

} // namespace promfile
