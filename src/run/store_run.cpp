#include "run/store_run.hpp"

#include "input/command_output.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <thread>

namespace promfile {

namespace {

constexpr double pauses[] = {0.1, 0.5, 2}; // seconds

// Tries once to read the store. True if the file changed meanwhile; then the result in `run` must
// not be used.
bool attempt(const StoreName& name, std::uint32_t number, RuleSet& rules,
             const xml::ReadLimits& read_limits, const EvaluationLimits& limits,
             const ReadingTime& time, const Progress& progress, StoreRun& run) {
    const std::string& path = name.path;
    run = StoreRun();
    run.report.path = path;
    run.command = name.command ? command_line(*name.command) : "";
    std::unique_ptr<StoreInput> input;
    try {
        input = open_store(name, time);
    } catch (const Error& error) {
        run.failure = error.what();
        return false;
    }
    run.report.mtime = input->mtime();
    run.report.size = input->told_size();
    const StoreFacts facts{path, std::string(base_name(path)),
                           input->mtime().value_or(std::numeric_limits<double>::quiet_NaN())};
    const std::string shown = path == "-" ? "standard input" : path;
    StoreEvaluation evaluation(rules, facts, number, limits);
    std::optional<xml::RowReader> store;
    // An error of the reader is a fault of the store; an error of the rules refuses the run.
    const auto next = [&]() -> std::span<const xml::Row> {
        try {
            if (!store) {
                store.emplace(input->reader(), shown, rules.requests(), read_limits);
            }
            return store->next();
        } catch (const Error& error) {
            run.failure = input->failure();
            if (!run.failure) {
                run.failure = input->explained(error.what());
            }
            return {};
        }
    };
    const auto line_of = [&](const xml::Row& row) { return store->position_of(row).line; };
    std::uint64_t bytes_told = 0;
    try {
        for (auto rows = next(); !rows.empty(); rows = next()) {
            evaluation.add(rows, line_of);
            if (bytes_told != input->bytes_read()) {
                bytes_told = input->bytes_read();
                progress(path, bytes_told, input->size());
            }
        }
    } catch (const RowTreeError& error) {
        run.failure = error.what();
    } catch (const Error& error) {
        run.refusal = error;
    }
    run.report.bytes = input->bytes_read();
    run.report.size = input->told_size();
    run.report.rows = evaluation.counts();
    if (run.refusal) {
        return input->changed();
    }
    if (!run.failure && store->cut_short()) {
        run.failure = input->failure();
    }
    // A store without a row before its fault has nothing to publish.
    if (!run.failure && store->cut_short() && run.report.rows.read == 0) {
        run.failure =
            fmt::format("{} (no row ended before it, so --recover has nothing to publish)",
                        *store->cut_short());
    }
    if (!run.failure) {
        run.tables = std::move(evaluation.tables());
        run.root_name = store->root_name();
        run.report.success = !store->cut_short() && store->roots() == 1;
        if (store->roots() > 1) {
            run.warnings.push_back(fmt::format("{} has {} root elements, and the rows of all are "
                                               "published",
                                               path, store->roots()));
        }
        if (store->cut_short()) {
            run.warnings.push_back(
                fmt::format("{} (the rows before it are published)", *store->cut_short()));
        }
        if (store->replaced() > 0) {
            run.warnings.push_back(fmt::format(
                "{}: {} read as U+FFFD", path,
                store->replaced() == 1
                    ? "1 byte that is not a character was"
                    : fmt::format("{} bytes that are not characters were", store->replaced())));
        }
    }
    return input->changed();
}

} // namespace

StoreRun run_store(const StoreName& store, std::uint32_t number, RuleSet& rules,
                   const xml::ReadLimits& read_limits, const EvaluationLimits& limits,
                   const ReadingTime& time, const Progress& progress) {
    StoreRun run;
    const double begin = time.now();
    bool changed = attempt(store, number, rules, read_limits, limits, time, progress, run);
    size_t attempts = 1;
    for (const double pause : pauses) {
        if (!changed || time.now() + pause >= time.run_end) {
            break;
        }
        std::this_thread::sleep_for(std::chrono::duration<double>(pause));
        changed = attempt(store, number, rules, read_limits, limits, time, progress, run);
        ++attempts;
    }
    if (changed) {
        run.failure = fmt::format(
            "{} changed {} (is it being written? a writer that renames a finished file over it is "
            "safe)",
            store.path,
            attempts == 1 ? "while it was read"
                          : fmt::format("each of the {} times it was read", attempts));
        run.tables.clear();
        run.refusal.reset();
        run.report.success = false;
    }
    run.seconds = time.now() - begin;
    return run;
}

} // namespace promfile
