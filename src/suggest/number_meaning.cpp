#include "suggest/number_meaning.hpp"

#include "suggest/counter_or_gauge.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "support/ascii.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace promfile::suggest {

namespace {

struct NamedUnit {
    std::string_view words; // a name that ends in one of them has the unit
    const char* unit;
    const char* base;
    const char* guess = "";
};
constexpr NamedUnit named_units[] = {
    {"k_bps", "kBps", "bytes_per_second"}, // the words of kBps
    {"m_bps", "MBps", "bytes_per_second"},
    {"g_bps", "GBps", "bytes_per_second"},
    {"kbps", "kbps", "bytes_per_second"},
    {"mbps", "Mbps", "bytes_per_second"},
    {"gbps", "Gbps", "bytes_per_second"},
    {"bytes_per_second bytes_per_sec octets_per_second octets_per_sec bytes_sec octets_sec", "",
     "bytes_per_second"},
    {"bps bits_per_second bits_per_sec", "bit", "bytes_per_second"},
    {"per_second per_sec", "", ""},
    {"ns nanos nanosec nanosecs nanosecond nanoseconds", "ns", "seconds"},
    {"us usec usecs micros microsecond microseconds", "us", "seconds"},
    {"ms msec msecs millis millisecond milliseconds in_ms", "ms", "seconds"},
    {"rd_sec wr_sec dc_sec", "", ""}, // sectors, as sar prints them
    {"ops_sec op_sec ios_sec io_sec reads_sec writes_sec requests_sec req_sec queries_sec "
     "packets_sec messages_sec msgs_sec hits_sec transactions_sec connections_sec events_sec "
     "pages_sec frames_sec errors_sec",
     "", ""}, // rates
    {"sec secs second seconds", "", "seconds"},
    {"mins minute minutes", "min", "seconds"},
    {"hour hours hr hrs", "h", "seconds"},
    {"day days", "d", "seconds"},
    {"kb kbyte kbytes kilobyte kilobytes", "KiB", "bytes",
     "kB may be 1000 or 1024 bytes; taken for 1024"},
    {"kib kibibyte kibibytes", "KiB", "bytes"},
    {"mb mbyte mbytes megabyte megabytes", "MiB", "bytes",
     "MB may be powers of 1000 or 1024; taken for 1024"},
    {"mib mebibyte mebibytes", "MiB", "bytes"},
    {"gb gbyte gbytes gigabyte gigabytes", "GiB", "bytes",
     "GB may be powers of 1000 or 1024; taken for 1024"},
    {"gib gibibyte gibibytes", "GiB", "bytes"},
    {"byte bytes octet octets bytes_in bytes_out bytes_sent bytes_received bytes_total bytes_read "
     "bytes_written octets_in octets_out octets_sent octets_received",
     "", "bytes"},
    {"bit bits bits_in bits_out", "bit", "bytes"},
    {"celsius temp_c dewpoint_c degc degrees_c degreesc deg_c", "", "celsius"},
    {"fahrenheit temp_f temperature_f dewpoint_f degf degrees_f degreesf deg_f", "F", "celsius"},
    {"kelvin temp_k temperature_k", "kelvin", "celsius"},
    {"mv millivolt millivolts", "mV", "volts"},
    {"volt volts voltage", "", "volts"},
    {"milliamp milliamps milliampere milliamperes", "mA", "amperes"},
    {"amp amps ampere amperes", "", "amperes"},
    {"mw milliwatt milliwatts", "mW", "watts"},
    {"watt watts", "", "watts"},
    {"mhz megahertz", "MHz", "hertz"},
    {"ghz", "GHz", "hertz"},
    {"hz hertz", "", "hertz"},
    {"rpm rpms rp_ms", "", "rpm"},
    {"elevation_m altitude_m height_m depth_m distance_m", "", "meters"},
};
constexpr std::string_view percent_words = "percent percentage pct perc";

// "days_left" has the unit of "days".
const NamedUnit* unit_of_name(std::string_view name) {
    for (const std::string_view end : {"_left", "_remaining", "_ago"}) {
        name.remove_suffix(name.ends_with(end) ? end.size() : 0);
    }
    const auto found =
        std::find_if(std::begin(named_units), std::end(named_units),
                     [&](const NamedUnit& unit) { return ends_in_word(name, unit.words); });
    return found == std::end(named_units) ? nullptr : found;
}

// The unit of "kb_used" and "disk_gb_free": one of bytes beside a word for an amount. Elsewhere mb
// may be a board, and kb a text.
const NamedUnit* unit_inside(const std::string& name) {
    constexpr std::string_view amounts =
        "used free avail available total memory mem ram swap disk data allocated reserved cached "
        "read written sent received";
    for (const std::string& word : split_words(name)) {
        if (is_word(word, "byte bytes kb kib mb mib gb gib") && holds_word(name, amounts)) {
            return unit_of_name(word);
        }
    }
    return nullptr;
}

// Are there texts such as "774 MB", in which the M may be a power of 1000 or 1024?
bool has_decimal_prefix(const Field& field) {
    const std::vector<CountedText>& texts = field.statistics->texts;
    return field.kind == FieldKind::quantity && field.base == "bytes" &&
           std::any_of(texts.begin(), texts.end(), [](const CountedText& text) {
               const std::string lower = lower_case(text.text);
               return holds_text(lower, "k m g t") && !holds_text(lower, "i byte");
           });
}

// Is it one of several names of two letters, as the mb (missed branches) beside mi, ci and cb?
bool is_abbreviation(const Field& field, const std::vector<const Field*>& siblings) {
    constexpr size_t letters = 2;
    constexpr std::ptrdiff_t several = 3;
    return field.name.size() <= letters &&
           std::count_if(siblings.begin(), siblings.end(), [&](const Field* other) {
               return other->name.size() <= letters && other->is_beside(field);
           }) >= several;
}

// Nobody measures more in volts: the number is in millivolts, or in another unit.
bool is_too_large(const NamedUnit& unit, const Field& field) {
    constexpr double most_volts = 2000;
    return std::string_view(unit.unit).empty() && std::string_view(unit.base) == "volts" &&
           field.statistics->max > most_volts;
}

// The factor to Unix seconds if the values lie within a month of those of a sibling whose name says
// that it is a time: the "dump" beside the "start" of a session. Other quantities hardly ever do.
std::optional<double> scale_of_time_beside(const Field& field,
                                           const std::vector<const Field*>& siblings) {
    constexpr double month = 30 * 86400;
    const std::optional<double> scale = unix_time_scale(*field.statistics);
    const auto is_near = [&](const Field* other) {
        return other != &field && is_unix_time(*other) &&
               unix_time_scale(*other->statistics) == scale &&
               std::abs(other->statistics->min - field.statistics->min) * *scale <= month &&
               std::abs(other->statistics->max - field.statistics->max) * *scale <= month;
    };
    return scale && std::any_of(siblings.begin(), siblings.end(), is_near) ? scale : std::nullopt;
}

// The unit of the times among the fields, if they are finer than seconds: durations beside them are
// in the same unit.
const char* unit_of_times(const std::vector<const Field*>& siblings) {
    constexpr std::pair<double, const char*> units[] = {{1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
    for (const auto& [scale, unit] : units) {
        const auto has_scale = [seconds = scale](const Field* other) {
            return is_unix_time(*other) && unix_time_scale(*other->statistics) == seconds;
        };
        if (std::any_of(siblings.begin(), siblings.end(), has_scale)) {
            return unit;
        }
    }
    return nullptr;
}

// The uptime among the fields, which helps to find the unit of another duration: a client cannot be
// connected for longer than the server is up, so 118,940 beside an uptime of 122 s are
// milliseconds.
const Field* known_uptime(const std::vector<const Field*>& siblings) {
    const auto found = std::find_if(siblings.begin(), siblings.end(), [](const Field* other) {
        return other->name == "uptime" && other->kind == FieldKind::number &&
               other->statistics->max > 0;
    });
    return found == siblings.end() ? nullptr : *found;
}

// Does the name end in a period rather than in a unit: "mails_per_hour", "errors_last_24_hours"?
bool names_period(const std::string& name) {
    constexpr std::string_view periods =
        "min mins minute minutes hour hours day days week weeks month months year years";
    Words words = split_words(name);
    if (words.size() < 2 || !is_word(words.back(), periods)) {
        return false;
    }
    words.pop_back();
    while (words.size() > 1 && std::all_of(words.back().begin(), words.back().end(), is_digit)) {
        words.pop_back();
    }
    return is_word(words.back(), "per last past previous prev this each every");
}

// Is it what there was in a period, as the "day" beside a "month" is? Such a "day" is not a unit.
bool is_of_period(const Field& field, const std::vector<const Field*>& siblings) {
    if (names_period(field.name)) {
        return true;
    }
    constexpr std::string_view long_periods = "month year";
    return is_word(field.name, vocabulary::parts_of_a_time) &&
           std::any_of(siblings.begin(), siblings.end(), [&](const Field* other) {
               return other->is_beside(field) && other->name != field.name &&
                      (is_word(other->name, long_periods) || is_word(field.name, long_periods)) &&
                      is_word(other->name, vocabulary::parts_of_a_time);
           });
}

} // namespace

NumberMeaning meaning_of(const Field& field, const std::string& words,
                         const std::vector<const Field*>& siblings) {
    NumberMeaning meaning;
    meaning.unit = field.unit;
    meaning.guess = field.unit == "auto-binary" ? "kB and MB of memory are powers of 1024"
                    : has_decimal_prefix(field) ? "kB and MB are taken for powers of 1000"
                                                : "";
    std::string base = field.base;
    const FieldStatistics& statistics = *field.statistics;
    const std::string& full = words.empty() ? field.name : words;
    const bool of_period = is_of_period(field, siblings);
    if (field.kind == FieldKind::number && meaning.unit.empty() && !of_period) {
        const NamedUnit* unit = unit_of_name(field.name);
        unit = unit == nullptr ? unit_of_name(full) : unit;
        unit = unit == nullptr ? unit_inside(field.name) : unit;
        const bool millibars = unit != nullptr && std::string_view(unit->base) == "bytes" &&
                               holds_word(full, "pressure baro barometer barometric slp");
        if (unit != nullptr &&
            (millibars || is_abbreviation(field, siblings) || is_too_large(*unit, field))) {
            unit = nullptr;
        }
        const std::optional<double> time_scale = is_time_name(full) ? unix_time_scale(statistics)
                                                 : unit == nullptr
                                                     ? scale_of_time_beside(field, siblings)
                                                     : std::nullopt;
        if (time_scale) {
            meaning.scale = *time_scale;
            meaning.suffix = "timestamp_seconds";
            return meaning;
        }
        if (holds_word(full, percent_words) || holds_word(field.name, percent_words)) {
            meaning.unit = "%";
            base = "ratio";
        } else if (unit != nullptr) {
            meaning.unit = unit->unit;
            meaning.guess = unit->guess;
            base = unit->base;
        } else if (ends_in_word(full, vocabulary::duration_words)) {
            const Field* uptime = known_uptime(siblings);
            // A duration is in seconds if it has decimals or a name that always means seconds. A
            // name that only says "time" may have any unit.
            const bool decimal = statistics.count_of(ValueClass::decimal) > 0;
            constexpr double long_time = 1e6; // more than 11 days
            const bool certain =
                decimal || holds_text(full, "uptime") ||
                (holds_text(full, "duration elapsed") && statistics.max < long_time);
            const char* unit_of_others = decimal ? nullptr : unit_of_times(siblings);
            if (unit_of_others != nullptr && holds_text(full, "duration elapsed runtime")) {
                base = "seconds";
                meaning.unit = unit_of_others;
                meaning.guess = fmt::format("in {}, as the times beside it are", unit_of_others);
            } else if (certain) {
                base = "seconds";
                meaning.guess = decimal || holds_text(full, "uptime") ? "" : "in seconds";
            } else if (uptime != nullptr && uptime != &field &&
                       statistics.max > 10 * uptime->statistics->max &&
                       statistics.max <= 1000 * uptime->statistics->max) {
                base = "seconds";
                meaning.unit = "ms";
                meaning.guess = fmt::format("{} beside an uptime of {} s, so milliseconds",
                                            statistics.max, uptime->statistics->max);
            }
        } else if (holds_word(full, "temp temperature") && statistics.max < 200) {
            base = "celsius";
        }
    }
    meaning.suffix = is_word(base, vocabulary::base_units) || base.ends_with("_per_second")
                         ? base
                         : std::string();
    const std::string counted =
        field.path == "." ? full + "_" + snake_case(field.node->name) : full;
    meaning.counter = !of_period && is_counter(field, counted, base, siblings);
    return meaning;
}

} // namespace promfile::suggest
