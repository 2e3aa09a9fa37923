#pragma once

#include "suggest/entity.hpp"
#include "suggest/words.hpp"

#include <map>
#include <set>
#include <string>

namespace promfile::suggest {

// Names of metrics that promfile's advice on naming has no word about, each once.
class MetricNames {
public:
    // `prefix` is that of all names; empty: it is derived from the root element of each.
    MetricNames(const Profile& profile, std::string prefix)
        : profile_(profile), given_prefix_(std::move(prefix)) {}

    // Names that are taken already.
    void reserve(const std::string& name) { taken_.insert(name); }

    const std::string& prefix(const Entity& entity);
    // Of a field of the entity: `words` are those of the field, `suffix` is the base unit, with
    // _total for a counter.
    std::string name(const Entity& entity, const Words& words, std::string_view suffix);
    // The name, or another one where it is taken: with words of the elements around, or a number.
    std::string unique(const Entity& entity, const std::string& name);
    // The words of a name/value pair's name behind `above`.
    std::string pair_name(const Entity& entity, const Words& above, const Words& words,
                          std::string_view suffix);
    bool is_taken(const std::string& name) const { return taken_.count(name) > 0; }

private:
    std::string derive_prefix(const PathNode& root) const;

    const Profile& profile_;
    std::string given_prefix_;
    std::map<const PathNode*, std::string> prefixes_; // by root
    std::set<std::string> taken_;
};

// The words of the path of a field, without what tells nothing.
Words field_words(const Field& field);
// The same for people: "Bytes in", "Memory free".
std::string field_title(const Field& field);

} // namespace promfile::suggest
