#include "oldxml/xml_window.hpp"

#include <doctest/doctest.h>

using namespace promfile;

TEST_CASE("A text that is merely cut short has its error at its end") {
    XmlWindow window;
    for (const std::string_view text :
         {"<s><a/>", "<s><a/>\n", "<s><a/>\n  ", "<s><a", "<s>te", "<s></s", "<s><"}) {
        for (const std::string_view ancestors : {"", "<root><parent a='1'>"}) {
            CAPTURE(text);
            CAPTURE(ancestors);
            window.parse(ancestors, text);
            CHECK(window.status() != pugi::status_ok);
            CHECK(window.error_offset() == text.size());
        }
    }
}

TEST_CASE("A fault before the end has its error before the end") {
    XmlWindow window;
    for (const std::string_view text : {"<s></t><a/>", "<s><a b></s>", "<s>< a/></s>"}) {
        CAPTURE(text);
        window.parse("", text);
        CHECK(window.status() != pugi::status_ok);
        CHECK(window.error_offset() < text.size());
    }
}
