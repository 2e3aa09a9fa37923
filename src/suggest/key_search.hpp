#pragma once

#include "suggest/entity.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace promfile::suggest {

// The search for the key of one kind of rows. Every question is answered on the sample.
class KeySearch {
public:
    KeySearch(const Entities& entities, Entity& entity);

    // Sets `key`, `near_key`, `path_attribute`, `preceding_sibling` or `moments` of the entity.
    void run();

private:
    struct Candidate {
        const Field* field;
        int score;
        std::vector<std::string_view> column; // its text on each sampled row
    };
    using Chosen = std::vector<const Candidate*>;

    void find_candidates();
    bool is_unique(const Chosen& chosen) const;
    size_t distinct(const Chosen& chosen) const;
    bool find_path();
    bool find_single();
    bool find_combination(size_t size, int least_score);
    void find_near_key();
    bool find_moments();
    void find_preceding_sibling();
    void use(const Chosen& chosen);

    Entity& entity_;
    const std::vector<SampledElement*>& rows_;
    std::vector<const SampledElement*> parents_; // of each sampled row
    std::vector<Candidate> candidates_;          // best first
};

} // namespace promfile::suggest
