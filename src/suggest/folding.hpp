#pragma once

#include "suggest/profile.hpp"

namespace promfile::suggest {

// Makes one node of what is one thing under several paths: elements inside one of their own name
// and shape, and elements whose names are data (Slot1, Slot2; or six and more of one shape).
void fold(Profile& profile);

// Adds `other` to `node`, with all below it.
void merge(Profile& profile, PathNode& node, PathNode& other);

// How much two elements have in common, of all their attributes and children: 0 to 1.
double similarity(const PathNode& a, const PathNode& b);

} // namespace promfile::suggest
