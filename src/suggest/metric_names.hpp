#pragma once

#include "suggest/row_kinds.hpp"
#include "suggest/words.hpp"

#include <map>
#include <set>
#include <string>

namespace promfile::suggest {

// Makes unique names of metrics that follow the conventions of --check.
class MetricNames {
public:
    // All names begin with `prefix`. If it is empty, each prefix is derived from the root element.
    MetricNames(const Profile& profile, std::string prefix)
        : profile_(profile), given_prefix_(std::move(prefix)) {}

    // Marks the name as taken.
    void reserve(const std::string& name) { taken_.insert(name); }

    const std::string& prefix(const RowKind& row_kind);
    // A name for a field of the rows. `words` are the words of the field, `suffix` is the result of
    // name_suffix or "info".
    std::string name(const RowKind& row_kind, const Words& words, std::string_view suffix);
    // The name, or if it is taken, the name with words of the ancestor elements or a number. Marks
    // the result as taken.
    std::string unique(const RowKind& row_kind, const std::string& name);
    // A name for the values of a name/value pair: prefix, `above` (the words of the elements around
    // the pair), `words` and suffix.
    std::string pair_name(const RowKind& row_kind, const Words& above, const Words& words,
                          std::string_view suffix);
    bool is_taken(const std::string& name) const { return taken_.count(name) > 0; }

private:
    // A prefix and the element that it is made of.
    struct Prefix {
        std::string text;
        const PathNode* node = nullptr;
    };

    const Prefix& prefix_of(const PathNode& root);
    Prefix derive_prefix(const PathNode& root) const;
    Words without_way_to_prefix(const RowKind& row_kind, Words words);

    const Profile& profile_;
    std::string given_prefix_;
    std::map<const PathNode*, Prefix> prefixes_; // by root
    std::set<std::string> taken_;
};

// The words of a field's path, without generic words such as "list", "data" and "value".
Words field_words(const Field& field);
// The words of a field's path as people write them: "Bytes in", "Memory free".
std::string field_title(const Field& field);

} // namespace promfile::suggest
