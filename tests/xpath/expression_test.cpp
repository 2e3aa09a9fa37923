#include "xpath/expression.hpp"

#include "support/error.hpp"

#include <cmath>
#include <deque>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <vector>

using namespace promfile;

namespace {

// Short forms, and the same asked of the engine.
struct Form {
    const char* xpath;
    const char* by_engine;
};
constexpr Form forms[] = {
    {"@a", "(@a)"},
    {"../@a", "(../@a)"},
    {"../../@b", "(../../@b)"},
    {"../../../../../@a", "(../../../../../@a)"},
    {"name()", "concat(name(), '')"},
    {"b", "(b)"},
    {"a/b", "(a/b)"},
    {"a/b/c", "(a/b/c)"},
    {"a/@b", "(a/@b)"},
    {"a/b/@a", "(a/b/@a)"},
    {"x:a", "(x:a)"},
    {"@x:a", "(@x:a)"},
    {"@xmlns", "(@xmlns)"},
    {"@xmlns:x", "(@xmlns:x)"},
    {"'it'", "('it')"},
    {"\"\"", "('')"},
    {"$path", "concat($path, '')"},
    {"$file", "concat($file, '')"},
    {"$type", "concat($type, '')"},
};

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

using Attributes = std::vector<NamedAttribute>;

Attributes attributes_of(pugi::xml_node element) {
    Attributes attributes;
    for (const pugi::xml_attribute attribute : element.attributes()) {
        attributes.push_back({attribute.name(), attribute});
    }
    return attributes;
}

// `kept` owns what the rows point to.
void collect(pugi::xml_node node, std::vector<Row>& rows, std::deque<Attributes>& kept) {
    for (pugi::xml_node child : node.children()) {
        if (child.type() != pugi::node_element) {
            continue;
        }
        const Attributes& attributes = kept.emplace_back(attributes_of(child));
        rows.push_back({child, {}, 0, attributes});
        for (const NamedAttribute& attribute : attributes) {
            if (!std::string(attribute.name).starts_with("xmlns")) {
                rows.push_back({child, attribute.attribute, 0, attributes});
            }
        }
        collect(child, rows, kept);
    }
}

} // namespace

TEST_CASE("short forms say what the engine says") {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const std::string text = Generator(seed).document();
        pugi::xml_document document;
        REQUIRE(document.load_string(text.c_str(), pugi::parse_default | pugi::parse_fragment));
        std::vector<Row> rows;
        std::deque<Attributes> kept;
        collect(document, rows, kept);
        for (const Form& form : forms) {
            Expression quick(form.xpath);
            Expression slow(form.by_engine);
            for (const Row& row : rows) {
                const RowContext context{row, 1, facts};
                const std::string expected(slow.text(context));
                if (quick.text(context) != expected ||
                    quick.holds(context) != slow.holds(context)) {
                    CAPTURE(form.xpath);
                    CAPTURE(text);
                    CAPTURE(row.element.path());
                    CAPTURE(row.attribute.name());
                    CHECK(quick.text(context) == expected);
                    CHECK(quick.holds(context) == slow.holds(context));
                    return;
                }
            }
        }
    }
}

TEST_CASE("values keep their XPath type, texts are what people read") {
    pugi::xml_document document;
    document.load_string("<s><r a='5' b=''/><r/></s>");
    const Attributes attributes = attributes_of(document.first_child().first_child());
    const Row row{document.first_child().first_child(), {}, 0, attributes};
    const RowContext context{row, 7, facts};
    CHECK(std::get<double>(Expression("$row + @a").value(context)) == 12);
    CHECK(std::get<double>(Expression("$mtime").value(context)) == 1.5);
    CHECK(std::get<bool>(Expression("@a = 5").value(context)));
    CHECK(std::isnan(std::get<double>(Expression("number(@b)").value(context))));
    CHECK(Expression("count(../r)").text(context) == "2");
    CHECK(Expression("@a > 7").text(context) == "false");
    CHECK(Expression("1000000 * 1").text(context) == "1000000");
    CHECK(Expression("0.1 * 3").text(context) == "0.30000000000000004");
    CHECK(Expression("$path").text(context) == "/var/lib/app/store.xml");
    CHECK(Expression("concat($type, $file)").text(context) == "rstore.xml");
    CHECK(Expression("@b").holds(context));
    CHECK(!Expression("@c").holds(context));
    CHECK(!Expression("''").holds(context));
}

TEST_CASE("what does not compile is refused with the place") {
    const auto refusal = [](std::string_view xpath) -> std::string {
        try {
            Expression expression(xpath);
        } catch (const Error& error) {
            CHECK(error.status() == ExitStatus::usage);
            return error.what();
        }
        return "";
    };
    CHECK(refusal("@@").find("'@@' is no XPath: ") == 0);
    CHECK(refusal("@@").find("(at character 2)") != std::string::npos);
    CHECK(refusal("") == "an XPath is empty");
    CHECK(refusal("  ") == "an XPath is empty");
    CHECK(refusal(std::string("@a\0b", 4)) == "an XPath holds a NUL character");
    CHECK(refusal("$nobody").find("'$nobody' is no XPath: ") == 0);
    CHECK(refusal("a(").find("is no XPath") != std::string::npos);
    CHECK(refusal("position()").find("use $row") != std::string::npos);
    CHECK(refusal("a[position() = 2]").empty());
}
