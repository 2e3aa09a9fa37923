#pragma once

#include <string_view>

namespace promfile::suggest {

// Does the text hold an amount or a time that promfile cannot read, so that it is another one at
// the next run: "online 1048001s", "50% (1/2)", "27,3", "12 days, 4:33", "2 hours ago", "Nov 14
// 2023"?
bool changes_by_itself(std::string_view text);

} // namespace promfile::suggest
