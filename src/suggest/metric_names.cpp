#include "suggest/metric_names.hpp"

#include "metrics/names.hpp"
#include "suggest/row_labels.hpp"
#include "suggest/vocabulary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace promfile::suggest {

namespace {

constexpr size_t max_prefix_words = 3;
constexpr size_t max_name_bytes = 120;

bool same_but_plural(const std::string& a, const std::string& b) {
    return a == b || a == b + "s" || a + "s" == b;
}

void remove_words(Words& words, std::string_view list) {
    words.erase(std::remove_if(words.begin(), words.end(),
                               [&](const std::string& word) { return is_word(word, list); }),
                words.end());
}

// Removes the words of units, which the end of the name says. bits_per_sample becomes sample_size,
// since "per_sample" says nothing, and what ends in "sec" without being in seconds is a rate.
void remove_units(Words& words, bool in_unit) {
    Words others;
    for (size_t i = 0; i < words.size(); ++i) {
        if (i > 0 && words[i - 1] == "per" && is_word(words[i], "sec second")) {
            others.emplace_back("second");
        } else if (!in_unit && i > 0 && i + 1 == words.size() && words[i] == "sec") {
            others.insert(others.end(), {"per", "second"});
        } else if (!is_word(words[i], vocabulary::unit_words)) {
            others.push_back(words[i]);
        } else if (i + 2 < words.size() && words[i + 1] == "per" &&
                   is_word(words[i], "bits kilobytes megabytes")) {
            others.insert(others.end(), {words[i + 2], "size"});
            i += 2;
        }
    }
    words = std::move(others);
}

// Of a word and its plural next to each other, only the second stays.
Words without_doubles(const Words& words) {
    Words out;
    for (const std::string& word : words) {
        if (!out.empty() && same_but_plural(out.back(), word)) {
            out.back() = word;
        } else {
            out.push_back(word);
        }
    }
    return out;
}

// Replaces the last word if Prometheus gives it a meaning at the end of a name: _count, _sum and
// _bucket are series of a histogram, _total is a counter, _info is a metric that is always 1.
void avoid_derived_end(Words& words) {
    if (words.empty() || !is_word(words.back(), vocabulary::derived_words)) {
        return;
    }
    const std::string end = words.back();
    words.pop_back();
    if (end == "count") {
        if (words.empty()) {
            words.emplace_back("rows");
        } else {
            // "error each count" is "errors each".
            const bool each = words.size() > 1 && words.back() == "each";
            std::string& counted = each ? words[words.size() - 2] : words.back();
            counted = plural_of(counted);
        }
    } else if (end == "total") {
        words.emplace_back("overall");
    } else {
        words.push_back(end);
        words.emplace_back("value");
    }
}

// The words of the file name; for a generic one, as in /var/lib/app/store.xml, those of the nearest
// directory with a telling name.
Words words_of_path(const std::string& path) {
    constexpr std::string_view plain =
        "store data stats stat status statistics output report export dump state info results "
        "result metrics xml tmp temp var lib log logs run opt srv home root etc share cache spool "
        "usr local mnt";
    size_t end = path.size();
    bool is_file = true;
    while (end > 0 && end != std::string::npos) {
        const size_t slash = path.rfind('/', end - 1);
        const size_t begin = slash == std::string::npos ? 0 : slash + 1;
        std::string name = path.substr(begin, end - begin);
        name = is_file ? name.substr(0, name.rfind('.')) : name;
        is_file = false;
        Words words = split_words(name);
        if (!words.empty() && !is_word(joined(words), plain)) {
            return words;
        }
        end = slash == std::string::npos ? 0 : slash;
    }
    return {};
}

// Do the words only say that this is the value of what is named before them?
bool is_plain_value(const Words& words) {
    return words.size() == 1 && is_word(words.front(), "value val all reading text");
}

bool is_base_unit_suffix(const Words& suffix) {
    return !suffix.empty() &&
           (is_word(suffix.front(), vocabulary::base_units) || suffix.front() == "timestamp");
}

} // namespace

MetricNames::Prefix MetricNames::derive_prefix(const PathNode& root) const {
    const auto generic = [](const Words& words) {
        return words.empty() || is_word(joined(words), vocabulary::generic_roots);
    };
    Words words = split_words(root.name);
    const PathNode* node = &root;
    while (generic(words)) {
        std::vector<const PathNode*> structures;
        std::copy_if(node->children.begin(), node->children.end(), std::back_inserter(structures),
                     [](const PathNode* child) { return !child->children.empty(); });
        if (structures.size() != 1 || structures.front() == node || node->children.size() > 2) {
            break;
        }
        node = structures.front();
        words = split_words(node->name);
    }
    if (generic(words) && !profile_.stores.empty()) {
        const Words stem = words_of_path(profile_.stores.front());
        words = stem.empty() ? words : stem;
    }
    Words telling = words;
    remove_words(telling, vocabulary::root_filler_words);
    telling = telling.empty() ? words : telling;
    telling.resize(std::min(telling.size(), max_prefix_words));
    std::string prefix = suggested_name(joined(telling));
    if (prefix.empty()) {
        prefix = "xml";
    } else if (!reserved_metric_prefix(prefix + "_").empty() || prefix == "up") {
        prefix.insert(0, "xml_");
    }
    return {prefix, node};
}

const MetricNames::Prefix& MetricNames::prefix_of(const PathNode& root) {
    const auto found = prefixes_.find(&root);
    return found != prefixes_.end() ? found->second
                                    : prefixes_.emplace(&root, derive_prefix(root)).first->second;
}

// Fields of the root element need no words of the elements down to the one that gave the prefix its
// name, as Body and GetInfoResponse in an envelope of SOAP.
Words MetricNames::without_way_to_prefix(const RowKind& row_kind, Words words) {
    if (!row_kind.is_root() || !given_prefix_.empty()) {
        return words;
    }
    const std::vector<const PathNode*> chain = prefix_of(*row_kind.node).node->chain();
    Words way;
    for (size_t i = 1; i < chain.size(); ++i) {
        for (std::string& word : split_words(chain[i]->name)) {
            if (!is_word(word, vocabulary::generic_words)) {
                way.push_back(std::move(word));
            }
        }
    }
    if (way.size() < words.size() && std::equal(way.begin(), way.end(), words.begin())) {
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(way.size()));
    }
    return words;
}

const std::string& MetricNames::prefix(const RowKind& row_kind) {
    if (!given_prefix_.empty()) {
        return given_prefix_;
    }
    return prefix_of(*row_kind.node->chain().front()).text;
}

std::string MetricNames::name(const RowKind& row_kind, const Words& field,
                              std::string_view suffix) {
    const Words prefix_words = split_words(prefix(row_kind));
    const Words suffix_words = split_words(suffix);
    Words words = row_kind_words(row_kind);
    const Words own = without_way_to_prefix(row_kind, field);
    words.insert(words.end(), own.begin(), own.end());
    remove_words(words, vocabulary::type_words);
    words = without_doubles(words);
    while (words.size() > 1 && same_but_plural(words.front(), prefix_words.back())) {
        words.erase(words.begin());
    }
    remove_units(words, !suffix_words.empty());
    const bool total =
        std::find(suffix_words.begin(), suffix_words.end(), "total") != suffix_words.end();
    if (total) {
        remove_words(words, "total totals");
    }
    if (suffix == "total" && words.size() == 1 &&
        same_but_plural(words.front(), prefix_words.back())) {
        words.clear(); // errors_total, not errors_errors_total
    }
    if (suffix.starts_with("bytes") && !words.empty() && is_word(words.back(), "in out")) {
        words.back() = words.back() == "in" ? "received" : "sent";
    }
    if (is_base_unit_suffix(suffix_words)) {
        Words others = words;
        remove_words(others, suffix_words.front() == "timestamp"
                                 ? "timestamp timestamps seconds second time byte"
                                 : joined(suffix_words, " "));
        const std::string_view units = suffix_words.front() == "celsius"  ? "c f k"
                                       : suffix_words.front() == "meters" ? "m"
                                                                          : "";
        const bool abbreviated = !others.empty() && is_word(others.back(), units);
        others.resize(others.size() - (abbreviated ? 1 : 0));
        remove_words(others, "second byte");
        words = others;
    }
    if (suffix_words.size() == 1 && total && !words.empty() &&
        is_word(words.back(), "count number num")) {
        words.pop_back();
    }
    if (suffix_words.empty()) {
        avoid_derived_end(words);
    }
    if (words.empty() && suffix != "info" && suffix != "total" &&
        !is_base_unit_suffix(suffix_words)) {
        words = {"value"};
    }
    words.insert(words.end(), suffix_words.begin(), suffix_words.end());
    words.insert(words.begin(), prefix_words.begin(), prefix_words.end());
    if (prefix(row_kind).starts_with('_')) {
        words.front().insert(0, "_");
    }
    return joined(words).substr(0, max_name_bytes);
}

std::string MetricNames::pair_name(const RowKind& row_kind, const Words& above, const Words& words,
                                   std::string_view suffix) {
    const Words prefix_words = split_words(prefix(row_kind));
    Words all;
    for (const std::string& word : above) {
        if (std::find(prefix_words.begin(), prefix_words.end(), word) == prefix_words.end()) {
            all.push_back(word);
        }
    }
    all.insert(all.end(), words.begin(), words.end());
    const Words suffix_words = split_words(suffix);
    remove_units(all, !suffix_words.empty());
    remove_words(all, vocabulary::type_words);
    all = without_doubles(all);
    while (!all.empty() &&
           std::find(suffix_words.begin(), suffix_words.end(), all.back()) != suffix_words.end()) {
        all.pop_back();
    }
    if (suffix_words.empty()) {
        avoid_derived_end(all);
    }
    if (all.empty()) {
        all = {"value"};
    }
    all.insert(all.end(), suffix_words.begin(), suffix_words.end());
    return fmt::format("{}_{}", prefix(row_kind), joined(all)).substr(0, max_name_bytes);
}

std::string MetricNames::unique(const RowKind& row_kind, const std::string& name) {
    if (taken_.insert(name).second) {
        return name;
    }
    const std::string& own_prefix = prefix(row_kind);
    if (name.starts_with(own_prefix + "_")) {
        for (const PathNode* node = row_kind.node->parent; node != nullptr; node = node->parent) {
            Words words = split_words(node->name);
            remove_words(words, vocabulary::generic_words);
            std::string other = fmt::format("{}_{}_{}", own_prefix, joined(words),
                                            name.substr(own_prefix.size() + 1));
            if (!words.empty() && other.size() <= max_name_bytes && taken_.insert(other).second) {
                return other;
            }
        }
    }
    // A number before the unit.
    size_t end = name.size();
    for (size_t at = name.rfind('_', end - 1); at != std::string::npos && at > own_prefix.size();
         at = name.rfind('_', at - 1)) {
        const std::string_view word = std::string_view(name).substr(at + 1, end - at - 1);
        if (!is_word(word, vocabulary::base_units) &&
            !is_word(word, "total timestamp per second info")) {
            break;
        }
        end = at;
    }
    for (unsigned number = 2;; ++number) {
        std::string other = fmt::format("{}_{}{}", name.substr(0, end), number, name.substr(end));
        if (taken_.insert(other).second) {
            return other;
        }
    }
}

Words field_words(const Field& field) {
    Words words;
    if (field.path == "." || field.path == "name()") {
        return words;
    }
    for (size_t i = 0; i + 1 < field.steps.size(); ++i) {
        for (const std::string& word : split_words(field.steps[i])) {
            if (!is_word(word, vocabulary::generic_words)) {
                words.push_back(word);
            }
        }
    }
    Words last = split_words(field.steps.back());
    if (is_plain_value(last)) {
        last.clear();
    }
    words.insert(words.end(), last.begin(), last.end());
    return without_repeats(std::move(words));
}

std::string field_title(const Field& field) {
    if (field.path == ".") {
        return capitalized(joined(split_words(field.node->name), " "));
    }
    Words words;
    for (const std::string& step : field.steps) {
        const Words own = split_words(step);
        if (&step == &field.steps.back() && !words.empty() && is_plain_value(own)) {
            break;
        }
        for (const std::string& word : own) {
            if (words.empty() || words.back() != word) {
                words.push_back(word);
            }
        }
    }
    // The value is in base units, which the end of the metric's name says.
    if (words.size() > 1 && words[words.size() - 2] != "per" &&
        is_word(words.back(), "sec secs ms msec usec us kb mb gb tb kib mib gib tib")) {
        words.pop_back();
    }
    return capitalized(joined(words, " "));
}

} // namespace promfile::suggest
