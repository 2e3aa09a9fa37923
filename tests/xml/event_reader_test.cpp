#include "xml/event_reader.hpp"

#include "support/error.hpp"
#include "xml/rows_text.hpp"
#include "xml/store_generator.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

struct Events {
    std::string text; // one line an event, and at last the fault or the end
    std::size_t elements_by_shape = 0;
};

void add_tag(std::string& out, std::string_view name, std::span<const Attribute> attributes) {
    out += fmt::format("<{}", name);
    for (const Attribute& attribute : attributes) {
        out += fmt::format(" {}={}", attribute.name, attribute.value);
    }
    out += '\n';
}

void add_element(std::string& out, const WholeElement& element, std::uint32_t of) {
    const auto nodes = element.layout->nodes;
    std::vector<Attribute> attributes;
    std::uint32_t i = of + 1;
    for (; i < nodes[of].end && nodes[i].kind == NodeKind::attribute; ++i) {
        attributes.push_back({nodes[i].name, element.values[nodes[i].slot]});
    }
    add_tag(out, nodes[of].name, attributes);
    for (; i < nodes[of].end; i = nodes[i].end) {
        if (nodes[i].kind == NodeKind::element) {
            add_element(out, element, i);
        } else {
            out += fmt::format("text {}\n", element.values[nodes[i].slot]);
        }
    }
    out += fmt::format(">{}\n", nodes[of].name);
}

Events events_of(std::string_view store, std::size_t buffer, bool by_shape,
                 std::size_t max_row_bytes = ReadLimits().max_row_bytes) {
    Events events;
    ReadLimits limits;
    limits.buffer_bytes = buffer;
    limits.max_row_bytes = max_row_bytes;
    try {
        EventReader reader(bytes_of(store, buffer), "store.xml", limits);
        for (;;) {
            const WholeElement* element = by_shape ? reader.next_by_shape() : nullptr;
            if (element != nullptr) {
                ++events.elements_by_shape;
                add_element(events.text, *element, 0);
                continue;
            }
            const Event event = reader.next();
            switch (event.kind) {
            case EventKind::start_tag:
                add_tag(events.text, event.name, event.attributes);
                break;
            case EventKind::end_tag:
                events.text += fmt::format(">{}\n", event.name);
                break;
            case EventKind::text:
            case EventKind::cdata:
                events.text += fmt::format("text {}\n", event.text);
                break;
            case EventKind::end_of_store:
                return events;
            }
        }
    } catch (const Error& error) {
        events.text += fmt::format("error: {}\n", error.what());
    }
    return events;
}

} // namespace

TEST_CASE("elements read by their shapes are the elements of the events") {
    std::size_t by_shape = 0;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const std::string store = StoreGenerator(seed).repetitive_store();
        for (const std::size_t buffer : std::initializer_list<std::size_t>{1, 64, 1 << 16}) {
            const Events events = events_of(store, buffer, true);
            CAPTURE(store);
            CAPTURE(buffer);
            CHECK(events.text == events_of(store, buffer, false).text);
            by_shape += events.elements_by_shape;
        }
    }
    CHECK(by_shape > 300);
}

TEST_CASE("with recover a fault is the end, and remains it") {
    ReadLimits limits;
    limits.recover = true;
    EventReader reader(bytes_of("<s><a></b></s>", 64), "store.xml", limits);
    CHECK(reader.next().kind == EventKind::start_tag);
    CHECK(reader.next().kind == EventKind::start_tag);
    for (int i = 0; i < 3; ++i) {
        CHECK(reader.next().kind == EventKind::end_of_store);
    }
}

TEST_CASE("rows inside a large element are read by their shapes") {
    std::string store = "<s><rows>";
    for (int i = 0; i < 1000; ++i) {
        store += fmt::format("\n  <row id='{}'><a>{}</a><b/></row>", i, i % 7);
    }
    store += "</rows></s>";
    const Events events = events_of(store, 1 << 16, true);
    CHECK(events.text == events_of(store, 1 << 16, false).text);
    CHECK(events.elements_by_shape > 900);
}

TEST_CASE("text of an element that is too large to be learned is read, wherever a buffer ends") {
    const std::string texts[] = {std::string(5000, 'x'),
                                 "<![CDATA[" + std::string(5000, 'x') + "]]>"};
    for (const std::string& text : texts) {
        std::string store = "<s>";
        for (int i = 0; i < 10; ++i) {
            store += fmt::format("<row><a>{}</a>{}</row>", i, text);
        }
        store += "</s>";
        for (const std::size_t buffer : std::initializer_list<std::size_t>{1, 64, 3000, 1 << 16}) {
            CAPTURE(buffer);
            CHECK(events_of(store, buffer, true).text == events_of(store, 1 << 20, false).text);
        }
    }
}

TEST_CASE("text that is too large is refused where it begins, though that is not in memory") {
    const auto repeated = [](std::string_view piece) {
        std::string text;
        for (int i = 0; i < 5000; ++i) {
            text += piece;
        }
        return text;
    };
    const std::string texts[] = {repeated("x"),
                                 repeated("x\r"),
                                 repeated("&#65;"),
                                 repeated("x&e;"),
                                 repeated("&e; "),
                                 repeated("\r\n") + "x",
                                 "<![CDATA[" + repeated("x\r") + "]]>"};
    for (const std::string& text : texts) {
        const std::string store =
            fmt::format("<!DOCTYPE s [<!ENTITY e 'text'>]>\n<s>\n\n<r a='1'/><r>{}</r></s>", text);
        for (const std::size_t buffer : std::initializer_list<std::size_t>{1, 64, 3000, 1 << 16}) {
            CAPTURE(text.substr(0, 20));
            CAPTURE(buffer);
            const Events events = events_of(store, buffer, false, 1000);
            const std::string_view last =
                "error: store.xml:4:14: a row, tag or text here is larger "
                "than --max-row-size (1000 bytes)";
            CHECK(events.text.find(last) != std::string::npos);
        }
    }
}
