#include "suggest/counter_or_gauge.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <array>

namespace promfile::suggest {

namespace {

// Do the field's own name and values show that it is a counter, regardless of the fields beside it?
bool is_certain_counter(const Field& field) {
    return field.kind == FieldKind::number &&
           field.statistics->count_of(ValueClass::decimal) == 0 &&
           holds_word(field.name, vocabulary::counter_words) &&
           !holds_word(field.name, vocabulary::gauge_words);
}

constexpr std::array<const char*, 5> parts_of_capacity = {"free", "used", "available", "avail",
                                                          "unused"};

std::string parent_path(const Field& field) {
    const size_t slash = field.path.rfind('/');
    return slash == std::string::npos ? "" : field.path.substr(0, slash);
}

class CounterTest {
public:
    CounterTest(const Field& field, const std::string& words,
                const std::vector<const Field*>& siblings)
        : field_(field), words_(words), siblings_(siblings) {}

    bool is_counter(const std::string& base) const {
        // Counters count things: whole numbers that are not negative.
        const bool whole = field_.statistics->count_of(ValueClass::decimal) == 0 &&
                           field_.statistics->min >= 0 && field_.kind == FieldKind::number;
        if (!whole) {
            return false;
        }
        // Seconds may be a duration that starts anew. Only names of sums of times are certain.
        if (base == "seconds") {
            return holds_text(words_, vocabulary::summed_times);
        }
        if (!base.empty() && base != "bytes") {
            return false;
        }
        // "count" beside "total", or "total" beside its parts, is the present number of things.
        if (field_.name == "count" && has_sibling("total")) {
            return false;
        }
        if (field_.name == "total" && has_sibling(vocabulary::parts_of_a_total)) {
            return false;
        }
        // "inodes total" beside "inodes free" is the capacity.
        if (is_capacity()) {
            return false;
        }
        // nb_frames is the number of frames that there are.
        if (field_.name.starts_with("nb_")) {
            return false;
        }
        const bool strong = holds_word(words_, vocabulary::counter_words);
        const bool weak = !strong && holds_word(words_, vocabulary::weak_counter_words) &&
                          std::any_of(siblings_.begin(), siblings_.end(), [&](const Field* other) {
                              return other != &field_ && is_certain_counter(*other);
                          });
        if (!strong && !weak) {
            return false;
        }
        // "current_requests" is a level in spite of "requests"; "queue_bytes_in" is a counter in
        // spite of "queue", because its last words are certain.
        return !holds_word(words_, vocabulary::gauge_words) ||
               (ends_in_word(words_, "bytes_in bytes_out bytes_received bytes_sent packets_in "
                                     "packets_out packets_received packets_sent octets errors") &&
                !holds_text(words_, vocabulary::plain_gauge_words));
    }

private:
    bool is_capacity() const {
        Words words = split_words(field_.name);
        const auto total = std::find(words.begin(), words.end(), "total");
        if (words.size() < 2 || total == words.end()) {
            return false;
        }
        return std::any_of(parts_of_capacity.begin(), parts_of_capacity.end(),
                           [&](const char* part) {
                               *total = part;
                               return has_sibling(joined(words));
                           });
    }

    bool has_sibling(std::string_view names) const {
        return std::any_of(siblings_.begin(), siblings_.end(), [&](const Field* other) {
            return other != &field_ && is_word(other->name, names) &&
                   parent_path(*other) == parent_path(field_);
        });
    }

    const Field& field_;
    const std::string& words_;
    const std::vector<const Field*>& siblings_;
};

} // namespace

bool is_counter(const Field& field, const std::string& words, const std::string& base,
                const std::vector<const Field*>& siblings) {
    return CounterTest(field, words, siblings).is_counter(base);
}

} // namespace promfile::suggest
