#include "xml/attributes.hpp"

#include "xml/characters.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace promfile::xml {

namespace {

// Up to this number of names, comparing all pairs is faster than sorting.
constexpr std::size_t few_attributes = 16;

// The bits of AttributeNames that hold the offset; the others hold the hash.
constexpr unsigned offset_bits = 40;

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

void AttributeNames::add(std::string_view name, std::size_t offset) {
    names_.push_back(std::uint64_t{std::hash<std::string_view>()(name)} << offset_bits | offset);
}

std::size_t AttributeNames::offset_of(std::uint64_t name) {
    return name & ((std::uint64_t{1} << offset_bits) - 1);
}

std::string_view AttributeNames::text_of(const char* tag, std::uint64_t name) {
    return attribute_name_at(tag + offset_of(name));
}

std::string_view attribute_name_at(const char* begin) {
    const char* end = begin;
    while (*end != '=' && !is_space(*end)) {
        ++end;
    }
    return {begin, static_cast<std::size_t>(end - begin)};
}

// Names of one hash are compared, so names that were chosen to have one cost no more than sorting
// all names would.
std::optional<std::size_t> AttributeNames::first_repeated(const char* tag) {
    const auto hash = [](std::uint64_t name) { return name >> offset_bits; };
    const auto text = [tag](std::uint64_t name) { return text_of(tag, name); };
    std::sort(names_.begin(), names_.end(), [&](std::uint64_t a, std::uint64_t b) {
        if (hash(a) != hash(b)) {
            return a < b;
        }
        const int compared = text(a).compare(text(b));
        return compared < 0 || (compared == 0 && a < b);
    });
    std::optional<std::size_t> first;
    for (std::size_t i = 1; i < names_.size(); ++i) {
        const bool repeats =
            hash(names_[i - 1]) == hash(names_[i]) && text(names_[i - 1]) == text(names_[i]);
        if (repeats && (!first || offset_of(names_[i]) < *first)) {
            first = offset_of(names_[i]);
        }
    }
    return first;
}

} // namespace promfile::xml
