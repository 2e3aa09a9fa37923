#pragma once

#include "suggest/draft.hpp"
#include "suggest/trial.hpp"

#include <string>

namespace promfile::suggest {

// Decides between counter and gauge by comparing the values of `now` with those of the same store
// earlier. If any value of a metric fell, it is a gauge. If some rose and none fell, it is a
// counter, unless its name is that of a level or its values are not whole. If nothing changed, the
// type stays. Rules of rows whose labels all have other values now become comments, since series
// that come and go fill the index of Prometheus.
//
// Returns a sentence on a doubt about the earlier store: that it is another store, or the newer
// one. Empty if there is none.
std::string compare_with_earlier(Draft& draft, const Trial& earlier, const Trial& now);

} // namespace promfile::suggest
