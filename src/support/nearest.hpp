#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The candidate nearest to `word`, by the least number of letters inserted, removed, replaced or
// swapped with their neighbour (case and `_` for `-` count as next to nothing); "" where even the
// nearest is another word.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

// "; did you mean \"labels\"?", or "" where no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

} // namespace promfile
