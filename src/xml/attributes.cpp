#include "xml/attributes.hpp"

#include <algorithm>
#include <vector>

namespace promfile::xml {

namespace {

// Up to this number of names, comparing all pairs is faster than sorting.
constexpr std::size_t few_attributes = 16;

std::size_t first_repeated(std::span<const Attribute> attributes) {
    if (attributes.size() <= few_attributes) {
        for (std::size_t later = 1; later < attributes.size(); ++later) {
            for (std::size_t i = 0; i < later; ++i) {
                if (attributes[i].name == attributes[later].name) {
                    return later;
                }
            }
        }
        return attributes.size();
    }
    // Numbers of 32 bits, as in a row's layout: a tag may have a million attributes.
    std::vector<std::uint32_t> order(attributes.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::sort(order.begin(), order.end(), [attributes](std::uint32_t a, std::uint32_t b) {
        const int compared = attributes[a].name.compare(attributes[b].name);
        return compared < 0 || (compared == 0 && a < b);
    });
    std::size_t first = attributes.size();
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (attributes[order[i - 1]].name == attributes[order[i]].name) {
            first = std::min<std::size_t>(first, order[i]);
        }
    }
    return first;
}

} // namespace

// Names almost always differ in their first byte, last byte or length. Each name sets one bit of
// 64, and names are compared only if two of them set the same bit.
std::size_t repeated_attribute(std::span<const Attribute> attributes) {
    std::uint64_t seen = 0;
    bool has_collision = false;
    for (const Attribute& attribute : attributes) {
        const std::string_view name = attribute.name;
        const unsigned hash = static_cast<unsigned char>(name.front()) * 5U +
                              static_cast<unsigned char>(name.back()) * 3U +
                              static_cast<unsigned>(name.size());
        const std::uint64_t bit = std::uint64_t{1} << (hash & 63U);
        has_collision |= (seen & bit) != 0;
        seen |= bit;
    }
    return has_collision ? first_repeated(attributes) : attributes.size();
}

} // namespace promfile::xml
