#include "xml/path_automaton.hpp"

namespace promfile::xml {

PathAutomaton::PathAutomaton(const std::vector<RowRequest>& requests)
    : requests_(requests), next_(requests.size()) {
    for (const RowRequest& request : requests) {
        for (const std::string& name : request.path.step_names()) {
            names_.emplace(name, 0);
        }
    }
    state_of(Progress(requests.size(), RowPath::start));
}

std::uint32_t PathAutomaton::state_of(const Progress& progress) {
    const auto [known, is_new] =
        by_progress_.emplace(progress, static_cast<std::uint32_t>(states_.size()));
    if (is_new) {
        State state;
        state.progress = progress;
        state.other_child = none;
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            const RowRequest& request = requests_[i];
            const bool selects = request.path.selects(progress[i]);
            state.selects_any |= selects;
            state.selects_whole |=
                selects && request.whole_row && !request.path.selects_attributes();
            state.leads_on |= request.path.leads_on(progress[i]);
        }
        states_.push_back(std::move(state));
    }
    return known->second;
}

std::uint32_t PathAutomaton::child_state(std::uint32_t state, std::string_view name) {
    const bool is_named = names_.find(name) != names_.end();
    if (is_named) {
        const auto known = states_[state].children.find(name);
        if (known != states_[state].children.end()) {
            return known->second;
        }
    } else if (states_[state].other_child != none) {
        return states_[state].other_child;
    }
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        next_[i] = requests_[i].path.step(states_[state].progress[i], name);
    }
    const std::uint32_t number = state_of(next_);
    if (is_named) {
        states_[state].children.emplace(name, number);
    } else {
        states_[state].other_child = number;
    }
    return number;
}

} // namespace promfile::xml
