#pragma once

#include "suggest/row_kinds.hpp"

#include <string_view>
#include <vector>

namespace promfile::suggest {

// The search for the key of one kind of rows: the fields that tell its rows apart. It looks at the
// sampled rows only.
class KeySearch {
public:
    KeySearch(const RowKinds& row_kinds, RowKind& row_kind);

    // Sets `key`, `near_key`, `path_attribute`, `preceding_sibling` or, by find_moments, `moments`
    // of the row kind.
    void run();

private:
    struct Candidate {
        const Field* field;
        int score;
        std::vector<std::string_view> column; // its value on each sampled row
    };
    using Chosen = std::vector<const Candidate*>;

    void find_candidates();
    bool is_unique(const Chosen& chosen) const;
    size_t distinct(const Chosen& chosen) const;
    bool find_path();
    bool find_single();
    bool find_combination(size_t size, int min_of_each);
    void find_near_key();
    bool find_shared_numbers();
    void find_preceding_sibling();
    void use(const Chosen& chosen);

    const RowKinds& row_kinds_;
    RowKind& row_kind_;
    const std::vector<SampledElement*>& rows_;
    std::vector<const SampledElement*> parents_; // of each sampled row
    std::vector<Candidate> candidates_;          // best first
};

} // namespace promfile::suggest
