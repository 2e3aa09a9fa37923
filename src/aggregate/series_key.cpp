#include "aggregate/series_key.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace promfile {

namespace {

template<typename Word>
std::uint64_t word_at(const char* place) {
    Word word = 0;
    std::memcpy(&word, place, sizeof word);
    return word;
}

// The multiplication spreads each bit to higher ones, and the shift brings the high bits down
// again.
constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    hash = (hash ^ word) * odd;
    return hash ^ (hash >> 32);
}

// Texts up to two words long, as labels mostly are, are hashed and compared in one step: the first
// word and the last, which may overlap.
std::uint64_t short_hash(std::string_view text) {
    const char* end = text.data() + text.size();
    if (text.size() >= 4) {
        return word_at<std::uint32_t>(text.data()) | word_at<std::uint32_t>(end - 4) << 32;
    }
    std::uint64_t word = 0;
    for (const char c : text) {
        word = word << 8 | static_cast<unsigned char>(c);
    }
    return word;
}

bool equal(const char* a, const char* b, size_t size) {
    if (size > 16) {
        return std::memcmp(a, b, size) == 0;
    }
    if (size >= 8) {
        return word_at<std::uint64_t>(a) == word_at<std::uint64_t>(b) &&
               word_at<std::uint64_t>(a + size - 8) == word_at<std::uint64_t>(b + size - 8);
    }
    return short_hash({a, size}) == short_hash({b, size});
}

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    for (; text.size() > 8; text.remove_prefix(8)) {
        hash = mixed(hash, word_at<std::uint64_t>(text.data()));
    }
    return mixed(hash, short_hash(text));
}

} // namespace

LabelValue::LabelValue(std::string_view value) : text(value), hash(hash_of(value)) {}

void SeriesKey::clear() {
    values_.clear();
    hash_ = 0;
}

void SeriesKey::add(const LabelValue& value) {
    values_.push_back(&value);
    hash_ = std::rotl(hash_, 23) + value.hash;
}

size_t SeriesKey::hash() const {
    return mixed(hash_, values_.size());
}

bool SeriesKey::is(std::string_view joined) const {
    for (const LabelValue* value : values_) {
        const size_t size = value->text.size();
        if (joined.size() <= size || joined[size] != '\0' ||
            !equal(joined.data(), value->text.data(), size)) {
            return false;
        }
        joined.remove_prefix(size + 1);
    }
    return joined.empty();
}

std::string SeriesKey::joined() const {
    std::string out;
    for (const LabelValue* value : values_) {
        out += value->text;
        out += '\0';
    }
    return out;
}

std::vector<std::string_view> split_key(std::string_view joined) {
    std::vector<std::string_view> values;
    for (size_t end = joined.find('\0'); end != std::string_view::npos; end = joined.find('\0')) {
        values.push_back(joined.substr(0, end));
        joined.remove_prefix(end + 1);
    }
    return values;
}

} // namespace promfile
