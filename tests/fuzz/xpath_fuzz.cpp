// Whatever expression is accepted gives the result on rows that pugixml gives in the document, and
// gives it in UTF-8. The first byte of the input chooses how the rows are read, the rest is the
// expression.

#include "support/error.hpp"
#include "support/utf8.hpp"
#include "xpath/document_rows.hpp"
#include "xpath/expression.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>

using namespace promfile;

namespace {

constexpr const char* document_text =
    "<a a='1' b='root' xmlns:x='v'><b a='' b='2'>t<a x:a='n'>u<b/><c a='3'>4</c></a> </b>"
    "<a a='1' b='1'><b>1</b><b a='10'>2<![CDATA[d]]></b><x:a a='-1.5'/></a><c/>"
    "<b xmlns='u' a='\xc3\xa9'>\xc3\xa4&amp;<a><a><a a='7'>true</a></a></a></b></a>";

const StoreFacts facts{"/var/lib/app/store.xml", "store.xml", 1.5};

struct Answer {
    bool holds = false;
    XPathValue value;
    std::string text; // that `value` views
};

bool equal(const Answer& one, const Answer& other) {
    const auto* number = std::get_if<double>(&one.value);
    const auto* other_number = std::get_if<double>(&other.value);
    if (one.holds != other.holds || one.value.index() != other.value.index()) {
        return false;
    }
    if (number != nullptr && other_number != nullptr) {
        return *number == *other_number || (std::isnan(*number) && std::isnan(*other_number));
    }
    return std::holds_alternative<bool>(one.value) || one.text == other.text;
}

Answer ours(Expression& expression, const RowContext& context) {
    Answer answer{expression.holds(context), expression.value(context), ""};
    if (const auto* text = std::get_if<std::string_view>(&answer.value)) {
        answer.text = *text;
    }
    return answer;
}

Answer pugixmls(const pugi::xpath_query& query, const pugi::xpath_node& node) {
    const bool holds = query.evaluate_boolean(node);
    switch (query.return_type()) {
    case pugi::xpath_type_number:
        return {holds, query.evaluate_number(node), ""};
    case pugi::xpath_type_boolean:
        return {holds, holds, ""};
    default:
        // Its substring() and translate() cut characters.
        return {holds, std::string_view(), to_utf8(query.evaluate_string(node))};
    }
}

void compare(const std::string& xpath, const DocumentRows& rows) {
    RowNodes nodes;
    RowTree tree;
    Expression expression(xpath, nodes); // throws
    const std::unique_ptr<pugi::xpath_variable_set> variables = xpath_variables();
    const pugi::xpath_query query(xpath.c_str(), variables.get());
    variables->set("path", facts.path.c_str());
    variables->set("file", facts.file.c_str());
    variables->set("mtime", facts.mtime);
    nodes.next_store();
    tree.next_store();
    expression.next_store();
    std::uint64_t ordinal = 0;
    for (const DocumentRow& row : rows.rows()) {
        const pugi::xml_node element = row.node.attribute() ? row.node.parent() : row.node.node();
        variables->set("type", element.name());
        variables->set("row", static_cast<double>(++ordinal));
        if (row.starts_element) {
            nodes.next_element();
            tree.next_element();
        }
        nodes.next_row(row.row);
        const Answer got = ours(expression, {nodes, tree, ordinal, facts});
        const Answer wanted = pugixmls(query, row.node);
        if (!equal(got, wanted)) {
            std::fprintf(stderr, "%s, row %d: '%s' %d, pugixml '%s' %d\n", xpath.c_str(),
                         static_cast<int>(ordinal), got.text.c_str(), got.holds,
                         wanted.text.c_str(), wanted.holds);
            __builtin_trap();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string xpath(reinterpret_cast<const char*>(data + 1), size - 1);
    if (!is_utf8(xpath)) { // no configuration has one
        return 0;
    }
    const Reach reach = xpath_reach(xpath);
    const bool tags_only = reach == Reach::tag && (data[0] & 1U) != 0;
    const bool whole_document = reach == Reach::document || (data[0] & 2U) != 0;
    pugi::xml_document document;
    document.load_string(document_text, pugi::parse_default | pugi::parse_fragment);
    try {
        compare(xpath, DocumentRows(document, (data[0] & 4U) != 0, tags_only && !whole_document,
                                    whole_document));
    } catch (const Error&) { // it does not compile
    }
    return 0;
}
