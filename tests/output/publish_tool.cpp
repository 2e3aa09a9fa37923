// publish_tool DIR NAME: publishes the metrics on stdin as DIR/NAME.prom in the same steps as
// promfile, so that tests can inject faults into the publication alone.

#include "metrics/exposition.hpp"
#include "metrics/names.hpp"
#include "metrics/parse_exposition.hpp"
#include "output/clashes.hpp"
#include "output/exposition_file.hpp"
#include "output/neighbours.hpp"
#include "output/publication.hpp"
#include "support/error.hpp"
#include "support/log.hpp"
#include "tools.hpp"

#include <iostream>
#include <iterator>

using namespace promfile;

namespace {

std::vector<MetricFamily> families_of(const std::string& text) {
    std::vector<MetricFamily> families;
    for (ExposedFamily& family : parse_exposition(text).families) {
        families.push_back({family.name, family.help.value_or("A metric."), family.seen_type(),
                            std::move(family.samples)});
    }
    return families;
}

} // namespace

int tools::publish_tool(int count, char** arguments) {
    LogStyle style;
    style.show_warnings = true;
    Log log(stderr, style);
    if (count != 3) {
        log.error("usage: publish_tool DIR NAME < METRICS");
        return static_cast<int>(ExitStatus::usage);
    }
    try {
        const std::string directory = arguments[1];
        const std::string name = checked_name(arguments[2]);
        const std::string text(std::istreambuf_iterator<char>(std::cin), {});
        std::vector<MetricFamily> families = families_of(text);
        Publication publication(directory, name);
        const Neighbours neighbours = read_neighbours(directory, name, families);
        log.warn(neighbours.warnings);
        log.warn(reconcile_with_neighbours(families, neighbours.files,
                                           publication.published().families));
        publication.commit(expose(families, std::string(written_by) + "stdin"));
        log.warn(publication.warnings());
    } catch (const Error& error) {
        log.error(error.what());
        return static_cast<int>(error.status());
    }
    return 0;
}
