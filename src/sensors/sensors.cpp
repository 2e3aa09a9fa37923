#include "sensors/sensors.hpp"

#include "sensors/document.hpp"
#include "sensors/reader_process.hpp"
#include "support/error.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unordered_map>

namespace promfile {

namespace {

using Kind = SensorRecord::Kind;

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

// Collects the records of the readers into rows and counts.
class Collector {
public:
    explicit Collector(SensorReading& reading) : reading_(reading) {}

    void add(const SensorRecord& record) {
        switch (record.kind) {
        case Kind::planned:
            plan(record);
            break;
        case Kind::label:
            if (!record.text.empty()) {
                row(record).sensor = record.text;
            }
            break;
        case Kind::value:
            set(row(record), record.name, record.text);
            --pending(record);
            break;
        case Kind::no_label:
            ++reading_.errors[record.name];
            reading_.notes.push_back(record.text);
            break;
        case Kind::failed:
            ++reading_.errors[record.name];
            reading_.notes.push_back(record.text);
            --pending(record);
            break;
        case Kind::left_out:
            reading_.notes.push_back(record.text);
            --pending(record);
            break;
        case Kind::note:
            reading_.notes.push_back(record.text);
            break;
        case Kind::warning:
            reading_.warnings.push_back(record.text);
            break;
        case Kind::reading:
        case Kind::error:
        case Kind::out_of_memory:
        case Kind::done:
            break;
        }
    }

    // Counts the values that were planned but not read; at least one, because the time may have
    // ended before the plan came.
    void count_unread(const SensorOptions& options) {
        const double seconds = static_cast<double>(options.timeout.count()) / 1000;
        std::int64_t unread = 0;
        for (size_t i = 0; i < rows_.size(); ++i) {
            if (pending_[i] > 0) {
                unread += pending_[i];
                reading_.notes.push_back(fmt::format("{} {}: {} of its values not read in {} s",
                                                     rows_[i].chip, rows_[i].feature, pending_[i],
                                                     format_number(seconds)));
            }
        }
        reading_.errors["timeout"] += static_cast<std::uint64_t>(std::max<std::int64_t>(unread, 1));
    }

    // The rows with at least one attribute that was read.
    std::vector<SensorRow> rows() && {
        std::erase_if(rows_, [](const SensorRow& row) { return row.attributes.empty(); });
        return std::move(rows_);
    }

private:
    static std::string key(const SensorRecord& record) {
        return record.chip + '\0' + record.feature;
    }

    void plan(const SensorRecord& record) {
        if (index_.try_emplace(key(record), rows_.size()).second) {
            rows_.push_back({record.name, record.chip, record.feature, record.feature, {}});
            pending_.push_back(static_cast<std::int64_t>(parse_number(record.text).value_or(0)));
        }
    }

    SensorRow& row(const SensorRecord& record) { return rows_.at(index_.at(key(record))); }
    std::int64_t& pending(const SensorRecord& record) {
        return pending_.at(index_.at(key(record)));
    }

    // Of several trip points of one kind, keeps the lowest, which a rising temperature reaches
    // first.
    static void set(SensorRow& row, const std::string& name, const std::string& value) {
        for (auto& [known, text] : row.attributes) {
            if (known == name) {
                if (parse_number(value) < parse_number(text)) {
                    text = value;
                }
                return;
            }
        }
        row.attributes.emplace_back(name, value);
    }

    SensorReading& reading_;
    std::vector<SensorRow> rows_;
    std::vector<std::int64_t> pending_; // value files of each row that were not reported yet
    std::unordered_map<std::string, size_t> index_;
};

void check_root(const std::string& root) {
    struct stat status {};
    // A machine without /sys has no sensors; a directory given as an option must exist.
    if (root != "/sys" && stat(root.c_str(), &status) != 0) {
        throw Error(fmt::format("cannot read the sensors in {}: {}", root, std::strerror(errno)));
    }
}

void warn(const ReaderOutcome& outcome, const SensorOptions& options, Warnings& warnings) {
    const double seconds = static_cast<double>(options.timeout.count()) / 1000;
    if (outcome.crashed) {
        warnings.push_back(
            "the sensor reader ended unexpectedly; the readings that it had left are missing");
    } else if (!outcome.complete) {
        warnings.push_back(fmt::format(
            "not all sensors were read within {} s: {}", format_number(seconds),
            outcome.blocked_chips.empty()
                ? "the list of chips took longer (ps -C promfile-sensor shows the reader of an "
                  "earlier run where one is stuck)"
                : fmt::format("{} did not answer in time", joined(outcome.blocked_chips))));
    }
    for (const int process : outcome.survivors) {
        warnings.push_back(fmt::format("the sensor reader, process {}, is stuck in a driver; "
                                       "that chip is not read again until it ends",
                                       process));
    }
}

} // namespace

SensorReading read_sensors(const SensorOptions& options) {
    check_root(options.root);
    SensorReading reading;
    for (const std::string_view reason : sensor_error_reasons) {
        reading.errors.emplace(std::string(reason), 0);
    }
    Collector collector(reading);
    const ReaderOutcome outcome =
        run_reader_processes(options, [&](const SensorRecord& record) { collector.add(record); });
    if (!outcome.complete) {
        collector.count_unread(options);
    }
    warn(outcome, options, reading.warnings);
    const std::vector<SensorRow> rows = std::move(collector).rows();
    reading.rows = rows.size();
    reading.xml = sensors_document(rows);
    return reading;
}

} // namespace promfile
