#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The candidate that takes the fewest edits to become `word`: letters inserted, removed, replaced
// or swapped with their neighbour. Another case, or `_` for `-`, counts an eighth of an edit. ""
// if even the nearest candidate is another word, or takes more than `most` edits.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates,
                         size_t most = std::string_view::npos);

// "; did you mean \"labels\"?", or "" if no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

} // namespace promfile
