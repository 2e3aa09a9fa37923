#pragma once

#include "suggest/profile.hpp"

#include <vector>

namespace promfile::suggest {

class Entities;

struct JoinedPlaces {
    PathNode* node = nullptr;             // the rows, wherever they stand
    std::vector<const PathNode*> between; // other rows that they may stand in
};

// One element in several places, as resources, clones of resources and groups of resources are:
// its nodes become one, reached by //. The same shape is not enough: identities must be disjoint,
// since rows that sum up others (a counter at each level of a report) have the same names again.
std::vector<JoinedPlaces> join_repeated_places(const Entities& entities);

} // namespace promfile::suggest
