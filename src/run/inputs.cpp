#include "run/inputs.hpp"

namespace promfile {

std::vector<const EvaluatedRule*> Inputs::rules() const {
    std::vector<const EvaluatedRule*> rules;
    for (const auto* evaluated : {&stores.rules, &sensors.rules}) {
        for (const EvaluatedRule& rule : *evaluated) {
            rules.push_back(&rule);
        }
    }
    return rules;
}

std::vector<StoreRoot> Inputs::store_roots() const {
    std::vector<StoreRoot> roots;
    for (size_t i = 0; i < stores.paths.size(); ++i) {
        roots.push_back({stores.paths[i], stores.roots[i], stores.commands[i]});
    }
    return roots;
}

const std::optional<Error>& Inputs::refusal() const {
    return stores.refusal ? stores.refusal : sensors.refusal;
}

Inputs read_inputs(const Settings& settings, Log& log, double (*steady_time)(),
                   const Progress& progress) {
    Inputs inputs;
    inputs.stores = read_stores(settings, log, steady_time, progress);
    inputs.sensors = read_sensor_stage(settings, log);
    return inputs;
}

} // namespace promfile
