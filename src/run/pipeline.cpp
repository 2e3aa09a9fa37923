#include "run/pipeline.hpp"

#include "output/publication.hpp"
#include "rules/rule_toml.hpp"
#include "rules/source.hpp"
#include "run/check.hpp"
#include "run/check_report.hpp"
#include "run/contents.hpp"
#include "run/inputs.hpp"
#include "run/progress.hpp"
#include "support/utf8.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <optional>

namespace promfile {

namespace {

void write(std::FILE* output, std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), output) != text.size() ||
        std::fflush(output) != 0) {
        throw Error(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    }
}

Inputs read_showing_progress(const Settings& settings, Log& log, const Surroundings& surroundings,
                             double begin) {
    std::optional<ProgressLine> line;
    if (surroundings.show_progress) {
        line.emplace(log, surroundings.steady_time, begin);
    }
    const Progress progress = [&line](const std::string& path, std::uint64_t bytes,
                                      std::uint64_t size) {
        if (line) {
            line->show(path, bytes, size);
        }
    };
    return read_inputs(settings, log, surroundings.steady_time, progress);
}

std::string absolute(const std::string& path, const std::string& directory) {
    return path.starts_with('/') ? path : fmt::format("{}/{}", directory, path);
}

// The resolved rules as a configuration that runs wherever it is put: all paths are absolute.
std::string printed_configuration(const Inputs& inputs, const Settings& settings,
                                  const std::string& directory) {
    std::vector<std::string> stores;
    for (const std::string& store : settings.stores) {
        if (store != "-") {
            const std::string path = absolute(store, directory);
            stores.push_back(is_utf8(path) ? path : source_of(path));
        }
    }
    std::string text = stores.empty() ? "" : fmt::format("store = {}\n", toml_texts(stores));
    if (!settings.textfile_directory.empty()) {
        text += fmt::format("textfile-directory = {}\n",
                            quoted_toml(absolute(settings.textfile_directory, directory)));
    }
    std::vector<Rule> rules;
    for (const EvaluatedRule* evaluated : inputs.rules()) {
        rules.push_back(evaluated->rule);
        const bool is_builtin = evaluated->rule.origin.line == 0;
        for (std::string& source : rules.back().sources) {
            if (is_builtin && source.starts_with("./")) {
                source = source_of(directory) + source.substr(1);
            }
        }
    }
    return fmt::format("{}{}{}", text, text.empty() ? "" : "\n", print_rules(rules));
}

// What --debug and -v tell after the metrics.
void summarize(const Inputs& inputs, const Settings& settings, Log& log) {
    std::vector<std::string> lines = inputs.stores.summary;
    lines.insert(lines.end(), inputs.sensors.summary.begin(), inputs.sensors.summary.end());
    if (settings.mode == Mode::debug) {
        const std::vector<std::string> outcomes =
            rule_outcomes(inputs.rules(), inputs.stores.paths);
        lines.insert(lines.end(), outcomes.begin(), outcomes.end());
    }
    for (const std::string& line : lines) {
        log.info(line);
    }
}

using Times = std::function<RunTimes()>;

void publish(const std::vector<MetricFamily>& families, const Inputs& inputs, const Times& times,
             const Settings& settings, Log& log) {
    PublicationOptions options;
    options.mode = settings.file_mode;
    Publication publication(settings.textfile_directory, settings.name, options);
    // Without an old file the self-metrics alone say that a store failed.
    if (inputs.stores.failed && (publication.published().exists || !settings.self_metrics)) {
        return;
    }
    log.warn(publication.warnings());
    const size_t before = publication.warnings().size();
    publication.commit(contents_text(
        contents(families, inputs, publication.published(), times(), settings, log), settings));
    if (inputs.stores.failed) {
        log.info(fmt::format("promfile: wrote {}/{}.prom, which tells that "
                             "(promfile_store_success 0) and nothing else",
                             settings.textfile_directory, settings.name));
    }
    log.warn(Warnings(publication.warnings().begin() + static_cast<std::ptrdiff_t>(before),
                      publication.warnings().end()));
}

void print(const std::vector<MetricFamily>& families, const Inputs& inputs, const Times& times,
           const Settings& settings, Log& log, std::FILE* output) {
    PublishedFile published;
    if (!settings.textfile_directory.empty()) {
        try {
            published = inspect_published_file(settings.textfile_directory, settings.name);
            log.warn(published.warnings);
        } catch (const Error& error) {
            warn_of_refusal(error, log);
        }
    }
    write(output,
          contents_text(contents(families, inputs, published, times(), settings, log), settings));
}

} // namespace

ExitStatus run(const Settings& settings, Log& log, const Surroundings& surroundings) {
    if (settings.mode == Mode::dump_sensors) {
        write(surroundings.output, dump_sensors(settings, log));
        return ExitStatus::success;
    }
    const double begin = surroundings.steady_time();
    const Times times = [&] {
        return RunTimes{surroundings.unix_time(), surroundings.steady_time() - begin};
    };
    Inputs inputs = read_showing_progress(settings, log, surroundings, begin);
    const bool failed = inputs.stores.failed;
    const std::vector<MetricFamily> families = failed || settings.mode == Mode::print_rules
                                                   ? std::vector<MetricFamily>()
                                                   : families_of(inputs, settings, log);
    if (settings.mode == Mode::debug && failed) {
        summarize(inputs, settings, log);
    }
    if (settings.mode == Mode::publish) {
        publish(families, inputs, times, settings, log);
        summarize(inputs, settings, log);
    } else if (!failed && settings.mode == Mode::print_rules) {
        write(surroundings.output, printed_configuration(inputs, settings, surroundings.directory));
    } else if (!failed && settings.mode == Mode::debug) {
        print(families, inputs, times, settings, log, surroundings.output);
        summarize(inputs, settings, log);
    } else if (!failed) {
        const CheckResult result = check(families, inputs, times, settings, log);
        write(surroundings.output, result.table);
        summarize(inputs, settings, log);
        return result.refused ? ExitStatus::failure : ExitStatus::success;
    }
    return failed ? ExitStatus::failure : ExitStatus::success;
}

} // namespace promfile
