#pragma once

#include "metrics/exposition_parser.hpp"

#include <string_view>

// Parses a whole text, and keeps every sample.
inline promfile::Exposition parse_exposition(std::string_view text) {
    promfile::ExpositionParser parser;
    for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        parser.line(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return parser.finish(text);
}
