#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace promfile {

// The value of a label, hashed once for all series that it is part of.
struct LabelValue {
    LabelValue() = default;
    explicit LabelValue(std::string_view value);

    std::string_view text;
    size_t hash = 0;
};

// The values of a series' labels as views, so that a row finds its series without copying texts.
class SeriesKey {
public:
    void clear();
    void add(const LabelValue& value); // `value` must outlive the use of the key, and must not move
    size_t hash() const;
    bool is(std::string_view joined) const;
    std::string joined() const; // each value and a NUL

private:
    std::vector<const LabelValue*> values_;
    size_t hash_ = 0;
};

// The values from which `joined` was made.
std::vector<std::string_view> split_key(std::string_view joined);

} // namespace promfile
