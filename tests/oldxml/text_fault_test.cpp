#include "oldxml/text_fault.hpp"

#include <doctest/doctest.h>

using namespace promfile;

namespace {

const std::set<std::string> declared = {"own", "amp"};

std::optional<TextFault> fault_of(std::string_view text, bool store_begins = false,
                                  bool several_roots = false) {
    return first_text_fault(text, {declared, store_begins, several_roots});
}

} // namespace

TEST_CASE("well-formed text has no fault") {
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
             "<?xml-stylesheet href='a'?><?p?><?xm l?>",
             "<!DOCTYPE a [<!ENTITY b '&nope; ]]>'>]>",
         }) {
        CAPTURE(good);
        CHECK_FALSE(fault_of(good).has_value());
    }
}

TEST_CASE("the first fault in a text is told with its place") {
    const char* no_reference = "this & begins no reference (a plain & is written &amp;)";
    const char* section_end = "]]> has no place in text (it is written ]]&gt;)";
    const char* dashes = "-- has no place in a comment";
    const char* bad_name = "the name of this processing instruction is none";
    const struct {
        const char* text;
        size_t offset;
        std::string cause;
    } cases[] = {
        {"a & b", 2, no_reference},
        {"<a>&</a>", 3, no_reference},
        {"&amp", 0, no_reference},
        {"&;", 0, no_reference},
        {"<a b='&amp'/>", 6, no_reference},
        {"&nope;", 0, "the entity &nope; is not defined"},
        {"&AMP;", 0, "the entity &AMP; is not defined"},
        {"<a b='&nope;'/>", 6, "the entity &nope; is not defined"},
        {"&amp;&own;", 5, "the entity &own; comes from the DTD, which promfile does not expand"},
        {"&#0;", 0, "&#0; refers to no character that XML allows"},
        {"&#;", 0, "&#; refers to no character that XML allows"},
        {"&#x;", 0, "&#x; refers to no character that XML allows"},
        {"&#X41;", 0, "&#X41; refers to no character that XML allows"},
        {"&#6a;", 0, "&#6a; refers to no character that XML allows"},
        {"&#-65;", 0, "&#-65; refers to no character that XML allows"},
        {"&#xD800;", 0, "&#xD800; refers to no character that XML allows"},
        {"&#xFFFE;", 0, "&#xFFFE; refers to no character that XML allows"},
        {"&#x110000;", 0, "&#x110000; refers to no character that XML allows"},
        {"&#4294967361;", 0, "&#4294967361; refers to no character that XML allows"},
        {"<a>b]]></a>", 4, section_end},
        {"<![CDATA[]]>]]]>", 13, section_end},
        {"<!-- a -- b -->", 7, dashes},
        {"<!-- a --->", 7, dashes},
        {"<!-- <!-- -->", 7, dashes},
        {"<a/><? p?>", 4, bad_name},
        {"<?\?>", 0, bad_name},
        {"<?1?>", 0, bad_name},
        {"<?p=q?>", 0, bad_name},
        {"<!-- -- -->&<?1?>]]>", 5, dashes},
        {"<!-- & -->]]><!-- -- -->&", 10, section_end},
        {"<?1?>&]]>", 0, bad_name},
        {"<![CDATA[&]]>&nope;", 13, "the entity &nope; is not defined"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto fault = fault_of(c.text);
        REQUIRE(fault.has_value());
        CHECK(fault->offset == c.offset);
        CHECK(fault->cause == c.cause);
    }
}

TEST_CASE("an XML declaration is well-formed and at the very start of the store") {
    for (const char* good : {"<?xml version='1.0'?>", "<?xml\n version = \"1.1\"\t?><a/>",
                             "<?xml version='1.0' encoding='x' standalone='no' ?>",
                             "<?xml version='1.0' standalone=\"yes\"?>"}) {
        CAPTURE(good);
        CHECK_FALSE(fault_of(good, true).has_value());
        CHECK(fault_of(good, false)->offset == 0);
        CHECK(fault_of(std::string(" ") + good, true)->offset == 1);
        CHECK_FALSE(fault_of(std::string("<a/>") + good, false, true).has_value());
    }
    for (const char* bad :
         {"<?xml?>", "<?xml ?>", "<?xml version='2.0'?>", "<?xml version='1.'?>",
          "<?xml version='1.x'?>", "<?xml version=1.0?>", "<?xml version='1.0\"?>",
          "<?xml version='1.0'encoding='x'?>", "<?xml encoding='x'?>",
          "<?xml standalone='no' version='1.0'?>", "<?xml version='1.0' standalone='maybe'?>",
          "<?xml version='1.0' standalone='no' encoding='x'?>", "<?xml version='1.0' a='b'?>"}) {
        CAPTURE(bad);
        REQUIRE(fault_of(bad, true).has_value());
        CHECK(fault_of(bad, true)->offset == 0);
        CHECK(fault_of(bad, true)->cause == "this XML declaration is not well-formed");
    }
    CHECK(fault_of("<?XML version='1.0'?>", true).has_value());
}
