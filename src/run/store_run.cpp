#include "run/store_run.hpp"

#include "input/input_file.hpp"
#include "support/error.hpp"

#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <thread>

namespace promfile {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds pauses[] = {100ms, 500ms, 2000ms};

std::string base_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

// One attempt. True where the file changed while it was read, so that the result is worth nothing.
bool attempt(const std::string& path, std::uint32_t number, RuleSet& rules,
             const ReadLimits& read_limits, const EvaluationLimits& limits,
             const Progress& progress, StoreRun& run) {
    run = StoreRun();
    run.report.path = path;
    std::optional<InputFile> file;
    try {
        file.emplace(path);
    } catch (const Error& error) {
        run.failure = error.what();
        return false;
    }
    run.report.mtime = file->mtime();
    const StoreFacts facts{path, base_name(path),
                           file->mtime().value_or(std::numeric_limits<double>::quiet_NaN())};
    StoreEvaluation evaluation(rules, facts, number, limits);
    std::optional<XmlStore> store;
    std::vector<Row> rows;
    // Only what the reader throws is a fault of the store.
    const auto next = [&] {
        try {
            if (!store) {
                store.emplace(file->reader(), path == "-" ? "standard input" : path,
                              rules.requests(), read_limits);
            }
            return store->next(rows);
        } catch (const Error& error) {
            run.failure = error.what();
            return false;
        }
    };
    const auto line_of = [&](const Row& row) { return store->position_of(row).line; };
    while (next()) {
        evaluation.add(rows, line_of);
        progress(path, file->bytes_read(), file->size());
    }
    run.report.bytes = file->bytes_read();
    run.report.rows = evaluation.counts();
    if (!run.failure) {
        run.tables = std::move(evaluation.tables());
        run.root_name = store->root_name();
        run.report.success = !store->cut_short();
        if (store->cut_short()) {
            run.warnings.push_back(
                fmt::format("{} (what stands before it is published)", *store->cut_short()));
        }
        if (store->replaced() > 0) {
            run.warnings.push_back(fmt::format("{}: {} bytes that are no characters were read as "
                                               "U+FFFD",
                                               path, store->replaced()));
        }
        if (store->has_attribute_defaults()) {
            run.warnings.push_back(fmt::format("{}: the DTD declares defaults of attributes, which "
                                               "promfile does not fill in",
                                               path));
        }
    }
    return file->changed();
}

} // namespace

StoreRun run_store(const std::string& path, std::uint32_t number, RuleSet& rules,
                   const ReadLimits& read_limits, const EvaluationLimits& limits,
                   const Progress& progress) {
    StoreRun run;
    const auto begin = std::chrono::steady_clock::now();
    bool changed = attempt(path, number, rules, read_limits, limits, progress, run);
    for (const auto pause : pauses) {
        if (!changed) {
            break;
        }
        std::this_thread::sleep_for(pause);
        changed = attempt(path, number, rules, read_limits, limits, progress, run);
    }
    if (changed) {
        run.failure = fmt::format("{} changed each of the {} times it was read (is it being "
                                  "written? a writer that renames a finished file over it is safe)",
                                  path, std::size(pauses) + 1);
        run.tables.clear();
        run.report.success = false;
    }
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return run;
}

} // namespace promfile
