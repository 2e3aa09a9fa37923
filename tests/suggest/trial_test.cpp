#include "suggest/trial.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace promfile;
using namespace promfile::suggest;

namespace {

Rule rule_of(const std::string& name, const std::string& value) {
    Rule rule;
    rule.name = name;
    rule.help = "Help.";
    rule.rows = "/r/d";
    rule.value = {value};
    rule.aggregate = Aggregate::each;
    return rule;
}

double after_the_end() {
    return 100;
}

} // namespace

TEST_CASE("a rule that is refused does not hide the others") {
    const TemporaryDirectory directory;
    const Trial trial({directory.write("s.xml", "<r><d x='5'/></r>")}, {}, {}, 1000);
    const std::vector<RuleTrial> found = trial.run(
        {rule_of("a", "@x"), rule_of("b", "@x ="), rule_of("c", "@x"), rule_of("d", "@y")});
    REQUIRE(found.size() == 4);
    CHECK(found[0].fault.empty());
    CHECK(found[0].series == 1);
    CHECK(found[1].fault.find("'@x =' is not a valid XPath") != std::string::npos);
    CHECK(found[1].series == 0);
    CHECK(found[2].fault.empty());
    CHECK(found[2].values.size() == 1);
    CHECK(found[3].fault.find("@y") != std::string::npos);
}

TEST_CASE("a trial refuses the rules for whose rows there is too little memory") {
    const TemporaryDirectory directory;
    xml::ReadLimits limits;
    limits.max_row_bytes = 100;
    const std::string filler(200, 'x');
    const Trial trial({directory.write("s.xml", "<r><d x='5'><e>" + filler + "</e></d></r>")},
                      limits, {}, 1000);
    const std::vector<RuleTrial> found = trial.run({rule_of("a", "@x"), rule_of("b", "e")});
    REQUIRE(found.size() == 2);
    CHECK(found[0].series == 1);
    CHECK(found[1].fault.find("--max-row-size") != std::string::npos);
}

TEST_CASE("no rule is at fault where the time is over") {
    const TemporaryDirectory directory;
    ReadingTime time;
    time.now = after_the_end;
    time.run_end = 50;
    const Trial trial({directory.write("s.xml", "<r><d x='5'/></r>")}, {}, time, 1000);
    CHECK_THROWS_AS(trial.run({rule_of("a", "@x")}), Error);
}
