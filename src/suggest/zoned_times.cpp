#include "suggest/zoned_times.hpp"

#include "values/conversion.hpp"

#include <algorithm>
#include <cmath>

namespace promfile::suggest {

namespace {

// Offsets of zones are quarters of an hour, and at most 14 hours.
bool is_zone_offset(double seconds) {
    constexpr double quarter = 900;
    constexpr double most = 14 * 3600;
    const double rest = std::abs(std::remainder(seconds, quarter));
    return std::abs(seconds) <= most + 1 && rest <= 1;
}

} // namespace

bool states_zone(const Field& field) {
    if (field.format != "iso8601") {
        return field.format.find("%z") != std::string::npos ||
               field.format.find("%Z") != std::string::npos ||
               field.format.find("%s") != std::string::npos;
    }
    constexpr size_t date_bytes = 10;
    const std::vector<CountedText>& texts = field.statistics->texts;
    return std::all_of(texts.begin(), texts.end(), [](const CountedText& text) {
        const std::string& time = text.text;
        return text.value_class != ValueClass::time || time.ends_with('Z') || time.ends_with('z') ||
               time.find_first_of("+-", date_bytes) != std::string::npos;
    });
}

void ZonedTimes::add(const Field& field) {
    if (field.kind == FieldKind::time && !states_zone(field)) {
        return;
    }
    if (const std::optional<Span> span = span_of(field)) {
        zoned_.emplace_back(&field, *span);
    }
}

const Field* ZonedTimes::same_as(const Field& local) const {
    if (zoned_.empty() || local.kind != FieldKind::time || states_zone(local)) {
        return nullptr;
    }
    const std::optional<Span> own = span_of(local);
    const auto found = std::find_if(zoned_.begin(), zoned_.end(), [&](const auto& zoned) {
        return own && is_zone_offset(own->first - zoned.second.first) &&
               is_zone_offset(own->last - zoned.second.last);
    });
    return found == zoned_.end() ? nullptr : found->first;
}

std::optional<ZonedTimes::Span> ZonedTimes::span_of(const Field& field) {
    Conversion conversion;
    if (field.kind == FieldKind::time) {
        conversion.time = field.format;
    } else if (const std::optional<double> scale = unix_time_scale(*field.statistics);
               scale && field.kind == FieldKind::number) {
        conversion.scale = *scale;
    } else {
        return std::nullopt;
    }
    const Converter converter(conversion, default_zoneinfo);
    std::optional<Span> span;
    for (const CountedText& text : field.statistics->texts) {
        const Converted time = converter.from_text(text.text);
        if (time.outcome == ConversionOutcome::number && time.number > 0) {
            span = span
                       ? Span{std::min(span->first, time.number), std::max(span->last, time.number)}
                       : Span{time.number, time.number};
        }
    }
    return span;
}

} // namespace promfile::suggest
