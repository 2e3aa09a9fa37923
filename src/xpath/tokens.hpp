#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

enum class XPathTokenKind {
    literal, // 'text', with its quotes
    number,
    variable, // $name
    name,     // a name or * in the place of a node test; also an operator's name
    axis,     // name::, without the colons
    function, // name of a function or node type before its (
    unknown,  // the rest of the text, which begins no token
    symbol,   // ( ) [ ] . .. @ , / // | + - = != < <= > >= and * as an operator
};

struct XPathToken {
    XPathTokenKind kind;
    std::string_view text;
};

// The tokens of an XPath 1.0 expression (section 3.7, with its rules that tell an operator from a
// name).
std::vector<XPathToken> xpath_tokens(std::string_view xpath);

} // namespace promfile
