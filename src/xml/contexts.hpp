#pragma once

#include "xml/row.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace promfile::xml {

// What the names of the open elements mean to the requests: equal for elements in which the same
// things are looked for. Numbered, so that two are compared at once.
class Contexts {
public:
    explicit Contexts(const std::vector<RowRequest>& requests);

    static constexpr std::uint32_t outermost = 0; // around root elements

    // The context in an element of this name, from that around it.
    std::uint32_t inside(std::uint32_t context, std::string_view name);

    // Is the element that has this context inside a row of the request?
    bool selects(std::uint32_t context, std::size_t request) const {
        return requests_[request].path.selects(all_[context].progress[request]);
    }
    // Any request at all?
    bool selects_any(std::uint32_t context) const { return all_[context].selects_any; }
    // Elements, of which all is asked for?
    bool selects_whole(std::uint32_t context) const { return all_[context].selects_whole; }
    // Can there be rows further in?
    bool leads_on(std::uint32_t context) const { return all_[context].leads_on; }

    // Calls `add(request, index)` for each row that an element with this context is: the index is
    // that of an attribute, from 1, or none for the element itself.
    template<typename Add>
    void for_each_row(std::uint32_t context, std::span<const Attribute> attributes, Add add) const {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            if (!selects(context, i)) {
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

    struct Context {
        Progress progress;
        bool selects_any = false;
        bool selects_whole = false;
        bool leads_on = false;
        // Of the names that any path has; every other name is as good as `other`.
        std::map<std::string, std::uint32_t, std::less<>> inside;
        std::uint32_t other;
    };

    std::uint32_t number_of(const Progress& progress);

    const std::vector<RowRequest>& requests_;
    std::map<std::string, int, std::less<>> names_; // that the paths have
    std::vector<Context> all_;
    std::map<Progress, std::uint32_t> by_progress_;
    Progress next_;
};

} // namespace promfile::xml
