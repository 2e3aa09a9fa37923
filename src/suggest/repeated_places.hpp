#pragma once

#include "suggest/profile.hpp"

#include <vector>

namespace promfile::suggest {

class RowKinds;

struct JoinedPlaces {
    PathNode* node = nullptr;             // the merged node
    std::vector<const PathNode*> between; // rows around some of the elements, but not around all
};

// Merges the nodes of elements that occur in several places, such as cluster resources, which may
// be alone, in a group or in a clone. The path to the merged node is //. The elements must have the
// same name, similar fields and disjoint identities (@id or @name): equal identities in two places
// mean that one summarises the other, as counters on each level of a report do.
std::vector<JoinedPlaces> join_repeated_places(const RowKinds& row_kinds);

} // namespace promfile::suggest
