#include "run/several_nodes.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("advice on several nodes is true of one element and of several") {
    const struct {
        const char* xpath;
        const char* end;
    } cases[] = {
        {"text()", "one counts (at 1); . is all of its text"},
        {"a/text()", "one counts (at 1); a is all text of the first a"},
        {"a//text()", "one counts (at 1); a is all text of the first a"},
        {"a[b | c]/text()", "; a[b | c] is all text of the first a[b | c]"},
        {"(a | b)/text()", "; (a | b) is all text of the first (a | b)"},
        {"a | b/text()", "(a | b/text())[1] or (a | b/text())[@name = 'x']"},
        {"//text()", "(//text())[1] or (//text())[@name = 'x']"},
        {"a", "choose one, as in a[1] or a[@name = 'x']"},
        {"a/b", "choose one, as in (a/b)[1] or a/b[@name = 'x']"},
        {"a[1]/b", "choose one, as in (a[1]/b)[1] or a[1]/b[@name = 'x']"},
        {"a/@v", "choose one, as in (a/@v)[1] or a[@name = 'x']/@v"},
        {"@a | @b", "choose one, as in (@a | @b)[1] or (@a | @b)[name() = 'x']"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.xpath);
        const std::string advice = advice_on_several_nodes(c.xpath, " (at 1)");
        CAPTURE(advice);
        CHECK(advice.ends_with(c.end));
    }
}
