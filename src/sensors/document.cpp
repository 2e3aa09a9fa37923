#include "sensors/document.hpp"

#include "sensors/sensor_types.hpp"
#include "support/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile {

std::string xml_attribute(std::string_view text) {
    constexpr std::pair<char, std::string_view> escapes[] = {
        {'&', "&amp;"}, {'<', "&lt;"},   {'>', "&gt;"},   {'"', "&quot;"},
        {'\t', "&#9;"}, {'\n', "&#10;"}, {'\r', "&#13;"},
    };
    std::string out;
    while (!text.empty()) {
        const Utf8Character next = decode_utf8(text);
        const auto* escape = std::find_if(std::begin(escapes), std::end(escapes),
                                          [&](const auto& e) { return e.first == text.front(); });
        if (next.length == 0 || !is_xml_character(next.character)) {
            append_utf8(out, 0xfffd);
        } else if (escape != std::end(escapes)) {
            out += escape->second;
        } else {
            out += text.substr(0, next.length);
        }
        text.remove_prefix(std::max<size_t>(next.length, 1));
    }
    return out;
}

std::string sensors_document(const std::vector<SensorRow>& rows) {
    std::string out = "<sensors>\n";
    for (const SensorRow& row : rows) {
        out += fmt::format("  <{} chip=\"{}\" feature=\"{}\" sensor=\"{}\"", row.element,
                           xml_attribute(row.chip), row.feature, xml_attribute(row.sensor));
        auto attributes = row.attributes;
        std::sort(attributes.begin(), attributes.end(), [](const auto& a, const auto& b) {
            return find_attribute(a.first) < find_attribute(b.first);
        });
        for (const auto& [name, value] : attributes) {
            out += fmt::format(" {}=\"{}\"", name, value);
        }
        out += "/>\n";
    }
    return out + "</sensors>\n";
}

} // namespace promfile
