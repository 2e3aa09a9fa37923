#pragma once

#include "rules/rule.hpp"
#include "suggest/profile.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace promfile::suggest {

// The fields of a store, which are attributes and texts that are not always empty, and which of
// them no rule reads.
struct UnreadFields {
    size_t fields = 0;
    std::vector<std::string> unread; // paths such as "/store/disk/@serial", in document order
};

// `profile` is of one store, as profile_store leaves it. `rules` are those that read the store.
UnreadFields unread_fields(const Profile& profile, const std::vector<Rule>& rules);

} // namespace promfile::suggest
