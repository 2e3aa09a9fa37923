#pragma once

#include "suggest/profile.hpp"

namespace promfile::suggest {

// Merges nodes of several paths that hold one kind of element. These are elements inside an element
// of the same name with the same attributes and children, and siblings whose names are data (Slot1
// and Slot2, or at least six names of elements with the same attributes and children).
void fold(Profile& profile);

// Merges `other` and its descendants into `node`.
void merge(Profile& profile, PathNode& node, PathNode& other);

// The share of their attributes and children that two elements have in common: 0 to 1 (the Jaccard
// index of their names).
double similarity(const PathNode& a, const PathNode& b);

} // namespace promfile::suggest
