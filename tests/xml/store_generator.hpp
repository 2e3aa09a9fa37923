#pragma once

#include <initializer_list>
#include <random>
#include <string>
#include <string_view>

namespace promfile::xml {

// Stores of everything that XML has, the same for the same seed.
class StoreGenerator {
public:
    explicit StoreGenerator(unsigned seed) : random_(seed) {}

    // Well-formed.
    std::string store() {
        std::string text = any({"", "<?xml version=\"1.0\"?>\n", "\xef\xbb\xbf"}) + misc();
        text += any({"", "<!DOCTYPE s>",
                     "<!DOCTYPE s SYSTEM 'a>' [ <!ENTITY e \"]>'\"> <!-- ' ]> -->"
                     "<?p ]>?> %q;]  >"});
        text += misc() + "<s" + attributes() + ">";
        for (std::size_t i = below(6); i > 0; --i) {
            text += element(below(5));
        }
        return text + "</s>" + misc() + misc();
    }

    // Rows of a few kinds over and over, some of them with a difference, so that some of these are
    // not well-formed.
    std::string repetitive_store() {
        std::string kinds[3];
        for (std::string& kind : kinds) {
            kind = element(below(4));
        }
        std::string text = "<s>";
        for (std::size_t i = 2 + below(12); i > 0; --i) {
            const std::string& row = kinds[below(3)];
            text += any({"", "\n", "\n  ", "\r\n", " ", "<!-- c -->", "x"});
            text += below(3) == 0 ? changed(row) : row;
        }
        return text + "</s>";
    }

    std::string mutated(std::string text) {
        for (std::size_t i = 1 + below(3); i > 0 && !text.empty(); --i) {
            text = changed(text);
        }
        return text;
    }

private:
    std::size_t below(std::size_t end) { return random_() % end; }
    std::string any(std::initializer_list<const char*> texts) {
        return texts.begin()[below(texts.size())];
    }

    std::string changed(std::string text) {
        constexpr std::string_view bytes("<>&\"'/=! ?-[];x#\xe9\x80\0\n\t\r", 22);
        const std::size_t at = below(text.size());
        switch (below(4)) {
        case 0:
            return text.erase(at, 1 + below(4));
        case 1:
            return text.insert(at, 1, bytes[below(bytes.size())]);
        case 2:
            return text.insert(at, any({"]]>", "&lt;", "&#10;", "<b/>", " a='1'", "\xc3\xa9", "&e;",
                                        "<!-- -->", "\xe6\x97\xa5"}));
        default:
            text[at] = bytes[below(bytes.size())];
            return text;
        }
    }

    std::string name() { return any({"a", "r", "x:y", "\xc3\xa9", "n-1.b", "_u", "\xe6\x97\xa5"}); }
    std::string text() {
        std::string out;
        for (std::size_t i = below(6); i > 0; --i) {
            out += any({"x", "\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x98\x80", "&amp;", "&#65;", " ",
                        "\n", "\r\n", ">", "] ", "- -", "&lt;", "&#x1F600;", "12", "plain words"});
        }
        return out;
    }
    std::string misc() {
        return any({"", " ", "\r\n", "<!-- <x> & ' \" -->", "<!---->", "<?p <a> & >?>",
                    "<?\xc3\xa9 'x\"?>"});
    }
    std::string attributes() {
        std::string out;
        for (const char* name : {"a", "id", "\xc3\xa9", "operation"}) {
            if (below(3) == 0) {
                const std::string quote = any({"'", "\""});
                out += any({" ", "\n"}) + name + any({"=", " = "}) + quote + text() +
                       std::string(below(20) == 0 ? below(1000) : 0, 'l') +
                       (quote == "'" ? "\"" : "'") + quote;
            }
        }
        return out + any({"", " "});
    }
    std::string element(std::size_t depth) {
        const std::string tag = name();
        if (depth == 0) {
            return "<" + tag + attributes() + "/>";
        }
        std::string out = "<" + tag + attributes() + ">";
        for (std::size_t i = below(4); i > 0; --i) {
            out += below(2) == 0 ? element(depth - 1)
                                 : text() + misc() + any({"", "<![CDATA[<a>& ]]]]>"}) + misc();
        }
        return out + "</" + tag + any({"", " "}) + ">";
    }

    std::mt19937 random_;
};

} // namespace promfile::xml
