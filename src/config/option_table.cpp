#include "config/option_table.hpp"

#include "config/general_options.hpp"
#include "config/limit_options.hpp"
#include "config/metric_options.hpp"
#include "config/run_options.hpp"
#include "config/sensor_options.hpp"

namespace promfile {

namespace {

template<size_t... sizes>
std::vector<Option> joined(const Option (&... parts)[sizes]) {
    std::vector<Option> all;
    all.reserve((sizes + ...));
    (all.insert(all.end(), std::begin(parts), std::end(parts)), ...);
    return all;
}

} // namespace

std::span<const Option> option_table() {
    static const std::vector<Option> table =
        joined(run_options, metric_options, sensor_options, limit_options, general_options);
    return table;
}

} // namespace promfile
