#pragma once

#include <string_view>

namespace promfile::suggest {

// Does the text of a state say that something is wrong: "failed", "Not Ready", "down,offline"?
bool is_bad_state(std::string_view text);
// Does it say that all is well: "OK", "HEALTH_OK", "Good, in use", "no errors"?
bool is_good_state(std::string_view text);

} // namespace promfile::suggest
