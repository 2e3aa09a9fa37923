#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

struct Fault {
    std::string markup; // in the root element
    size_t column;      // of the fault in it, from 1
    std::string cause;
};

const Fault faults[] = {
    {"<r a='1' a='2'/>", 10, "the attribute a is given twice"},
    {"<r a='<'/>", 7,
     "a plain < is not allowed in an attribute value (it is written &lt;, or the quote before it "
     "is "
     "missing)"},
    {"<r a='1' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l='' m='' n='' o='' p='' q='' "
     "r='' "
     "b=''/>",
     95, "the attribute b is given twice"},
    {"&" + std::string(70, 'n') + ";", 1,
     "the entity &" + std::string(60, 'n') + "...; is not defined"},
    {"&l\xff", 3, "the byte 0xff is not UTF-8, the encoding of this store"},
    {"<r a=1/>", 6, "this start tag is not well-formed (attributes are written name=\"value\")"},
    {"<r a='1' b >", 12,
     "this start tag is not well-formed (attributes are written name=\"value\")"},
    {"<r></x>", 4, "the end tag </x> does not match <r>, which is open here"},
    {"a & b", 3, "this & does not begin a reference (a plain & is written &amp;)"},
    {"&nbsp;", 1, "the entity &nbsp; is not defined"},
    {"<r a='&nbsp;'/>", 7, "the entity &nbsp; is not defined"},
    {"&#0;", 1, "&#0; is not a character that XML allows"},
    {"&#x1f;", 1, "&#x1f; is not a character that XML allows"},
    {"&#xD800;", 1, "&#xD800; is not a character that XML allows"},
    {"&#xFFFE;", 1, "&#xFFFE; is not a character that XML allows"},
    {"&#x110000;", 1, "&#x110000; is not a character that XML allows"},
    {"&#x;", 1, "&#x; is not a character that XML allows"},
    {"5 < 6 ><r/>", 3, "this < does not begin a tag (a plain < is written &lt;)"},
    {"x]]>", 2, "]]> is not allowed in text (it is written ]]&gt;)"},
    {"<!-- a -- b -->", 8, "-- is not allowed in a comment"},
    {"<?xml version='1.0'?>", 1,
     "an XML declaration is allowed only at the very start of the store"},
    {"<?a+b c?>", 1, "this processing instruction has no valid name"},
    {"<\xc3\x97/>", 2, "\xc3\x97 is not a valid XML name"},
    {"\x01", 1, "the character U+0001 is not allowed in XML"},
    {"\xef\xbf\xbe", 1, "the character U+FFFE is not allowed in XML"},
    {"\xff", 1, "the byte 0xff is not UTF-8, the encoding of this store"},
    {"\xc0\x80", 1, "the byte 0xc0 is not UTF-8, the encoding of this store"},
    {"\xed\xa0\x80", 1, "the byte 0xed is not UTF-8, the encoding of this store"},
    {"\xe2\x82", 1, "the byte 0xe2 is not UTF-8, the encoding of this store"},
    {"</s><t/>", 5, "<t> is a second root element"},
    {"</s>x", 5,
     "there is text outside the root element (with --recover the rows before it are published)"},
    {"</s><!DOCTYPE s>", 5, "a document type declaration is allowed once, before the root element"},
    {"</s></s>", 5, "the end tag </s> closes nothing"},
};

} // namespace

TEST_CASE("each fault is refused at its place, also far after the first window") {
    for (const Fault& fault : faults) {
        for (const size_t rows : {size_t{0}, size_t{1}, size_t{500}}) {
            std::string store = "<s>\r\n";
            std::string before;
            for (size_t i = 0; i < rows; ++i) {
                store += "<r b='\xc3\xa9'/>\n";
                before += fmt::format("0 {}:1 /s/r[b=\xc3\xa9] \n", i + 2);
            }
            store += "\xc3\xa9\xe6\x97\xa5" + fault.markup + "</s>";
            // A character after the root is itself the fault; the rest of this text is in the root.
            const std::string sentence =
                fmt::format("store.xml:{}:{}: {}", rows + 2, fault.column + 2, fault.cause);
            CHECK(read_store(store, whole({"/s/r"})) == "error: " + sentence + "\n");
        }
    }
}

TEST_CASE("with recover the rows before a fault count") {
    ReadLimits limits;
    limits.recover = true;
    CHECK(read_store("<s><r i='1'/><r></x></s>", whole({"/s/r"}), limits) ==
          "0 1:4 /s/r[i=1] \nroot s\n"
          "cut short: store.xml:1:17: the end tag </x> does not match <r>, which is open here\n");
    CHECK(read_store("<s><r i='1'/><r>\xff\xf0\x9f</r></s>", whole({"/s/r"}), limits) ==
          "0 1:4 /s/r[i=1] \n"
          "0 1:14 /s/r \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\nroot s\nreplaced: 3\n");
    CHECK(read_store("<s><r/></s><?xml version='1.0'?><t><r/></t>", whole({"/*/r"}), limits) ==
          "0 1:4 /s/r \n0 1:36 /t/r \nroot s\nroots: 2\n");
}

TEST_CASE("a document type declaration has white space before its name") {
    CHECK(read_store("<!DOCTYPE\na><a><r/></a>", whole({"/*/r"})) == "0 2:6 /a/r \nroot a\n");
    CHECK(read_store("<!DOCTYPEa><a><r/></a>", whole({"/*/r"})) ==
          "error: store.xml:1:1: this document type declaration is not well-formed\n");
}

TEST_CASE("with recover a document type declaration that is not well-formed ends the store") {
    ReadLimits limits;
    limits.recover = true;
    CHECK(read_store("<!DOCTYPE s [<!ELEMENT s>]><s><r/></s>", whole({"/*/*"}), limits) ==
          "root \ncut short: store.xml:1:25: this document type declaration is not well-formed: "
          "white space before the content is expected here\n");
}

TEST_CASE("a store cut off at any byte is refused, and with recover gives its whole rows") {
    const std::string store = "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY e ']>'>]>\n"
                              "<s a=\"1>\"><r i='1'>x&amp;<![CDATA[y]]></r><!-- c --><r i='2'><b/>"
                              "</r>\n<r i='\xc3\xa9'/></s>\n";
    const size_t end = store.size() - 1;
    for (size_t size = 0; size < end; ++size) {
        CAPTURE(size);
        const std::string part = store.substr(0, size);
        CHECK(read_store(part, whole({"/s/r"})).starts_with("error: store.xml:"));
        ReadLimits limits;
        limits.recover = true;
        const std::string got = read_store(part, whole({"/s/r"}), limits);
        size_t rows = 0;
        for (const char* last : {"]]></r>", "<b/></r>", "\xc3\xa9'/>"}) {
            rows += part.find(last) != std::string::npos;
        }
        size_t lines = 0;
        for (size_t at = got.find("0 "); at != std::string::npos; at = got.find("\n0 ", at + 1)) {
            lines += got.compare(at, 1, "0") == 0 || got[at] == '\n';
        }
        CHECK(lines == rows);
        CHECK(got.find("cut short: ") != std::string::npos);
    }
    CHECK_FALSE(read_store(store.substr(0, end), whole({"/s/r"})).starts_with("error"));
}

TEST_CASE("a thousand levels are read, one more is refused") {
    for (const size_t before : {size_t{0}, size_t{3000}}) {
        std::string store = "<s>";
        for (size_t i = 0; i < before; ++i) {
            store += "<r/>";
        }
        const std::string in_row = store;
        for (size_t i = 1; i < 1000; ++i) {
            store += "<a>";
        }
        std::string good = store;
        std::string bad = store + "<b/>";
        for (size_t i = 1; i < 1000; ++i) {
            good += "</a>";
            bad += "</a>";
        }
        CHECK(read_store(good + "</s>", whole({"/s/x"})) == "root s\n");
        CHECK(read_store(bad + "</s>", whole({"/s/x", "/s/a"})) ==
              fmt::format("error: store.xml:1:{}: the element <b> is nested deeper than 1000 "
                          "levels\n",
                          store.size() + 1));
    }
}

TEST_CASE("a CDATA section outside the root element is told as one, with recover, too") {
    const std::string cause = "store.xml:1:8: there is text outside the root element";
    for (const char* store : {"<s></s><![CDATA[", "<s></s><![CDATA[x]]>", "<s></s>x"}) {
        CAPTURE(store);
        CHECK(read_store(store, whole({"/s/r"})) ==
              "error: " + cause + " (with --recover the rows before it are published)\n");
        ReadLimits limits;
        limits.recover = true;
        CHECK(read_store(store, whole({"/s/r"}), limits) == "root s\ncut short: " + cause + "\n");
    }
}

TEST_CASE("start tags that are open are limited together") {
    const std::size_t size = std::size_t{4} << 20;
    const std::string tag = "<a b='" + std::string(size, 'x') + "'>";
    std::string store;
    for (int i = 0; i < 80; ++i) {
        store += tag;
    }
    const std::string sentence =
        fmt::format("error: store.xml:1:{}: the start tags that are open here are together larger "
                    "than --max-row-size (16777216 bytes)\n",
                    3 * tag.size() + 1);
    for (const auto& requests : {whole({"//r"}), tags({"//r"}), tags({"/a/@b"})}) {
        CHECK(read_once(bytes_of(store, 1 << 16), requests, {}) == sentence);
    }
}

TEST_CASE("a reference that ends where the encoding has no character") {
    const std::string store = "<?xml version='1.0' encoding='windows-1252'?><s><r/>&am\x81p;</s>";
    CHECK(read_store(store, whole({"/s/r"})).find("the byte 0x81") != std::string::npos);
}
