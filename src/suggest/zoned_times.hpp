#pragma once

#include "suggest/field.hpp"

#include <utility>
#include <vector>

namespace promfile::suggest {

// Do the times say in which zone they are: by a letter Z or an offset, or as Unix seconds?
bool states_zone(const Field& field);

// Finds times that are told twice, once without their zone: "2024-06-20 03:12:45" beside
// 1718845965, two hours apart. Judged by the earliest and the latest of the first 64 texts.
class ZonedTimes {
public:
    // Takes note of the field if it holds times with their zone, or Unix times. The field has to
    // outlive this.
    void add(const Field& field);

    // The field that tells the times of a field without a zone; null if none does.
    const Field* same_as(const Field& local) const;

private:
    struct Span {
        double first;
        double last;
    };

    static std::optional<Span> span_of(const Field& field);

    std::vector<std::pair<const Field*, Span>> zoned_;
};

} // namespace promfile::suggest
