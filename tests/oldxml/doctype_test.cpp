#include "oldxml/doctype.hpp"

#include <doctest/doctest.h>

using namespace promfile;

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
        CHECK(read_doctype(good).well_formed);
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
        CHECK_FALSE(read_doctype(bad).well_formed);
    }
}

TEST_CASE("the general entities that a document type declares are known by name") {
    using Names = std::set<std::string>;
    const struct {
        const char* declaration;
        Names names;
    } cases[] = {
        {"a", {}},
        {"a SYSTEM '<!ENTITY b \"\">'", {}},
        {"a [<!ENTITY b 'c'>]", {"b"}},
        {"a SYSTEM 'x' [ <!ENTITY b 'c'>%p;\n<!ENTITY\tc SYSTEM \"d\" NDATA e> ]", {"b", "c"}},
        {"a [<!ENTITY b 'c'><!ENTITY b 'd'>]", {"b"}},
        {"a [<!ENTITY b '>]<!ENTITY c \"\">'>]", {"b"}},
        {"a [<!ENTITY % b 'c'>]", {}},
        {"a [<!-- <!ENTITY b 'c'> --><?p <!ENTITY c 'd'> ?>]", {}},
        {"a [<!ELEMENT b ANY><!NOTATION c SYSTEM 'd'>]", {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.declaration);
        const Doctype found = read_doctype(c.declaration);
        CHECK(found.well_formed);
        CHECK(found.entities == c.names);
    }
}

TEST_CASE("attributes with a default are noticed") {
    for (const char* with : {"a [<!ATTLIST a b CDATA 'c'>]", "a [<!ATTLIST a b (c|d) \"c\">]",
                             "a [<!ATTLIST a b CDATA #REQUIRED c CDATA #FIXED 'd'>]",
                             "a [<!ATTLIST a b CDATA ''><!ATTLIST a c CDATA #IMPLIED>]"}) {
        CAPTURE(with);
        CHECK(read_doctype(with).attribute_defaults);
    }
    for (const char* without : {"a", "a SYSTEM 'b'", "a [<!ATTLIST a b CDATA #IMPLIED>]",
                                "a [<!ENTITY b 'c'><!ATTLIST a b (c|d) #REQUIRED>]",
                                "a [<!-- <!ATTLIST a b CDATA 'c'> -->]"}) {
        CAPTURE(without);
        CHECK_FALSE(read_doctype(without).attribute_defaults);
    }
}
