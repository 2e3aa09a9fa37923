#pragma once

#include "suggest/draft.hpp"
#include "suggest/trial.hpp"

namespace promfile::suggest {

// Decides between counter and gauge by comparing the values of `now` with those of the same store
// earlier. If any value of a metric fell, it is a gauge. If some rose and none fell, it is a
// counter, unless its name is that of a level or its values are not whole. If nothing changed, the
// type stays.
void compare_with_earlier(Draft& draft, const Trial& earlier, const Trial& now);

} // namespace promfile::suggest
