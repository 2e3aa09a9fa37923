#include "xpath/expression.hpp"

#include "support/error.hpp"
#include "xpath/document_rows.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <iterator>
#include <random>
#include <string>
#include <variant>
#include <vector>

using namespace promfile;

namespace {

// Paths and everything that is made of them without pugixml, and what only it evaluates.
constexpr const char* expressions[] = {
    "@a", "../@a", "../../@b", "../../../../../@a", "name()", "b", "a/b", "a/b/c", "a/@b", "a/b/@a",
    "x:a", "@x:a", "@xmlns", "@xmlns:x", "'it'", "\"\"", "$path", "$file", "$type", "$mtime",
    "$row", ".", "text()", "a/text()", "string()", "string(.)", "number()", "normalize-space()",
    "concat(a, '-', b, $row)", "concat(@a, 1.5, -0.25, 1 div 0, true())", "concat($mtime, @b)",
    "normalize-space(a)", "normalize-space(concat('  x ', b, '  y '))", "number(@a)", "number(b)",
    "-@a", "- -@a", "@a + 1", "@a - b", "@a * 2", "@a div 0", "-7 mod 3", "@a mod 2", "1 - 2 - 3",
    "2 + 3 * 4", "(2 + 3) * 4", "8 div 2 div 2", "@a = '1'", "@a = 1", "@a != 1", "@a != '1'",
    "'1' = @a", "1 = @a", "@a = @b", "@a != @b", "a = b", "a != b", "a = '1'", "a = 1", "a != 1",
    "a < b", "a <= b", "a > 1", "1 > a", "a >= 1", "b/@a < 2", "2 > b/@a", "@a = true()",
    "true() = @a", "a = false()", "@none = false()", "@none = ''", "@none != ''", "true() > a",
    "@a >= false()", "'a' = 'b'", "'10' = 10", "'a' < 'b'", "2 < 10", "'2' < '10'", "1 < 2 < 3",
    "true() = 'x'", "1 = true()", "@a = 1 and @b = 2", "@a or b", "@a and b", "not(@a)",
    "not(a or b)", "not(@a = 1) or b = 't'", "boolean(@a)", "boolean(@b = '')", "boolean('')",
    "boolean(0)", "boolean(0 div 0)", "boolean($path)", "true()", "false()", "string(@a = 1)",
    "string(b)", "string(12345678901234567890)", "string(0.1)", "string(1 div 3)",
    "string(-1 div 0)", "string(0 div 0)", "string(-0)", "string(100)", "string(0.000001)",
    "string(123456789.125)", "string(1.7976931348623157)", "starts-with(@a, '1')",
    "starts-with(a, b)", "contains(a, 't')", "contains(., 'd')", "contains(concat(@a, b), '1t')",
    "starts-with($file, 'store')", "contains(@a, 1)", "name() = 'a'", "name() != $type",
    "$row > 3 and @a", "$mtime + @a",
    // With parts that pugixml evaluates.
    "substring(@a, 1, 1)", "substring(b, 2) = 't'", "concat(substring(b, 1, 1), substring(b, 2))",
    "string-length(b) > 0 and @a", "count(a) = 2 or @b", "count(a/b) + sum(a/@c)", "sum(a)",
    "sum(@a) = count(.)", "count(../@a)", "count(text())", "not(count(a))", "count(a | b)",
    "sum(a[1])", "count(*) + count(@*)", "a[1] = 't'", "a[@b]/@b = @a", "(a | b) = 't'", "a | b",
    "(a)[1]", "((a))", "*", "@*", "*/@a", "a/*/b", "../../@*", "name(..)", "name(..) = 'a' and @a",
    "local-name()", "local-name(..)", "ancestor::a/@a", "ancestor::*[@a = '1'][1]/@b = @b",
    "ancestor-or-self::*/@a", "translate(@a, '1', '2') = 2", "sum(a) + 1", "floor(@a)",
    "descendant::b", ".//b = 't'", "./a", "self::a", "child::a = 't'", "-child ::a > -2",
    "attribute::a", "normalize-space(translate(., 'd', ' '))",
    "$path = concat('/var/lib/app/', $file)", "substring($file, 1, 3)",
    "string-length($type) + round($mtime)", "translate($path, '/', '')", "a[$row > 2]",
    "substring($row, 1)", "text()[2]", "a/text()[1] = 't'", "string(count(../../@a))", "not(*)",
    "a[last()]", "-(@a | @b)", "-a[1]", "@a[. = 1]", "a[position() = 2] != 't'", "name(a)",
    "name(a) = 'a'"};

// Those that see more than the row and start tags around it.
constexpr const char* document_expressions[] = {"../a",
                                                "../a = b",
                                                "../a/@b",
                                                "../@a = ../b",
                                                "/a/@b",
                                                "//b",
                                                "//b = .",
                                                "count(//a)",
                                                "count(../*)",
                                                "preceding-sibling::*[1]",
                                                "following::b",
                                                "../..",
                                                "..",
                                                "../text()",
                                                "count(../a) > 1 and @a",
                                                "sum(/a/a/@a) + @a",
                                                "../../b = 't' or @b",
                                                "count(ancestor::*/preceding-sibling::*)",
                                                "string(..)",
                                                "concat(../b, '-', @a)"};

class Generator {
public:
    explicit Generator(unsigned seed) : random_(seed) {}

    std::string document() {
        std::string out = "<a a='1' b='root'>";
        for (int i = 0; i < 4; ++i) {
            element(out, 4);
        }
        return out + "</a>";
    }

private:
    unsigned pick(unsigned count) { return static_cast<unsigned>(random_()) % count; }

    void element(std::string& out, int depth) {
        constexpr const char* names[] = {"a", "b", "c", "x:a"};
        constexpr const char* attributes[] = {
            " a='1'", " b=''", " a='' b='2'", " x:a='n'", " xmlns='u' xmlns:x='v'", ""};
        constexpr const char* texts[] = {"t",         " ", "<![CDATA[d]]>", "<!-- no -->",
                                         "<?no no?>", "",  "&amp;"};
        const std::string name = names[pick(4)];
        out += '<' + name + attributes[pick(6)] + '>';
        for (unsigned i = pick(4); depth > 0 && i > 0; --i) {
            out += texts[pick(7)];
            element(out, depth - 1);
        }
        out += texts[pick(7)];
        out += texts[pick(7)];
        out += "</" + name + '>';
    }

    std::mt19937 random_;
};

const StoreFacts facts{"/var/lib/app/store.xml", "store.xml", 1.5};

// A value of one of XPath's types, and the boolean that it is as a condition.
struct Answer {
    std::variant<std::string, double, bool> value;
    bool holds = false;
};

bool operator==(const Answer& one, const Answer& other) {
    const auto* number = std::get_if<double>(&one.value);
    const auto* other_number = std::get_if<double>(&other.value);
    const bool both_nan = number != nullptr && other_number != nullptr && std::isnan(*number) &&
                          std::isnan(*other_number);
    return one.holds == other.holds && (both_nan || one.value == other.value);
}

std::string text_of(const Answer& answer) {
    return std::visit([&](const auto& value) { return fmt::format("{} {}", value, answer.holds); },
                      answer.value);
}

// pugixml's evaluation of expressions, for one node of a document after the other.
class Engine {
public:
    explicit Engine(const std::vector<const char*>& xpaths) : variables_(xpath_variables()) {
        for (const char* xpath : xpaths) {
            queries_.emplace_back(xpath, variables_.get());
        }
        variables_->set("path", facts.path.c_str());
        variables_->set("file", facts.file.c_str());
        variables_->set("mtime", facts.mtime);
    }

    std::vector<Answer> answers(const pugi::xpath_node& node, std::uint64_t ordinal) {
        const pugi::xml_node element = node.attribute() ? node.parent() : node.node();
        variables_->set("type", element.name());
        variables_->set("row", static_cast<double>(ordinal));
        std::vector<Answer> found;
        for (const pugi::xpath_query& query : queries_) {
            const bool holds = query.evaluate_boolean(node);
            switch (query.return_type()) {
            case pugi::xpath_type_number:
                found.push_back({query.evaluate_number(node), holds});
                break;
            case pugi::xpath_type_boolean:
                found.push_back({holds, holds});
                break;
            default:
                found.push_back({query.evaluate_string(node), holds});
            }
        }
        return found;
    }

private:
    std::unique_ptr<pugi::xpath_variable_set> variables_;
    std::vector<pugi::xpath_query> queries_;
};

Answer answer(Expression& expression, const RowContext& context) {
    const bool holds = expression.holds(context);
    const XPathValue value = expression.value(context);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return {std::string(*text), holds};
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return {*number, holds};
    }
    return {std::get<bool>(value), holds};
}

// Expressions compiled once, and compared with pugixml's on the rows of one store after the other.
class Comparison {
public:
    explicit Comparison(const std::vector<const char*>& xpaths, bool without_tree = false)
        : xpaths_(xpaths), engine_(xpaths) {
        for (const char* xpath : xpaths) {
            ours_.emplace_back(xpath, nodes_);
        }
        if (without_tree) {
            tree_.set_max_bytes(0);
        }
    }

    // Compares all expressions on all rows, twice; the first difference ends the test.
    void compare(const std::string& text, const DocumentRows& rows) {
        std::vector<std::vector<Answer>> expected;
        for (const DocumentRow& row : rows.rows()) {
            expected.push_back(engine_.answers(row.node, expected.size() + 1));
        }
        for (const bool again : {false, true}) { // as two stores
            nodes_.next_store();
            tree_.next_store();
            for (Expression& expression : ours_) {
                expression.next_store();
            }
            std::uint64_t ordinal = 0;
            for (const DocumentRow& row : rows.rows()) {
                if (row.starts_element) {
                    nodes_.next_element();
                    tree_.next_element();
                }
                nodes_.next_row(row.row);
                const RowContext context{nodes_, tree_, ++ordinal, facts};
                for (size_t i = 0; i < ours_.size(); ++i) {
                    const Answer& wanted = expected[ordinal - 1][i];
                    const Answer got = answer(ours_[i], context);
                    if (!(got == wanted)) {
                        CAPTURE(again);
                        CAPTURE(std::string(xpaths_[i]));
                        CAPTURE(text);
                        CAPTURE(row.node.parent().path());
                        CAPTURE(std::string(row.node.attribute().name()));
                        CAPTURE(ordinal);
                        CAPTURE(row.node.node().path());
                        REQUIRE(text_of(got) == text_of(wanted));
                    }
                }
            }
        }
    }

private:
    std::vector<const char*> xpaths_;
    RowNodes nodes_;
    RowTree tree_;
    std::deque<Expression> ours_;
    Engine engine_;
};

std::vector<const char*> of_reach(Reach reach) {
    std::vector<const char*> found;
    std::copy_if(std::begin(expressions), std::end(expressions), std::back_inserter(found),
                 [&](const char* xpath) { return xpath_reach(xpath) <= reach; });
    return found;
}

} // namespace

TEST_CASE("an expression has the result on a row that pugixml has in the document") {
    std::vector<const char*> all(std::begin(expressions), std::end(expressions));
    all.insert(all.end(), std::begin(document_expressions), std::end(document_expressions));
    const std::vector<const char*> of_tags = of_reach(Reach::tag);
    const std::vector<const char*> of_rows = of_reach(Reach::row);
    CHECK(of_tags.size() > 60);
    CHECK(of_rows.size() == std::size(expressions));
    Comparison rows_of_elements(of_rows);
    Comparison rows_of_tags(of_tags, true);
    Comparison rows_of_documents(all);
    for (unsigned seed = 0; seed < 12; ++seed) {
        const std::string text = Generator(seed).document();
        pugi::xml_document document;
        REQUIRE(document.load_string(text.c_str(), pugi::parse_default | pugi::parse_fragment));
        for (const bool shared : {false, true}) {
            rows_of_elements.compare(text, DocumentRows(document, shared));
            rows_of_tags.compare(text, DocumentRows(document, shared, true));
            rows_of_documents.compare(text, DocumentRows(document, shared, false, true));
        }
    }
}

TEST_CASE("attributes are found among many") {
    std::string text = "<s>";
    for (int i = 0; i < 50; ++i) {
        std::string many;
        for (int k = 0; k < 20; ++k) {
            many += fmt::format(" a{}='{}'", k, i);
        }
        text += fmt::format("<p{0} z='{1}'><r{0} z='{1}'/></p>", many, i);
    }
    text += "</s>";
    pugi::xml_document document;
    REQUIRE(document.load_string(text.c_str()));
    const std::vector<const char*> xpaths = {
        "../@z",       "../@a3", "../@none", "@z", "@a3", "@none", "r/@a19", "substring(../@z, 1)",
        "@z = ../@a19"};
    for (const bool shared : {false, true}) {
        Comparison(xpaths).compare("50 elements", DocumentRows(document, shared));
    }
}

TEST_CASE("values keep their XPath type, and texts are those that people read") {
    pugi::xml_document document;
    document.load_string("<s><r a='5' b=''/><r/></s>");
    const DocumentRows rows(document, false, false, true);
    RowNodes nodes;
    RowTree tree;
    const auto value = [&](const char* xpath) {
        Expression expression(xpath, nodes);
        nodes.next_row(rows.rows()[1].row);
        return expression.value({nodes, tree, 7, facts});
    };
    const auto text = [&](const char* xpath) {
        Expression expression(xpath, nodes);
        nodes.next_row(rows.rows()[1].row);
        return std::string(expression.text({nodes, tree, 7, facts}));
    };
    const auto holds = [&](const char* xpath) {
        Expression expression(xpath, nodes);
        nodes.next_row(rows.rows()[1].row);
        return expression.holds({nodes, tree, 7, facts});
    };
    CHECK(std::get<double>(value("$row + @a")) == 12);
    CHECK(std::get<double>(value("$mtime")) == 1.5);
    CHECK(std::get<bool>(value("@a = 5")));
    CHECK(std::isnan(std::get<double>(value("number(@b)"))));
    const std::string digits(400, '9');
    const auto number = [&](const std::string& written) {
        return std::get<double>(value(fmt::format("number('{}')", written).c_str()));
    };
    CHECK(number(digits) == HUGE_VAL);
    CHECK(number("-" + digits) == -HUGE_VAL);
    CHECK(number("0." + std::string(400, '0') + "1") == 0);
    CHECK(number(" 5 ") == 5);
    CHECK(text("count(../r)") == "2");
    CHECK(text("@a > 7") == "false");
    CHECK(text("1000000 * 1") == "1000000");
    CHECK(text("0.1 * 3") == "0.30000000000000004");
    CHECK(text("$path") == "/var/lib/app/store.xml");
    CHECK(text("concat($type, $file)") == "rstore.xml");
    CHECK(holds("@b"));
    CHECK(!holds("@c"));
    CHECK(!holds("''"));
}

TEST_CASE("an expression that does not compile is refused with the place") {
    const auto refusal = [](std::string_view xpath) -> std::string {
        try {
            RowNodes nodes;
            Expression expression(xpath, nodes);
        } catch (const Error& error) {
            CHECK(error.status() == ExitStatus::usage);
            return error.what();
        }
        return "";
    };
    CHECK(refusal("@@").find("'@@' is not a valid XPath: ") == 0);
    CHECK(refusal("@@").find("(at character 2)") != std::string::npos);
    CHECK(refusal("") == "an XPath is empty");
    CHECK(refusal("  ") == "an XPath is empty");
    CHECK(refusal(std::string("@a\0b", 4)) == "an XPath holds a NUL character");
    CHECK(refusal("$nobody").find("'$nobody' is not a valid XPath: ") == 0);
    CHECK(refusal("a(").find("is not a valid XPath") != std::string::npos);
    CHECK(refusal("position()").find("use $row") != std::string::npos);
    CHECK(refusal("a[position() = 2]").empty());
}
