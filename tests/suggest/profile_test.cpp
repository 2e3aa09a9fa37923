#include "suggest/folding.hpp"
#include "suggest/profile_store.hpp"
#include "suggest/profiler.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <pugixml.hpp>
#include <string>

using namespace promfile::suggest;

namespace {

void feed(Profiler& profiler, const pugi::xml_node& node) {
    std::vector<AttributeText> attributes;
    for (const pugi::xml_attribute attribute : node.attributes()) {
        attributes.push_back({attribute.name(), attribute.value()});
    }
    profiler.start(node.name(), attributes);
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element) {
            feed(profiler, child);
        } else {
            profiler.text(child.value());
        }
    }
    profiler.end();
}

void feed(Profile& profile, const std::string& xml) {
    pugi::xml_document document;
    REQUIRE(document.load_string(xml.c_str()));
    Profiler profiler(profile);
    feed(profiler, document.document_element());
}

const PathNode* at(const Profile& profile, std::initializer_list<const char*> path) {
    const PathNode* node = profile.roots.front();
    for (const char* name : path) {
        node = node->child(name);
        REQUIRE(node != nullptr);
    }
    return node;
}

} // namespace

TEST_CASE("a profile counts elements, parents and values") {
    Profile profile;
    feed(profile, "<r xmlns='urn:x'><a n='1'><b>x</b><b>y</b></a><a n=' 2 '/><a/></r>");
    const PathNode* a = at(profile, {"a"});
    CHECK(a->count == 3);
    CHECK(a->max_in_parent == 3);
    CHECK(a->with_children == 1);
    REQUIRE(a->attributes.size() == 1);
    CHECK(a->attributes.front().statistics.count() == 2);
    CHECK(a->attributes.front().statistics.max == 2);
    CHECK(at(profile, {"a", "b"})->parents == 1);
    CHECK(at(profile, {"a", "b"})->text->distinct() == 2);
    CHECK(profile.roots.front()->attributes.empty());
    CHECK(profile.elements == 6);
    CHECK(a->sampled.size() == 3);
    CHECK(a->sampled[1]->attributes.front().second == "2");
}

TEST_CASE("mixed elements are those with text beside children") {
    Profile profile;
    feed(profile, "<p>one <b>two</b> three</p>");
    CHECK(profile.roots.front()->mixed == 1);
    CHECK(profile.roots.front()->text->non_empty() == 1);
}

TEST_CASE("an element inside itself is one node, at any depth") {
    std::string xml;
    for (int i = 0; i < 100; ++i) {
        xml += fmt::format("<suite name='{}' tests='1'>", i);
    }
    for (int i = 0; i < 100; ++i) {
        xml += "</suite>";
    }
    Profile profile;
    feed(profile, xml);
    fold(profile);
    CHECK(profile.roots.front()->recursive);
    CHECK(profile.roots.front()->count == 100);
    // A leaf of the name of what it stands in is another thing.
    Profile other;
    feed(other, "<group id='1' size='2'><group>name</group></group>");
    fold(other);
    CHECK_FALSE(other.roots.front()->recursive);
}

TEST_CASE("elements whose names are data are one node") {
    Profile profile;
    feed(profile, "<r><Slot1><v>1</v></Slot1><Slot2><v>2</v></Slot2><other/></r>");
    fold(profile);
    const PathNode* slots = at(profile, {"*Slot"});
    CHECK(slots->name == "*");
    CHECK(slots->count == 2);
    CHECK(slots->folded_prefix == "Slot");
    CHECK(slots->folded_name == "Slot");
    CHECK(slots->child("v")->text->max == 2);
    CHECK(slots->sampled[1]->name == "Slot2");
    Profile unlike;
    feed(unlike, "<r><a1><v>1</v></a1><a2 x='1' y='2'/></r>");
    fold(unlike);
    CHECK(unlike.roots.front()->children.size() == 2);
}

TEST_CASE("a profile stays within its memory") {
    Profile profile;
    Profiler profiler(profile);
    profiler.start("r", {});
    for (int i = 0; i < 20'000; ++i) {
        const std::string name = fmt::format("n{}x", i);
        const std::string value = fmt::format("{}{}", i, std::string(1000, 'v'));
        const AttributeText attributes[] = {{name, value}, {"same", value}};
        profiler.start(name, attributes);
        profiler.text(value);
        profiler.end();
    }
    profiler.end();
    CHECK(profile.truncated);
    CHECK(profile.elements == 20'001);
    CHECK(profile.nodes.size() <= 5'002);
    CHECK(profile.statistics_budget.used <= profile.statistics_budget.limit);
    CHECK(profile.sample_budget.used <= profile.sample_budget.limit);
}

TEST_CASE("more elements are sampled where rows hold their values in columns") {
    std::string processes, rows;
    for (int i = 0; i < 2000; ++i) {
        processes += fmt::format("<p name='p{0}' cpu='{0}'/>", i);
        rows += fmt::format("<row><f name='a'>{0}</f><f name='b'>{0}</f></row>", i);
    }
    Profile profile;
    feed(profile, "<r>" + processes + rows + "</r>");
    CHECK(at(profile, {"p"})->sampled.size() == 1000);
    CHECK(at(profile, {"row"})->sampled.size() == 1000);
    CHECK(at(profile, {"row", "f"})->sampled.size() == 2000);
}

TEST_CASE("statistics know how many texts there are, exactly below 2,048") {
    MemoryBudget budget{size_t{1} << 20};
    FieldStatistics statistics;
    for (int i = 0; i < 3000; ++i) {
        statistics.add(fmt::format("{}", i % 1000), budget);
    }
    CHECK(statistics.distinct() == 1000);
    CHECK(statistics.texts.size() == FieldStatistics::max_texts);
    CHECK(statistics.more_texts);
    CHECK(statistics.numbers() == 3000);
    CHECK(statistics.min == 0);
    CHECK(statistics.max == 999);
}

TEST_CASE("the number of different texts stays at the limit, or where memory ends") {
    MemoryBudget budget{size_t{1} << 20};
    MemoryBudget little{size_t{100} * sizeof(std::uint64_t)};
    DistinctCount all;
    DistinctCount some;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        all.add(i, budget);
        some.add(i, little);
    }
    CHECK(all.is_full());
    CHECK(all.count() == DistinctCount::limit);
    CHECK(some.is_full());
    CHECK(some.count() == 32); // half of 64 slots, since 128 do not fit
    CHECK(little.used <= little.limit);
}

namespace {

void describe(std::string& out, const FieldStatistics& field) {
    out += fmt::format(" {} values, {} empty, {} numbers from {} to {}, {} distinct, longest {}:",
                       field.count(), field.count() - field.non_empty(), field.numbers(), field.min,
                       field.max, field.distinct(), field.longest);
    for (const CountedText& text : field.texts) {
        out += fmt::format(" {}*{}", text.count, text.text);
    }
}

std::string description(const Profile& profile) {
    std::string out = fmt::format("{} elements, {} bytes\n", profile.elements, profile.bytes);
    for (const PathNode& node : profile.nodes) {
        out += fmt::format(
            "{}: {} of {}, at most {}, {} with children, {} mixed, {} bytes, {} samples\n",
            node.name, node.count, node.parents, node.max_in_parent, node.with_children, node.mixed,
            node.max_bytes, node.sampled.size());
        for (const AttributeField& attribute : node.attributes) {
            out += "  @" + attribute.name;
            describe(out, attribute.statistics);
            out += '\n';
        }
        if (node.text) {
            out += "  text";
            describe(out, *node.text);
            out += '\n';
        }
    }
    return out;
}

} // namespace

TEST_CASE("elements that repeat their markup are profiled as all others are") {
    std::string xml = "<r>";
    for (int i = 0; i < 3000; ++i) {
        xml += fmt::format("\n <g n='{0}'><row id='{0}' load='{1}.5'>\n<name> n{2} </name>"
                           "<v>{1}</v><v>x</v><e/><m>text<b>{2}</b></m><p>a<!-- -->b</p></row>"
                           "<row id='{0}b' xmlns:x='urn:x'><s><s><s>{1}</s></s></s></row></g>",
                           i, i % 100, i % 70);
    }
    xml += "</r>";
    const TemporaryDirectory directory;
    const std::string path = directory.write("store.xml", xml);
    Profile from_store;
    Profiler profiler(from_store);
    profile_store(path, path, {}, {}, profiler);
    Profile from_tree;
    feed(from_tree, xml);
    CHECK(description(from_store) == description(from_tree));
}
