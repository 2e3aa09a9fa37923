#pragma once

#include "config/option.hpp"

namespace promfile {

// The checks that the table of options names. Each is an OptionCheck.

// One of the words of the option's argument.
std::vector<OptionFault> check_choice(const Option& option, std::string_view shown,
                                      const std::vector<std::string>& arguments);
// None of the arguments is empty.
std::vector<OptionFault> check_not_empty(const Option& option, std::string_view shown,
                                         const std::vector<std::string>& arguments);
// A NAME of DIR/NAME.prom that checked_name accepts.
std::vector<OptionFault> check_output_name(const Option& option, std::string_view shown,
                                           const std::vector<std::string>& arguments);
// A path to rows.
std::vector<OptionFault> check_rows(const Option& option, std::string_view shown,
                                    const std::vector<std::string>& arguments);
// "NAME" or "NAME=XPATH"; no name is repeated or is a label of the built-in metrics.
std::vector<OptionFault> check_further_labels(const Option& option, std::string_view shown,
                                              const std::vector<std::string>& arguments);
// A text with which metric names can begin.
std::vector<OptionFault> check_prefix(const Option& option, std::string_view shown,
                                      const std::vector<std::string>& arguments);
// A duration of more than 0 s.
std::vector<OptionFault> check_duration(const Option& option, std::string_view shown,
                                        const std::vector<std::string>& arguments);
// Octal permissions with which somebody can read the file.
std::vector<OptionFault> check_mode(const Option& option, std::string_view shown,
                                    const std::vector<std::string>& arguments);

} // namespace promfile
