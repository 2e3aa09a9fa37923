#include "oldxml/markup.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

TEST_CASE("a piece of markup ends behind its closing sign, text before the next markup") {
    const struct {
        std::string piece;
        MarkupKind kind;
    } cases[] = {
        {"a ]]> > --> b", MarkupKind::text},
        {"<a>", MarkupKind::tag},
        {"</a >", MarkupKind::tag},
        {"<a b='>' c=\">'\"/>", MarkupKind::tag},
        {"<!---->", MarkupKind::comment},
        {"<!-- <a> ' -> -- > -->", MarkupKind::comment},
        {"<!-->-->", MarkupKind::comment},
        {"<![CDATA[]]>", MarkupKind::cdata},
        {"<![CDATA[<a> ]> ' ]]]>", MarkupKind::cdata},
        {"<?a?>", MarkupKind::instruction},
        {"<?a > ' ?>", MarkupKind::instruction},
        {"<?>?>", MarkupKind::instruction},
        {"<!DOCTYPE a>", MarkupKind::doctype},
        {"<!DOCTYPE a SYSTEM '>' \">\">", MarkupKind::doctype},
        {"<!DOCTYPE a [<!ENTITY b '>'><!ELEMENT c ANY>]>", MarkupKind::doctype},
        {"<!DOCTYPE a [<!-- ' > --><?b \" > ?>]>", MarkupKind::doctype},
        {"<!DOCTYPE a [<![INCLUDE[ ' <![IGNORE[ > ]]> \" ]]>]>", MarkupKind::doctype},
    };
    for (const auto& c : cases) {
        for (const char* before : {"", "<p>"}) {
            for (const char* behind : {"", "<n>'\""}) {
                const std::string text = before + c.piece + behind;
                CAPTURE(text);
                const size_t at = std::string_view(before).size();
                const Markup found = markup_at(text, at);
                CHECK(found.kind == c.kind);
                CHECK(found.begin == at);
                CHECK(found.end == at + c.piece.size());
                CHECK(found.complete);
            }
        }
    }
}

TEST_CASE("a piece that the text ends within reaches to the end of the text") {
    const struct {
        const char* text;
        MarkupKind kind;
    } cases[] = {
        {"<a", MarkupKind::tag},
        {"<a b='>", MarkupKind::tag},
        {"<a b='>\"", MarkupKind::tag},
        {"<!-", MarkupKind::comment},
        {"<!-->", MarkupKind::comment},
        {"<!-- --", MarkupKind::comment},
        {"<![CD", MarkupKind::cdata},
        {"<![CDATA[ ]] >", MarkupKind::cdata},
        {"<?", MarkupKind::instruction},
        {"<?>", MarkupKind::instruction},
        {"<!D", MarkupKind::doctype},
        {"<!DOCTYPE a '>", MarkupKind::doctype},
        {"<!DOCTYPE a [<!ENTITY b 'c'>", MarkupKind::doctype},
        {"<!DOCTYPE a [<!-- >", MarkupKind::doctype},
        {"<!DOCTYPE a [<![INCLUDE[<![IGNORE[]]>]>", MarkupKind::doctype},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const Markup found = markup_at(c.text, 0);
        CHECK(found.kind == c.kind);
        CHECK(found.begin == 0);
        CHECK(found.end == std::string_view(c.text).size());
        CHECK_FALSE(found.complete);
    }
    CHECK_FALSE(markup_at("<", 0).complete);
    CHECK_FALSE(markup_at("<!", 0).complete);
}

TEST_CASE("each byte is in one piece, and a cut within markup shows from where that begins") {
    const std::string pieces[] = {"<?p >?>", "<!DOCTYPE a [<!ENTITY b '>'>]>",
                                  "\n",      "<a b='>'>",
                                  "c > d",   "<!-- <e> -->",
                                  "f",       "<![CDATA[ <g> ]]>",
                                  "</a>"};
    std::string text;
    for (const std::string& piece : pieces) {
        text += piece;
    }
    size_t begin = 0;
    for (const std::string& piece : pieces) {
        for (size_t place = begin; place < begin + piece.size(); ++place) {
            CAPTURE(place);
            for (const size_t from : {size_t{0}, begin}) {
                const Markup around = markup_around(text, from, place);
                CHECK(around.begin == begin);
                CHECK(around.end == begin + piece.size());
            }
            const bool cuts = place > begin && piece.front() == '<';
            CHECK(incomplete_from(std::string_view(text).substr(0, place), 0) ==
                  (cuts ? begin : place));
        }
        begin += piece.size();
    }
    CHECK(incomplete_from(text, 0) == text.size());
    CHECK(incomplete_from(text, text.size()) == text.size());
    const Markup behind = markup_around(text, 0, text.size());
    CHECK(behind.kind == MarkupKind::text);
    CHECK(behind.begin == text.size());
    CHECK(behind.end == text.size());
}
