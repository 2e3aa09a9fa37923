#include "xml/contexts.hpp"

namespace promfile::xml {

Contexts::Contexts(const std::vector<RowRequest>& requests)
    : requests_(requests), next_(requests.size()) {
    for (const RowRequest& request : requests) {
        for (const std::string& name : request.path.step_names()) {
            names_.emplace(name, 0);
        }
    }
    number_of(Progress(requests.size(), RowPath::start));
}

std::uint32_t Contexts::number_of(const Progress& progress) {
    const auto [known, is_new] =
        by_progress_.emplace(progress, static_cast<std::uint32_t>(all_.size()));
    if (is_new) {
        Context context;
        context.progress = progress;
        context.other = none;
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            const RowRequest& request = requests_[i];
            const bool selects = request.path.selects(progress[i]);
            context.selects_any |= selects;
            context.selects_whole |=
                selects && request.whole_row && !request.path.selects_attributes();
            context.leads_on |= request.path.leads_on(progress[i]);
        }
        all_.push_back(std::move(context));
    }
    return known->second;
}

std::uint32_t Contexts::inside(std::uint32_t context, std::string_view name) {
    const bool is_named = names_.find(name) != names_.end();
    if (is_named) {
        const auto known = all_[context].inside.find(name);
        if (known != all_[context].inside.end()) {
            return known->second;
        }
    } else if (all_[context].other != none) {
        return all_[context].other;
    }
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        next_[i] = requests_[i].path.step(all_[context].progress[i], name);
    }
    const std::uint32_t number = number_of(next_);
    if (is_named) {
        all_[context].inside.emplace(name, number);
    } else {
        all_[context].other = number;
    }
    return number;
}

} // namespace promfile::xml
