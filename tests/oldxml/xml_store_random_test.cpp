#include "oldxml/store_reading.hpp"

#include <random>

using namespace promfile;

namespace {

// Well-formed stores of everything that XML has, the same for the same seed.
class StoreGenerator {
public:
    explicit StoreGenerator(unsigned seed) : random_(seed) {}

    std::string store() {
        std::string text = any({"", "<?xml version=\"1.0\"?>\n", "\xef\xbb\xbf"}) + misc();
        text += any({"", "<!DOCTYPE s>",
                     "<!DOCTYPE s SYSTEM 'a>' [ <!ENTITY e \"]>'\"> <!-- ' ]> -->"
                     "<?p ]>?> %q;]  >"});
        text += misc() + "<s" + attributes() + ">";
        for (size_t i = below(6); i > 0; --i) {
            text += element(below(5));
        }
        return text + "</s>" + misc() + misc();
    }

    std::string mutated(std::string text) {
        constexpr std::string_view bytes("<>&\"'/=! ?-[];x#\xe9\0\n", 19);
        for (size_t i = 1 + below(3); i > 0 && !text.empty(); --i) {
            const size_t at = below(text.size());
            switch (below(3)) {
            case 0:
                text.erase(at, 1 + below(4));
                break;
            case 1:
                text.insert(at, 1, bytes[below(bytes.size())]);
                break;
            default:
                text[at] = bytes[below(bytes.size())];
            }
        }
        return text;
    }

private:
    size_t below(size_t end) { return random_() % end; }
    std::string any(std::initializer_list<const char*> texts) {
        return texts.begin()[below(texts.size())];
    }
    std::string name() { return any({"a", "r", "x:y", "\xc3\xa9", "n-1.b", "_u", "\xe6\x97\xa5"}); }
    std::string text() {
        std::string out;
        for (size_t i = below(6); i > 0; --i) {
            out += any({"x", "\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x98\x80", "&amp;", "&#65;", " ",
                        "\n", "\r\n", ">", "] ", "- -", "&lt;", "&#x1F600;"});
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
    std::string element(size_t depth) {
        const std::string tag = name();
        if (depth == 0) {
            return "<" + tag + attributes() + "/>";
        }
        std::string out = "<" + tag + attributes() + ">";
        for (size_t i = below(4); i > 0; --i) {
            out += below(2) == 0 ? element(depth - 1)
                                 : text() + misc() + any({"", "<![CDATA[<a>& ]]]]>"}) + misc();
        }
        return out + "</" + tag + any({"", " "}) + ">";
    }

    std::mt19937 random_;
};

} // namespace

TEST_CASE("windows of every size give the same rows of generated stores, and the same errors") {
    ReadLimits recover;
    recover.recover = true;
    for (unsigned seed = 0; seed < 500; ++seed) {
        CAPTURE(seed);
        StoreGenerator generator(seed);
        const std::string store = generator.store();
        for (const auto& requests : {whole({"/*/*", "//r"}), tags({"//*", "//@*"})}) {
            const std::string got = read_store(store, requests);
            CHECK_FALSE(got.starts_with("error: "));
        }
        const std::string mutated = generator.mutated(store);
        read_store(mutated, whole({"//r"}));
        read_store(mutated, tags({"//*"}), recover);
    }
}
