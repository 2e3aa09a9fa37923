#pragma once

#include "suggest/draft.hpp"
#include "suggest/trial.hpp"

namespace promfile::suggest {

// Tells counters from gauges by what the same store held earlier: numbers of which some rose and
// none fell are counters unless their names say that they are levels, those of which any fell are
// gauges. Where nothing changed the names decide, as without an earlier store.
void compare_with_earlier(Draft& draft, const Trial& earlier, const Trial& now);

} // namespace promfile::suggest
