#pragma once

#include "suggest/suggestion.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <string_view>

// For tests of what is suggested for a small store.

namespace promfile::suggest {

// The configuration for one store, which has the given name in it.
inline std::string suggested(std::string_view xml, const char* name = "/srv/app.xml") {
    const TemporaryDirectory directory;
    SuggestionRequest request;
    request.stores = {{name, directory.write("store.xml", xml)}};
    return suggest_configuration(request).configuration;
}

// The text that `make` returns for each number below `count`, in a row.
inline std::string repeated(int count, const std::function<std::string(int)>& make) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += make(i);
    }
    return text;
}

inline std::string in_root(const std::string& content) {
    return "<r>" + content + "</r>";
}

// A store and a part of the configuration for it.
struct SuggestionCase {
    std::string xml;
    std::string expected;
};

inline void check(const SuggestionCase& one) {
    const std::string text = suggested(one.xml);
    CHECK_MESSAGE(text.find(one.expected) != std::string::npos, one.expected, "\nis not in\n",
                  text);
}

} // namespace promfile::suggest
