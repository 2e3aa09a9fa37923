#include "suggest/moments.hpp"

#include "suggest/row_key.hpp"
#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"
#include "values/conversion.hpp"
#include "values/time_zone.hpp"

#include <algorithm>
#include <set>

namespace promfile::suggest {

namespace {

class MomentSearch {
public:
    MomentSearch(const RowKinds& row_kinds, RowKind& row_kind)
        : row_kinds_(row_kinds), row_kind_(row_kind), rows_(row_kind.node->sampled),
          periods_(ends_in_word(snake_case(row_kind.node->name), vocabulary::calendar_rows)) {}

    bool run() {
        const PathNode& node = *row_kind_.node;
        if ((node.max_in_parent <= 1 && !periods_) || rows_.size() < 2 || has_good_key()) {
            return false;
        }
        if (!find_times() || !are_different() || !has_measure_below()) {
            return false;
        }
        row_kind_.moments = std::max<std::uint64_t>(1, node.max_in_parent);
        row_kind_.moment = times_;
        row_kind_.periods = periods_;
        row_kind_.newest_first = is_newest_first();
        row_kind_.key.clear();
        for (Field& field : row_kind_.fields) {
            if (std::find(times_.begin(), times_.end(), &field) != times_.end()) {
                field.skip_reason = "the moment of the row";
            }
        }
        return true;
    }

private:
    // The number of an hour is not a name of it.
    bool has_good_key() const {
        constexpr int good_key = 50;
        return !row_kind_.key.empty() && key_score(*row_kind_.key.front()) >= good_key &&
               !(periods_ && row_kind_.key.front()->kind == FieldKind::number);
    }

    // The fields with a time, dates before times of day. False if there are none, if their names do
    // not say that the row is of that time, or if the rows have states.
    bool find_times() {
        bool named =
            periods_ || ends_in_word(snake_case(row_kind_.node->name), vocabulary::moment_rows);
        std::vector<const Field*> times_of_day;
        for (const Field& field : row_kind_.fields) {
            const bool plain = is_word(field.name, "time timestamp date from");
            if (field.depth() > 0) {
                continue;
            }
            if (field.kind == FieldKind::enumeration && is_state_name(field.name)) {
                return false;
            }
            if (field.kind == FieldKind::time || is_unix_time(field)) {
                times_.push_back(&field);
                named |= plain;
            } else if (field.kind == FieldKind::duration && plain) {
                times_of_day.push_back(&field);
                named = true;
            }
        }
        times_.insert(times_.end(), times_of_day.begin(), times_of_day.end());
        return named && !times_.empty();
    }

    bool are_different() const {
        std::set<std::pair<const SampledElement*, std::vector<std::string_view>>> seen;
        return std::all_of(rows_.begin(), rows_.end(), [&](const SampledElement* row) {
            std::vector<std::string_view> texts;
            for (const Field* time : times_) {
                texts.push_back(time->value_in(*row).value_or(""));
            }
            return seen.emplace(row_kinds_.parent_row(*row), std::move(texts)).second;
        });
    }

    // Is a number measured in the rows or in rows below them? Rows with times but without numbers
    // are events: each is a thing of its own, and only their number and the newest time matter.
    bool has_measure_below() const {
        const auto measures = [](const Field& field) {
            return (field.is_numeric() && !names_a_thing(field) && !is_time_name(field.name)) ||
                   field.kind == FieldKind::quantity;
        };
        return std::any_of(
            row_kinds_.all().begin(), row_kinds_.all().end(), [&](const RowKind& row_kind) {
                bool below = false;
                for (const RowKind* at = &row_kind; at != nullptr && !below; at = at->parent) {
                    below = at == &row_kind_;
                }
                return below &&
                       std::any_of(row_kind.fields.begin(), row_kind.fields.end(), measures);
            });
    }

    // The Unix time of a row, or the seconds of a time of day; 0 if it has none.
    static double seconds_of(const Field& time, const SampledElement& row) {
        Conversion conversion;
        conversion.time = time.format;
        conversion.unit = time.format.empty() ? "auto" : "";
        const Converted converted =
            Converter(conversion, default_zoneinfo).from_text(time.value_in(row).value_or(""));
        return converted.outcome == ConversionOutcome::number ? converted.number : 0;
    }

    // Does the history begin with its newest row? Most pairs of neighbours tell.
    bool is_newest_first() const {
        int later = 0; // neighbours of which the second is the newer, less those of which it is not
        for (size_t i = 1; i < rows_.size(); ++i) {
            if (row_kinds_.parent_row(*rows_[i - 1]) == row_kinds_.parent_row(*rows_[i])) {
                later += order_of(*rows_[i - 1], *rows_[i]);
            }
        }
        return later < 0;
    }

    // 1 if the second row is the newer one, -1 if it is the older one.
    int order_of(const SampledElement& first, const SampledElement& second) const {
        for (const Field* time : times_) {
            const double before = seconds_of(*time, first);
            const double after = seconds_of(*time, second);
            if (before != after) {
                return before < after ? 1 : -1;
            }
        }
        return 0;
    }

    const RowKinds& row_kinds_;
    RowKind& row_kind_;
    const std::vector<SampledElement*>& rows_;
    bool periods_;                    // are the rows hours or days?
    std::vector<const Field*> times_; // of the row
};

} // namespace

bool find_moments(const RowKinds& row_kinds, RowKind& row_kind) {
    return MomentSearch(row_kinds, row_kind).run();
}

} // namespace promfile::suggest
