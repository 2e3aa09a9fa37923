#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

struct Case {
    std::string subset;  // of the document type declaration
    std::string content; // of the root element
    std::string rows;
};

std::string store_of(const Case& c) {
    return "<!DOCTYPE s [" + c.subset + "]><s>" + c.content + "</s>";
}

} // namespace

TEST_CASE("entities that the document declares are expanded, elements in them are rows") {
    const Case cases[] = {
        {"<!ENTITY e 'x&#38;amp;y'>", "<r a='&e;'>&e;</r>", "/s/r[a=x&y] x&amp;y"},
        {"<!ENTITY e '<r i=\"1\">a</r>'>", "&e;", "/s/r[i=1] a"},
        {"<!ENTITY e '<b/>'><!ENTITY f '&e;&e;'>", "<r>x&f;y</r>", "/s/r x<b/><b/>y"},
        {"<!ENTITY e ' '>", "<r>&e;</r>", "/s/r "},
        {"<!ENTITY e ''>", "<r a='&e;'>x&e;y</r>", "/s/r[a=] xy"},
        {"<!ENTITY e 'a'><!ENTITY e 'b'>", "<r>&e;</r>", "/s/r a"},
        {"<!ENTITY e 'a&#10;b&#13;c\td'>", "<r a='&e;'/>", "/s/r[a=a b c d] "},
        {"<!ENTITY % p '<!ENTITY e \"x\">'>%p;", "<r>&e;</r>", "/s/r x"},
        {"<!ENTITY % x 'y'><!ENTITY % p \"<!ENTITY e 'a&#37;x;b'>\">%p;", "<r>&e;</r>", "/s/r ayb"},
        {"<!ENTITY e 'a\r\nb\rc'>", "<r>&e;</r>", "/s/r a\nb\nc"},
        // From outside: as it is written.
        {"<!ENTITY e SYSTEM 'e.xml'>", "<r>a&e;b</r>", "/s/r a&amp;e;b"},
        {"%p;<!ENTITY e 'x'>", "<r a='&e;'>&e;</r>", "/s/r[a=&e;] &amp;e;"},
        {"<!ENTITY % p SYSTEM 'p.ent'><!ENTITY e 'x'>%p;<!ENTITY f 'y'>", "<r>&e;&f;</r>",
         "/s/r x&amp;f;"},
    };
    for (const Case& c : cases) {
        const std::string got = read_store(store_of(c), whole({"/s/r"}));
        CAPTURE(got);
        const std::size_t at = got.find("/s/r");
        REQUIRE(at != std::string::npos);
        CHECK(got.substr(at, got.find("\nroot") - at) == c.rows);
    }
}

TEST_CASE("declarations are read within their limits") {
    ReadLimits limits;
    limits.max_row_bytes = 1000;
    const std::string long_text(600, 'x');
    const std::pair<std::string, std::string> cases[] = {
        // A parameter entity from outside may hold another declaration, so the ones after it are
        // not used.
        {"<!DOCTYPE s [<!ENTITY % p SYSTEM 'p'>%p;<!ATTLIST r a CDATA 'd'>]><s><r/></s>",
         "0 1:70 /s/r \nroot s\n"},
        {"<?xml version='1.0' standalone='yes'?><!DOCTYPE s [<!ENTITY % p \"<!ENTITY e 'x'>\">%p;]>"
         "<s>&e;</s>",
         "error: store.xml:1:91: the entity &e; is declared in a parameter entity, which does not "
         "count in a standalone document\n"},
        {"<!DOCTYPE s [<!ATTLIST r a (\xc3\x97) 'x'>]><s/>",
         "error: store.xml:1:29: \xc3\x97 is not a valid XML name token\n"},
        {"<!DOCTYPE s [<!ENTITY e 'a&#13;b'>]><s><r>&e;</r></s>", "0 1:40 /s/r a\rb\nroot s\n"},
        {"<!DOCTYPE s [<!ENTITY e '" + long_text + "'>]><s><r a='&e;&e;'/></s>",
         "error: store.xml:1:642: a row, tag or text here is larger than --max-row-size (1000 "
         "bytes); a missing quote or end tag would look the same\n"},
        {"<!DOCTYPE s [<!ENTITY e '" + long_text + "'><!ENTITY f '" + long_text + "'>]><s/>",
         "error: store.xml:1:1: this document type declaration is larger than --max-row-size (1000 "
         "bytes)\n"},
    };
    for (const auto& [store, expected] : cases) {
        CHECK(read_store(store, whole({"/s/r"}), limits) == expected);
    }
}

TEST_CASE("attribute defaults are filled in, and tokens have no extra white space") {
    const Case cases[] = {
        {"<!ATTLIST r a CDATA 'x' b CDATA #IMPLIED c (y|z) #FIXED 'z'>", "<r b='1'/>",
         "/s/r[b=1][a=x][c=z] "},
        {"<!ATTLIST r a CDATA 'x'><!ATTLIST r a CDATA 'y' d CDATA 'w'>", "<r/>", "/s/r[a=x][d=w] "},
        {"<!ATTLIST r a CDATA 'x' b CDATA 'y'>", "<r b='1'/>", "/s/r[b=1][a=x] "},
        {"<!ATTLIST r a NMTOKENS #IMPLIED b CDATA #IMPLIED>", "<r a=' 1  2 ' b=' 1  2 '/>",
         "/s/r[a=1 2][b= 1  2 ] "},
        {"<!ENTITY e 'x'><!ATTLIST r a CDATA '&e;&#x9;y'>", "<r/>", "/s/r[a=x\ty] "},
    };
    for (const Case& c : cases) {
        const std::string got = read_store(store_of(c), whole({"/s/r"}));
        CAPTURE(got);
        const std::size_t at = got.find("/s/r");
        REQUIRE(at != std::string::npos);
        CHECK(got.substr(at, got.find("\nroot") - at) == c.rows);
    }
}

TEST_CASE("faults of entities stand where the store refers to them") {
    const Case cases[] = {
        {"<!ENTITY e '&f;'><!ENTITY f '&e;'>", "<r/>&e;", "the entity &e; refers to itself"},
        {"<!ENTITY e '<b>'>", "<r/>&e;</b>", "the entity &e; ends, but <b> is still open"},
        {"<!ENTITY e '</s>'>", "<r/>&e;",
         "the end tag </s> in the entity &e; closes an element that begins before it"},
        {"<!ENTITY e '<b a=\"1'>", "<r/>&e;", "the entity &e; ends within this tag"},
        {"<!ENTITY e 'a&f;'>", "<r/>&e;", "the entity &f; is not defined"},
        {"<!ENTITY e SYSTEM 'x' NDATA n>", "<r/>&e;",
         "the entity &e; is not XML (it is declared with NDATA), and cannot be referred to"},
    };
    for (const Case& c : cases) {
        const std::string sentence =
            fmt::format("error: store.xml:1:{}: {}\n",
                        std::string("<!DOCTYPE s []><s><r/>").size() + c.subset.size() + 1, c.rows);
        CHECK(read_store(store_of(c), whole({"/s/r"})) == sentence);
    }
    CHECK(read_store("<!DOCTYPE s [<!ENTITY e '<'>]><s><r a='&e;'/></s>", whole({"/s/r"})) ==
          "error: store.xml:1:40: the entity &e; has a <, which is not allowed in an attribute "
          "value\n");
    CHECK(read_store("<?xml version='1.0' standalone='yes'?><!DOCTYPE s SYSTEM 's.dtd'><s>&e;</s>",
                     whole({"/s/r"})) == "error: store.xml:1:69: the entity &e; is not defined\n");
}

TEST_CASE("expansions are limited as a whole, and count towards the size of a row") {
    std::string subset = "<!ENTITY e0 'abcdefghij'>";
    for (int i = 1; i < 10; ++i) {
        subset += fmt::format("<!ENTITY e{} '", i);
        for (int k = 0; k < 10; ++k) {
            subset += fmt::format("&e{};", i - 1);
        }
        subset += "'>";
    }
    const std::string refused = "the entities and attribute defaults of this store expand to more "
                                "than 8388608 bytes and 100 times the bytes read";
    for (const char* content : {"&e9;", "<r>&e9;</r>", "<r a='&e9;'/>"}) {
        const std::string got =
            read_once(bytes_of("<!DOCTYPE s [" + subset + "]><s>" + content + "</s>", 4096),
                      tags({"//*"}), {});
        CHECK(got.find(refused) != std::string::npos);
    }
    ReadLimits limits;
    limits.max_row_bytes = 4096;
    const std::string got = read_once(
        bytes_of("<!DOCTYPE s [" + subset + "]><s><r>&e3;</r></s>", 4096), whole({"/s/r"}), limits);
    CHECK(got.find("the row <r> is larger than --max-row-size (4096 bytes)") != std::string::npos);
}
