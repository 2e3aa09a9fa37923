// Whatever a store holds: the scanner and expat accept the same and see the same names, attributes
// and text, and so does EventReader where it reads elements by their shapes. What they judge
// differently, both rightly, is listed in `Difference`; a store in which such a thing may play a
// part is compared in one direction alone.

#include "bytes_reader.hpp"
#include "support/error.hpp"
#include "support/utf8.hpp"
#include "xml/event_reader.hpp"

#include <cstdint>
#include <cstdio>
#include <expat.h>
#include <memory>
#include <set>
#include <string>

using namespace promfile;

namespace {

struct Result {
    bool accepted = false;
    std::string events;
    std::string cause;
};

// A start tag as "(name a=value b=value", attributes by name; text as "-text", without what is
// white space alone.
class Events {
public:
    void start(const std::string& name, const std::set<std::string>& attributes) {
        end_text();
        out_ += "(" + name;
        for (const std::string& attribute : attributes) {
            out_ += " " + attribute;
        }
        out_ += "\n";
    }
    void end(const std::string& name) {
        end_text();
        out_ += ")" + name + "\n";
    }
    void text(std::string_view text) { text_ += text; }
    std::string take() {
        end_text();
        return out_;
    }

private:
    void end_text() {
        std::string solid;
        for (const char c : text_) {
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                solid += c;
            }
        }
        out_ += solid.empty() ? "" : "-" + solid + "\n";
        text_.clear();
    }
    std::string out_;
    std::string text_;
};

Result read_with_expat(std::string_view text) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
        XML_ParserCreate(nullptr), XML_ParserFree);
    Events events;
    XML_SetUserData(parser.get(), &events);
    XML_SetParamEntityParsing(parser.get(), XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE);
    XML_SetExternalEntityRefHandler(parser.get(),
                                    [](XML_Parser, const XML_Char*, const XML_Char*,
                                       const XML_Char*,
                                       const XML_Char*) -> int { return XML_STATUS_OK; });
    XML_SetElementHandler(
        parser.get(),
        [](void* data, const XML_Char* name, const XML_Char** attributes) {
            std::set<std::string> all;
            for (; *attributes != nullptr; attributes += 2) {
                all.insert(std::string(attributes[0]) + "=" + attributes[1]);
            }
            static_cast<Events*>(data)->start(name, all);
        },
        [](void* data, const XML_Char* name) { static_cast<Events*>(data)->end(name); });
    XML_SetCharacterDataHandler(parser.get(), [](void* data, const XML_Char* text, int size) {
        static_cast<Events*>(data)->text({text, static_cast<size_t>(size)});
    });
    Result result;
    result.accepted =
        XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
    if (!result.accepted) {
        result.cause = XML_ErrorString(XML_GetErrorCode(parser.get()));
    }
    result.events = events.take();
    return result;
}

void add_element(Events& events, const xml::WholeElement& element, std::uint32_t of) {
    const auto nodes = element.layout->nodes;
    std::set<std::string> attributes;
    std::uint32_t i = of + 1;
    for (; i < nodes[of].end && nodes[i].kind == xml::NodeKind::attribute; ++i) {
        attributes.insert(std::string(nodes[i].name) + "=" +
                          std::string(element.values[nodes[i].slot]));
    }
    events.start(std::string(nodes[of].name), attributes);
    for (; i < nodes[of].end; i = nodes[i].end) {
        if (nodes[i].kind == xml::NodeKind::element) {
            add_element(events, element, i);
        } else {
            events.text(element.values[nodes[i].slot]);
        }
    }
    events.end(std::string(nodes[of].name));
}

Result read_with_scanner(std::string_view text, size_t buffer, bool by_shape) {
    Result result;
    Events events;
    try {
        xml::ReadLimits limits;
        limits.buffer_bytes = buffer;
        xml::EventReader reader(bytes_reader(text), "store.xml", limits);
        const auto take_by_shapes = [&] {
            while (const xml::WholeElement* element = by_shape ? reader.next_by_shape() : nullptr) {
                add_element(events, *element, 0);
            }
        };
        take_by_shapes();
        for (xml::Event event = reader.next(); event.kind != xml::EventKind::end_of_store;
             event = reader.next()) {
            std::set<std::string> attributes;
            switch (event.kind) {
            case xml::EventKind::start_tag:
                for (const xml::Attribute& a : event.attributes) {
                    attributes.insert(std::string(a.name) + "=" + std::string(a.value));
                }
                events.start(std::string(event.name), attributes);
                break;
            case xml::EventKind::end_tag:
                events.end(std::string(event.name));
                break;
            default:
                events.text(event.text);
            }
            take_by_shapes();
        }
        result.accepted = true;
    } catch (const Error& error) {
        result.cause = error.what();
    }
    result.events = events.take();
    return result;
}

bool holds(const std::string& text, std::initializer_list<const char*> parts) {
    for (const char* part : parts) {
        if (text.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// Stores that are judged differently, and rightly so.
struct Difference {
    const char* why;
    bool (*applies)(std::string_view text, const Result& ours, const Result& expats);
};
const Difference differences[] = {
    {"names are those of the fifth edition, expat's those of the fourth",
     [](std::string_view text, const Result& ours, const Result& expats) {
         return !(is_ascii(text) && is_ascii(ours.events)) &&
                holds(expats.cause, {"not well-formed (invalid token)"});
     }},
    {"we know more encodings, and refuse bytes that an encoding does not define",
     [](std::string_view text, const Result& ours, const Result& expats) {
         return text.find("encoding") != std::string_view::npos &&
                (holds(expats.cause, {"encoding"}) || holds(ours.cause, {"encoding", "says"}) ||
                 !is_ascii(text));
     }},
    {"encodings that the bytes show: UTF-32 is read, expat reads UTF-16 by other signs",
     [](std::string_view text, const Result&, const Result&) {
         return text.find('\0') != std::string_view::npos ||
                text.find('\xff') != std::string_view::npos ||
                text.find('\xfe') != std::string_view::npos;
     }},
    {"our limits: levels, expansions, sizes",
     [](std::string_view, const Result& ours, const Result&) {
         return holds(ours.cause, {"nested deeper", "expand to more", "larger than"});
     }},
    {"a version is 1. and digits (production 26), expat takes any",
     [](std::string_view, const Result& ours, const Result&) {
         return holds(ours.cause, {"this XML declaration is not well-formed"});
     }},
    {"expat's limits: how much entities amplify",
     [](std::string_view, const Result&, const Result& expats) {
         return holds(expats.cause, {"amplification"});
     }},
    {"an undeclared entity stays as it is written where it may be declared elsewhere; expat leaves "
     "it out",
     [](std::string_view text, const Result& ours, const Result& expats) {
         return ours.accepted && expats.accepted &&
                text.find("<!DOCTYPE") != std::string_view::npos &&
                (text.find('%') != std::string_view::npos ||
                 text.find("SYSTEM") != std::string_view::npos ||
                 text.find("PUBLIC") != std::string_view::npos);
     }},
};

// Reads a store by its events, and checks that reading elements by shapes gives the same.
Result read_both_ways(std::string_view text, size_t buffer) {
    const Result ours = read_with_scanner(text, buffer, false);
    const Result shaped = read_with_scanner(text, buffer, true);
    if (shaped.accepted != ours.accepted || shaped.events != ours.events ||
        shaped.cause != ours.cause) {
        std::fprintf(stderr, "by events: %s\n%s\nby shapes: %s\n%s\n", ours.cause.c_str(),
                     ours.events.c_str(), shaped.cause.c_str(), shaped.events.c_str());
        __builtin_trap();
    }
    return ours;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result expats = read_with_expat(text);
    for (const size_t buffer : {size_t{1}, 3 * size + 16}) {
        const Result ours = read_both_ways(text, buffer);
        // Random bytes hardly ever repeat an element, so the store is also read as three.
        const std::string store(text);
        read_both_ways("<s>" + store + store + store + "</s>", buffer);
        const bool same =
            ours.accepted == expats.accepted && (!ours.accepted || ours.events == expats.events);
        bool rightly = false;
        for (const Difference& difference : differences) {
            rightly |= difference.applies(text, ours, expats);
        }
        if (!same && !rightly) {
            std::fprintf(stderr, "scanner: %s %s\n%s\nexpat: %s\n%s\n",
                         ours.accepted ? "accepted" : "refused", ours.cause.c_str(),
                         ours.events.c_str(), expats.accepted ? "accepted" : expats.cause.c_str(),
                         expats.events.c_str());
            __builtin_trap();
        }
    }
    return 0;
}
