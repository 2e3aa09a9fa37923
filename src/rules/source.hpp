#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// Whether the glob of a rule's `source` names the store. A relative glob may leave out leading
// directories ("zones.xml" is any store of that name) unless it begins with "./"; "-" is standard
// input alone.
bool is_source(std::string_view glob, std::string_view path);

// Whether a rule with these globs reads the store. A rule without globs reads all stores.
bool is_any_source(const std::vector<std::string>& globs, std::string_view path);

// A glob that names this store and no other, except that ? stands for each byte that is not UTF-8.
std::string source_of(std::string_view path);

} // namespace promfile
