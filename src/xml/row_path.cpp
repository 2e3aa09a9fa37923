#include "xml/row_path.hpp"

#include "support/error.hpp"

#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace promfile {

namespace {

// `Progress` has 64 bits: one for the start and one for each step.
constexpr size_t max_steps = 62;

bool is_step_name(std::string_view name) {
    return name == "*" ||
           (!name.empty() &&
            name.find_first_of(" \t\r\n*@[](){}|=!<>'\"$,+;&?#%^~`\\") == std::string_view::npos &&
            name.find("::") == std::string_view::npos && name.front() != '.' &&
            name.front() != '-' && (name.front() < '0' || name.front() > '9'));
}

} // namespace

RowPath::RowPath(std::string_view path) : text_(path) {
    const auto refuse = [path](std::string_view why) {
        return Error(fmt::format("'{}' is not a valid path to rows: {}", path, why),
                     ExitStatus::usage);
    };
    if (path.empty()) {
        throw refuse("it is empty");
    }
    if (path.find('[') != std::string_view::npos) {
        throw refuse("predicates belong in `where`");
    }
    std::string_view rest = path;
    bool descendant = rest.front() != '/';
    while (!rest.empty() || steps_.empty()) {
        if (rest.starts_with("//")) {
            descendant = true;
            rest.remove_prefix(2);
        } else if (rest.starts_with("/")) {
            rest.remove_prefix(1);
        }
        const std::string_view name = rest.substr(0, rest.find('/'));
        rest.remove_prefix(name.size());
        const bool attribute = name.starts_with('@');
        if (!is_step_name(attribute ? name.substr(1) : name)) {
            throw refuse(fmt::format("'{}' is neither a name nor *", name));
        }
        if (attribute) {
            if (!rest.empty() || (steps_.empty() && !descendant)) {
                throw refuse("an attribute must be the last step, after an element");
            }
            if (descendant) {
                steps_.push_back({"*", true, true});
            }
            attribute_ = name.substr(1);
            break;
        }
        steps_.push_back({std::string(name), descendant, name == "*"});
        descendant = false;
    }
    if (steps_.size() > max_steps) {
        throw refuse(fmt::format("it has more than {} steps", max_steps));
    }
    below_ = (Progress{1} << steps_.size()) - 1;
}

std::vector<std::string> RowPath::step_names() const {
    std::vector<std::string> names;
    for (const Step& step : steps_) {
        names.push_back(step.name);
    }
    return names;
}

RowPath::Progress RowPath::step(Progress parent, std::string_view name) const {
    Progress here = 0;
    for (Progress pending = parent & below_; pending != 0; pending &= pending - 1) {
        const auto i = static_cast<size_t>(std::countr_zero(pending));
        const Step& step = steps_[i];
        if (step.any || step.name == name) {
            here |= Progress{1} << (i + 1);
        }
        if (step.descendant) {
            here |= Progress{1} << i;
        }
    }
    return here;
}

} // namespace promfile
