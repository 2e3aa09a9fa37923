#include "config/option_checks.hpp"

#include "metrics/names.hpp"
#include "support/error.hpp"
#include "support/nearest.hpp"
#include "values/duration.hpp"
#include "xml/row_path.hpp"
#include "xpath/expression.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/types.h>

namespace promfile {

namespace {

using Faults = std::vector<OptionFault>;
using Texts = std::vector<std::string>;

// A fault for each argument on which `judge` throws an Error.
template<class Judge>
Faults faults_of(const Texts& arguments, const Judge& judge) {
    Faults faults;
    for (size_t i = 0; i < arguments.size(); ++i) {
        try {
            judge(arguments[i]);
        } catch (const Error& error) {
            faults.push_back({error.what(), i});
        }
    }
    return faults;
}

constexpr std::string_view labels_of_the_built_in_metrics[] = {"path", "type", "operation"};

} // namespace

Faults check_choice(const Option& option, std::string_view shown, const Texts& arguments) {
    const std::vector<std::string_view> choices = option.choices();
    return faults_of(arguments, [&](const std::string& argument) {
        if (std::find(choices.begin(), choices.end(), argument) == choices.end()) {
            throw Error(fmt::format("{} takes {}, not '{}'{}", shown, fmt::join(choices, " or "),
                                    argument, did_you_mean(argument, choices)));
        }
    });
}

Faults check_not_empty(const Option&, std::string_view shown, const Texts& arguments) {
    return faults_of(arguments, [&](const std::string& argument) {
        if (argument.empty()) {
            throw Error(fmt::format("the argument of {} is empty", shown));
        }
    });
}

Faults check_output_name(const Option&, std::string_view, const Texts& arguments) {
    return faults_of(arguments, [](const std::string& argument) { checked_name(argument); });
}

Faults check_rows(const Option&, std::string_view, const Texts& arguments) {
    return faults_of(arguments, [](const std::string& argument) { RowPath{argument}; });
}

Faults check_further_labels(const Option&, std::string_view, const Texts& arguments) {
    Faults faults;
    std::vector<std::string_view> taken(std::begin(labels_of_the_built_in_metrics),
                                        std::end(labels_of_the_built_in_metrics));
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const size_t equals = argument.find('=');
        const std::string_view name = argument.substr(0, equals);
        if (!is_label_name(name)) {
            faults.push_back({fmt::format("'{}' is not a legal label name (NAME=XPATH: letters, "
                                          "digits and _, no __ in front)",
                                          name),
                              i});
        } else if (std::find(taken.begin(), taken.end(), name) != taken.end()) {
            faults.push_back(
                {fmt::format("the label {} is there already, choose another name", name), i});
        }
        taken.push_back(name);
        if (equals == std::string_view::npos) {
            continue;
        }
        try {
            check_xpath(argument.substr(equals + 1));
        } catch (const ExpressionError& error) {
            faults.push_back({error.what(), i, equals + 1 + error.offset()});
        }
    }
    return faults;
}

Faults check_prefix(const Option&, std::string_view, const Texts& arguments) {
    return faults_of(arguments, [](const std::string& argument) {
        const std::string example = fmt::format("{}_rows", argument);
        if (argument.empty()) {
            return; // the root element's name, as without the option
        }
        if (!is_metric_name(example)) {
            throw Error(fmt::format("'{}' is not a legal prefix of metric names", argument));
        }
        if (!reserved_metric_prefix(example).empty()) {
            throw Error(fmt::format("the prefix {} is reserved, choose another one", argument));
        }
    });
}

Faults check_duration(const Option&, std::string_view shown, const Texts& arguments) {
    return faults_of(arguments, [&](const std::string& argument) {
        if (parse_option_duration(argument).value_or(0) <= 0) {
            throw Error(
                fmt::format("{} takes a duration such as 15min, not '{}'", shown, argument));
        }
    });
}

Faults check_mode(const Option&, std::string_view shown, const Texts& arguments) {
    return faults_of(arguments, [&](const std::string& argument) {
        const std::string_view digits =
            std::string_view(argument).substr(argument.starts_with("0o") ? 2 : 0);
        unsigned mode = 0;
        const char* end = digits.data() + digits.size();
        const auto [parsed, error] = std::from_chars(digits.data(), end, mode, 8);
        if (error != std::errc() || parsed != end || digits.size() < 3 || mode > 0777) {
            throw Error(
                fmt::format("{} takes octal digits such as 0644, not '{}'", shown, argument));
        }
        constexpr unsigned any_read = 0444;
        if ((mode & any_read) == 0) {
            throw Error(fmt::format("with {} '{}' nobody could read the file; node_exporter must",
                                    shown, argument));
        }
    });
}

} // namespace promfile
