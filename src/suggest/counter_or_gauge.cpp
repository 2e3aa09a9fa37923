#include "suggest/counter_or_gauge.hpp"

#include "suggest/vocabulary.hpp"
#include "suggest/words.hpp"

#include <algorithm>

namespace promfile::suggest {

namespace {

// Do the field's own name and values show that it is a counter, regardless of the fields beside it?
bool is_certain_counter(const Field& field) {
    return field.kind == FieldKind::number &&
           field.statistics->count_of(ValueClass::decimal) == 0 &&
           holds_word(field.name, vocabulary::counter_words) &&
           !holds_word(field.name, vocabulary::gauge_words);
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
        // "ops_sec" is a rate.
        if (ends_in_word(field_.name, "sec second persec")) {
            return false;
        }
        // "count" beside "total", or "total" beside its parts, is the present number of things.
        if (field_.name == "count" && has_sibling_named("total")) {
            return false;
        }
        if (field_.name == "total" && has_sibling_named(vocabulary::parts_of_a_total)) {
            return false;
        }
        // "inodes total" beside "inodes free" is the capacity.
        if (is_capacity()) {
            return false;
        }
        // The outcomes of one run of tests.
        if (is_or_has_beside("passed") && is_or_has_beside("failed")) {
            return false;
        }
        // "connections total" beside "connections current" are all that there have been.
        if (is_total_beside_present_number()) {
            return true;
        }
        // "encrypted" alone is a yes or no, unless the values tell that things are counted.
        if (is_word(field_.name, vocabulary::done_words) && field_.statistics->max <= 1) {
            return false;
        }
        // nb_frames is the number of frames that there are.
        if (field_.name.starts_with("nb_")) {
            return false;
        }
        const bool strong = holds_word(words_, vocabulary::counter_words) ||
                            (base == "bytes" && holds_word(words_, "input output rd wr written"));
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
                !holds_text(words_, vocabulary::plain_gauge_words)) ||
               (holds_word(words_, "total totals") &&
                holds_word(words_, "accepted rejected opened closed"));
    }

private:
    bool is_or_has_beside(std::string_view name) const {
        return field_.name == name || has_sibling_named(name);
    }

    bool is_total_beside_present_number() const {
        Words words = split_words(field_.name);
        const auto total = std::find(words.begin(), words.end(), "total");
        if (total == words.end() || !holds_word(field_.name, vocabulary::coming_and_going_words)) {
            return false;
        }
        *total = "current";
        return has_sibling([&](const Field& other) {
            const Words present = split_words(other.name);
            return std::is_permutation(present.begin(), present.end(), words.begin(), words.end());
        });
    }

    bool is_capacity() const {
        const Words words = split_words(field_.name);
        const auto total = std::find(words.begin(), words.end(), "total");
        if (words.size() < 2 || total == words.end()) {
            return false;
        }
        return has_sibling([&](const Field& other) {
            Words parts = split_words(other.name);
            const auto part = std::find_if(parts.begin(), parts.end(), [](const auto& word) {
                return is_word(word, vocabulary::parts_of_capacity);
            });
            if (part == parts.end()) {
                return false;
            }
            // "kb_avail" or "total_kb_avail" beside "total_kb"
            *part = "total";
            const bool in_place =
                std::is_permutation(parts.begin(), parts.end(), words.begin(), words.end());
            parts.erase(part);
            return in_place ||
                   std::is_permutation(parts.begin(), parts.end(), words.begin(), words.end());
        });
    }

    // Is there another field in the same structure that matches?
    template<typename Matches>
    bool has_sibling(Matches matches) const {
        return std::any_of(siblings_.begin(), siblings_.end(), [&](const Field* other) {
            return other != &field_ && other->is_beside(field_) && matches(*other);
        });
    }

    bool has_sibling_named(std::string_view names) const {
        return has_sibling([names](const Field& other) { return is_word(other.name, names); });
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
