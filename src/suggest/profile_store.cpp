#include "suggest/profile_store.hpp"

#include "input/input_file.hpp"
#include "xml/event_reader.hpp"

#include <vector>

namespace promfile::suggest {

void profile_store(const std::string& path, const std::string& name, const xml::ReadLimits& limits,
                   const ReadingTime& time, Profiler& profiler) {
    InputFile file(path, time);
    xml::EventReader store(file.reader(), name, limits);
    profiler.begin_store();
    std::vector<AttributeText> attributes;
    for (;;) {
        while (const xml::WholeElement* element = store.next_by_shape()) {
            profiler.element(*element->layout, element->values);
        }
        const xml::Event event = store.next();
        switch (event.kind) {
        case xml::EventKind::start_tag:
            attributes.clear();
            for (const xml::Attribute& attribute : event.attributes) {
                attributes.push_back({attribute.name, attribute.value});
            }
            profiler.start(event.name, attributes);
            break;
        case xml::EventKind::end_tag:
            profiler.end();
            break;
        case xml::EventKind::end_of_store:
            return;
        default:
            profiler.text(event.text);
        }
    }
}

} // namespace promfile::suggest
