#pragma once

#include "xml/row.hpp"
#include "xml/row_request.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace promfile::xml {

// Matches the names of the open elements against the row paths of all requests at once: a
// deterministic automaton whose states are made when they are first reached. Elements in the same
// state are equal to all requests: their rows, and the rows below them, are found in the same way.
class PathAutomaton {
public:
    // `requests` must outlive the automaton.
    explicit PathAutomaton(const std::vector<RowRequest>& requests);

    static constexpr std::uint32_t start = 0; // outside the root elements

    // The state of an element called `name` whose parent has the state `state`.
    std::uint32_t child_state(std::uint32_t state, std::string_view name);

    // Is an element in this state a row of the request, or the owner of its attribute rows?
    bool selects(std::uint32_t state, std::size_t request) const {
        return requests_[request].path.selects(states_[state].progress[request]);
    }
    // Is it a row of any request, or the owner of its attribute rows?
    bool selects_any(std::uint32_t state) const { return states_[state].selects_any; }
    // Does a request ask for all of the element, not for its start tag alone?
    bool selects_whole(std::uint32_t state) const { return states_[state].selects_whole; }
    // Can an element below one in this state be selected?
    bool leads_on(std::uint32_t state) const { return states_[state].leads_on; }

    // Calls `add(request, index)` for each row of an element in this state. For an attribute row
    // `index` counts the attributes from 1; for the element itself it is `none`.
    template<typename Add>
    void for_each_row(std::uint32_t state, std::span<const Attribute> attributes, Add add) const {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            if (!selects(state, i)) {
                continue;
            }
            if (!requests_[i].path.selects_attributes()) {
                add(i, std::size_t{none});
                continue;
            }
            for (std::size_t k = 0; k < attributes.size(); ++k) {
                if (requests_[i].path.selects_attribute(attributes[k].name)) {
                    add(i, k + 1);
                }
            }
        }
    }

private:
    using Progress = std::vector<RowPath::Progress>; // for each request

    struct State {
        Progress progress;
        bool selects_any = false;
        bool selects_whole = false;
        bool leads_on = false;
        // Children by name, for the names that occur in a path. All other names lead to
        // `other_child`, so the number of states does not depend on the store.
        std::map<std::string, std::uint32_t, std::less<>> children;
        std::uint32_t other_child;
    };

    std::uint32_t state_of(const Progress& progress);

    const std::vector<RowRequest>& requests_;
    std::map<std::string, int, std::less<>> names_; // of the steps of all paths
    std::vector<State> states_;
    std::map<Progress, std::uint32_t> by_progress_;
    Progress next_; // scratch space of child_state
};

} // namespace promfile::xml
