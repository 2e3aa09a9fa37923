#include "run/check.hpp"

#include "input/store_list.hpp"
#include "output/textfile.hpp"
#include "run/advice.hpp"
#include "run/check_report.hpp"

#include <fmt/format.h>

namespace promfile {

namespace {

void advise(const Inputs& inputs, const Settings& settings, Log& log) {
    std::vector<StoreRoot> stores;
    for (size_t i = 0; i < inputs.stores.paths.size(); ++i) {
        stores.push_back({inputs.stores.paths[i], inputs.stores.roots[i]});
    }
    for (const EvaluatedRule* evaluated : inputs.rules()) {
        log.warn(rule_advice(evaluated->rule, evaluated->table, stores));
    }
    log.warn(relative_stores(settings));
    for (const std::string& store : settings.stores) {
        if (list_stores({store}).empty()) {
            log.warn(fmt::format("{} matches no file", store));
        }
    }
}

// Runs a step that publishing would take, too. False where it refuses.
template<typename Step>
bool passes(const Step& step, Log& log) {
    try {
        step();
        return true;
    } catch (const Error& error) {
        log.error(error.what());
        return false;
    }
}

} // namespace

CheckResult check(const std::vector<MetricFamily>& families, const Inputs& inputs,
                  const std::function<RunTimes()>& times, const Settings& settings, Log& log) {
    CheckResult result;
    advise(inputs, settings, log);
    if (!settings.textfile_directory.empty()) {
        Standing standing;
        result.refused = !passes(
            [&] { standing = inspect_target(settings.textfile_directory, settings.name); }, log);
        log.warn(fallen_counters(families, standing.families));
        if (!result.refused) {
            result.refused =
                !passes([&] { contents(families, inputs, standing, times(), settings, log); }, log);
        }
    }
    result.table = check_table(inputs.rules(), families);
    return result;
}

} // namespace promfile
