#include "xml/xml_declaration.hpp"

#include "input/encoding.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace promfile::xml {

namespace {

bool is_version(std::string_view value) {
    return value.size() > 2 && value.starts_with("1.") &&
           value.find_first_not_of("0123456789", 2) == std::string_view::npos;
}

bool is_yes_or_no(std::string_view value) {
    return value == "yes" || value == "no";
}

struct Part {
    std::string_view name;
    bool is_optional;
    bool (*is_value)(std::string_view value);
};
constexpr Part parts[] = {
    {"version", false, is_version},
    {"encoding", true, is_encoding_name},
    {"standalone", true, is_yes_or_no},
};

} // namespace

bool is_encoding_name(std::string_view value) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !value.empty() && is_letter(value.front()) &&
           std::all_of(value.begin(), value.end(), [&](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
           });
}

bool take_xml_declaration(Input& input) {
    input.begin_markup(MarkupKind::instruction);
    const std::uint64_t begin = input.here();
    input.keep_from(begin);
    constexpr std::string_view opening = "<?xml";
    if (!input.follows(opening) ||
        (!input.follows("<?xml?") && may_be_in_name(input.at()[opening.size()]))) {
        return false;
    }
    input.skip(opening.size());
    const auto refuse = [&] {
        if (input.at_end()) {
            input.fail_cut_off();
        }
        input.fail_at(begin, "this XML declaration is not well-formed");
    };
    bool standalone = false;
    bool spaced = input.skip_space();
    for (const Part& part : parts) {
        if (!spaced || !input.take(part.name)) {
            if (!part.is_optional) {
                refuse();
            }
            continue;
        }
        input.skip_space();
        if (!input.take('=')) {
            refuse();
        }
        input.skip_space();
        const char quote = input.peek();
        if (quote != '"' && quote != '\'') {
            refuse();
        }
        input.skip(1);
        const std::uint64_t from = input.here();
        while (input.peek() != quote && input.peek() >= ' ') {
            input.skip(1);
        }
        const std::string value(input.text_from(from));
        if (!input.take(quote) || !part.is_value(value)) {
            refuse();
        }
        standalone |= value == "yes";
        const TextSource& source = input.window().source();
        if (is_wide_encoding_name(value) && source.encoding().form == EncodingForm::utf8 &&
            !source.replaces_bad()) {
            input.fail_at(begin, fmt::format("the XML declaration says {}, but the bytes of this "
                                             "store are not (--recover reads them as UTF-8)",
                                             value));
        }
        spaced = input.skip_space();
    }
    if (!input.take("?>")) {
        refuse();
    }
    return standalone;
}

} // namespace promfile::xml
