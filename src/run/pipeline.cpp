#include "run/pipeline.hpp"

#include "output/publication.hpp"
#include "rules/rule_toml.hpp"
#include "rules/source.hpp"
#include "run/check.hpp"
#include "run/check_report.hpp"
#include "run/contents.hpp"
#include "run/data.hpp"
#include "run/inputs.hpp"
#include "run/progress.hpp"
#include "run/provenance.hpp"
#include "run/self_metrics.hpp"
#include "support/utf8.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
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
    for (const StoreArgument& store : settings.stores) {
        if (const auto* command = std::get_if<StoreCommand>(&store)) {
            stores.push_back(print_store_command(*command));
        } else if (store_name(store) != "-") {
            const std::string path = absolute(store_name(store), directory);
            stores.push_back(quoted_toml(is_utf8(path) ? path : source_of(path)));
        }
    }
    std::string text;
    if (!stores.empty()) {
        const bool is_array = stores.size() > 1;
        text = fmt::format("store = {}{}{}\n", is_array ? "[" : "", fmt::join(stores, ", "),
                           is_array ? "]" : "");
    }
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

// The summary that --debug and -v print after the metrics.
void summarize(const Inputs& inputs, const std::vector<MetricFamily>& families,
               const Settings& settings, Log& log) {
    std::vector<std::string> lines = inputs.stores.summary;
    lines.insert(lines.end(), inputs.sensors.summary.begin(), inputs.sensors.summary.end());
    if (settings.mode == Mode::debug) {
        const std::vector<std::string> outcomes =
            rule_outcomes(inputs.rules(), families, inputs.stores.paths);
        lines.insert(lines.end(), outcomes.begin(), outcomes.end());
    }
    for (const std::string& line : lines) {
        log.info(line);
    }
}

using Times = std::function<RunTimes()>;

// The data of a run, or the exit status of a run that failed.
struct Outcome {
    std::optional<Data> data;
    ExitStatus status = ExitStatus::success;

    void fail(ExitStatus with) {
        data.reset();
        status = with;
    }
    void fail(const Error& refusal, Log& log) {
        log.error(refusal.what(), refusal.excerpt());
        fail(refusal.status());
    }
};

Outcome outcome(Inputs& inputs, const Settings& settings, Log& log) {
    Outcome result;
    try {
        if (inputs.stores.failed && !inputs.refusal()) { // which has been logged
            result.fail(ExitStatus::failure);
        } else {
            result.data = data_of_run(inputs, settings, log);
        }
    } catch (const Error& refusal) {
        result.fail(refusal, log);
    }
    return result;
}

// The message of a failed run that wrote the first file of this name.
std::string first_file_text(const Inputs& inputs, const Settings& settings) {
    return fmt::format("promfile: wrote {}/{}.prom, which says so ({} 0) and nothing else",
                       settings.textfile_directory, settings.name,
                       inputs.stores.failed ? "promfile_store_success" : last_success_name);
}

// Replaces the published file by the data of the run and promfile's own metrics. If the run has
// failed, or clashes with another file here, the published data are published again with their old
// modification time and new metrics of promfile: the failure is then seen at the next scrape.
ExitStatus publish(Outcome result, const Inputs& inputs, const Times& times,
                   const Settings& settings, Log& log) {
    PublicationOptions options;
    options.mode = settings.file_mode;
    Publication publication(settings.textfile_directory, settings.name, options);
    const PublishedFile& published = publication.published();
    log.warn(publication.warnings());
    const size_t before = publication.warnings().size();
    const std::optional<std::string> other = other_owner(published, settings);
    const auto text_of = [&](const Data& data) {
        Warnings warnings;
        std::string text = contents_text(
            contents(data, inputs, published, times(), settings, log, warnings), settings);
        log.warn(warnings);
        return text;
    };
    std::string text;
    if (result.data) {
        if (other) {
            log.warn(*other);
        }
        try {
            text = text_of(*result.data);
        } catch (const Error& refusal) {
            result.fail(refusal, log);
        }
    }
    std::optional<timespec> mtime;
    if (!result.data) {
        if (!settings.self_metrics) {
            return result.status;
        }
        if (other) {
            throw Error(*other);
        }
        const Data data = data_of_published(published);
        text = text_of(data);
        mtime = data.mtime;
    }
    publication.commit(text, mtime);
    if (!result.data && !published.exists) {
        log.info(first_file_text(inputs, settings));
    }
    log.warn(Warnings(publication.warnings().begin() + static_cast<std::ptrdiff_t>(before),
                      publication.warnings().end()));
    return result.status;
}

void print(const Data& data, const Inputs& inputs, const Times& times, const Settings& settings,
           Log& log, std::FILE* output) {
    PublishedFile published;
    if (!settings.textfile_directory.empty()) {
        try {
            published = inspect_published_file(settings.textfile_directory, settings.name);
            log.warn(published.warnings);
        } catch (const Error& error) {
            log.warn(refusal_warning(error));
        }
    }
    if (const auto other = other_owner(published, settings)) {
        log.warn(*other);
    }
    Warnings warnings;
    const std::vector<MetricFamily> all =
        contents(data, inputs, published, times(), settings, log, warnings);
    log.warn(warnings);
    write(output, contents_text(all, settings));
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
    if (settings.mode == Mode::print_rules) {
        if (inputs.refusal()) {
            throw Error(*inputs.refusal());
        }
        if (!inputs.stores.failed) {
            write(surroundings.output,
                  printed_configuration(inputs, settings, surroundings.directory));
        }
        return inputs.stores.failed ? ExitStatus::failure : ExitStatus::success;
    }
    Outcome result = outcome(inputs, settings, log);
    if (settings.mode == Mode::publish) {
        const ExitStatus status = publish(std::move(result), inputs, times, settings, log);
        summarize(inputs, {}, settings, log); // only --debug tells the outcome of each rule
        return status;
    }
    if (settings.mode == Mode::check && result.data) {
        const CheckResult checked = check(*result.data, inputs, times, settings, log);
        write(surroundings.output, checked.table);
        result.status = checked.refused ? ExitStatus::failure : ExitStatus::success;
    } else if (result.data) {
        print(*result.data, inputs, times, settings, log, surroundings.output);
    }
    if (result.data || settings.mode == Mode::debug) {
        summarize(inputs, result.data ? result.data->families : std::vector<MetricFamily>(),
                  settings, log);
    }
    return result.status;
}

} // namespace promfile
