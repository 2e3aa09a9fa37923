#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

std::string read(const std::string& store) {
    return read_store(store, whole({"/nothing"}));
}

bool is_refused_at(const std::string& store, size_t column) {
    return read(store).starts_with(fmt::format("error: store.xml:1:{}: ", column));
}

} // namespace

TEST_CASE("a document type has a name, then where it stands, then its declarations") {
    for (const char* good : {
             "a",
             " a\n",
             "a:b",
             "a SYSTEM 'b'",
             "a\n SYSTEM\t\"b'>\" ",
             "a PUBLIC '' \"b\"",
             "a []",
             "a[]",
             "a [\n] ",
             "a SYSTEM 'b'[]",
             "a PUBLIC 'b' 'c' [ ]",
             "a [ %b; ]",
             "a [%b;%c;<!ELEMENT a ANY>%d;]",
             "a [<!ELEMENT a (b|c)*><!ATTLIST a b CDATA #IMPLIED>]",
             "a [<!NOTATION n SYSTEM ']>'>]",
             "a [<!-- ' ]> --><?p ' ]> ?><!ENTITY b ']>'>]",
         }) {
        CAPTURE(good);
        CHECK(read(fmt::format("<!DOCTYPE {}><a/>", good)) == "root a\n");
    }
    for (const char* bad : {
             "",
             " ",
             "1",
             "'a'",
             "[]",
             "a b",
             "a 'b'",
             "a SYSTEM",
             "a SYSTEM 'b",
             "a SYSTEM b",
             "a SYSTEM'b'",
             "a system 'b'",
             "a SYSTEM 'b' 'c'",
             "a PUBLIC 'b'",
             "a PUBLIC 'b''c'",
             "a PUBLIC 'b' 'c' d",
             "a [",
             "a []]",
             "a [] b",
             "a [] SYSTEM 'b'",
             "a [b]",
             "a [<b/>]",
             "a [<![CDATA[]]>]",
             "a [<![INCLUDE[<!ENTITY b 'c'>]]>]",
             "a [%]",
             "a [%b]",
             "a [% b;]",
             "a [%1;]",
             "a [<!ELEMENT>]",
             "a [<!element a ANY>]",
             "a [<!DOCTYPE a>]",
             "a [<! ENTITY b 'c'>]",
             "a [<!ENTITY b 'c']",
             "a [<!ENTITY b 'c>]",
             "a [<!-- ]",
         }) {
        CAPTURE(bad);
        CHECK(read(fmt::format("<!DOCTYPE {}><a/>", bad)).starts_with("error: "));
    }
}

TEST_CASE("text that is well-formed is read") {
    for (const char* good : {
             "",
             "a",
             "<a>&amp;&lt;&gt;&quot;&apos;</a>",
             "<a b='&#65;&#x41;&#x1F600;&#9;' c=\"&amp;]]>\"/>",
             "]] > ]>]",
             "<![CDATA[&nope; & <!-- -- --> <?1 ?> ]]>",
             "<!-- & &nope; ]]> <?1?> - -->",
             "<!---->",
             "<?p & ]]> <!-- -- --> ?>",
             "<?p some data ? > <?\?>",
             "<?p <? <?q ?>",
             "<?xml-stylesheet href='a'?><?p?><?xm l?>",
         }) {
        CAPTURE(good);
        CHECK(read(fmt::format("<r>{}</r>", good)) == "root r\n");
    }
}

TEST_CASE("the first fault in a text is told with its place") {
    const struct {
        const char* text;
        size_t offset;
    } cases[] = {
        {"a & b", 2},
        {"<a>&</a>", 3},
        {"&amp", 0},
        {"&;", 0},
        {"<a b='&amp'/>", 6},
        {"&nope;", 0},
        {"&AMP;", 0},
        {"<a b='&nope;'/>", 6},
        {"&#0;", 0},
        {"&#;", 0},
        {"&#x;", 0},
        {"&#X41;", 0},
        {"&#6a;", 0},
        {"&#-65;", 0},
        {"&#xD800;", 0},
        {"&#xFFFE;", 0},
        {"&#x110000;", 0},
        {"&#4294967361;", 0},
        {"<a>b]]></a>", 4},
        {"<![CDATA[]]>]]]>", 13},
        {"<!-- a -- b -->", 7},
        {"<!-- a --->", 7},
        {"<!-- <!-- -->", 7},
        {"<a/><? p?>", 4},
        {"<?\?>", 0},
        {"<?1?>", 0},
        {"<?p=q?>", 0},
        {"<!-- -- -->&<?1?>]]>", 5},
        {"<!-- & -->]]><!-- -- -->&", 10},
        {"<?1?>&]]>", 0},
        {"<![CDATA[&]]>&nope;", 13},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CAPTURE(read(fmt::format("<r>{}</r>", c.text)));
        CHECK(is_refused_at(fmt::format("<r>{}</r>", c.text), c.offset + 4));
    }
}

TEST_CASE("an XML declaration is well-formed and at the very start of the store") {
    for (const char* good : {"<?xml version='1.0'?>", "<?xml\n version = \"1.1\"\t?>",
                             "<?xml version='1.0' encoding='utf-8' standalone='no' ?>",
                             "<?xml version='1.0' standalone=\"yes\"?>"}) {
        CAPTURE(good);
        CHECK(read(fmt::format("{}<a/>", good)) == "root a\n");
        CHECK(is_refused_at(fmt::format(" {}<a/>", good), 2));
    }
    for (const char* bad :
         {"<?xml?>", "<?xml ?>", "<?xml version='2.0'?>", "<?xml version='1.'?>",
          "<?xml version='1.x'?>", "<?xml version=1.0?>", "<?xml version='1.0\"?>",
          "<?xml version='1.0'encoding='utf-8'?>", "<?xml encoding='utf-8'?>",
          "<?xml standalone='no' version='1.0'?>", "<?xml version='1.0' standalone='maybe'?>",
          "<?xml version='1.0' standalone='no' encoding='utf-8'?>", "<?xml version='1.0' a='b'?>",
          "<?XML version='1.0'?>"}) {
        CAPTURE(bad);
        CHECK(read(fmt::format("{}<a/>", bad)).starts_with("error: store.xml:1:"));
    }
}
