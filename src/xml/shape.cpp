#include "xml/shape.hpp"

#include "xml/characters.hpp"
#include "xml/utf8_blocks.hpp"

#include <algorithm>
#include <cstring>

namespace promfile::xml {

namespace {

// The first elements of a store are learned without question. After them learning goes on while
// shapes are found more often than they are learned; otherwise one attempt in this number checks
// whether the store has become more regular.
constexpr std::size_t initial_attempts = 64;
constexpr std::size_t attempt_interval = 64;

// The last block is compared whole and judged by its first `size` bytes: both texts are padded.
bool has_same_bytes(const char* at, const char* literal, std::size_t size) {
    while (size > Block::size) {
        if (!(Block::load(at) == Block::load(literal)).covers(Block::size)) {
            return false;
        }
        at += Block::size;
        literal += Block::size;
        size -= Block::size;
    }
    return (Block::load(at) == Block::load(literal)).covers(static_cast<unsigned>(size));
}

// Skips a value that needs no work: all its characters are allowed in XML and stand for themselves.
// Excluded are references, CR (a line end to be normalised), LF and TAB in attributes (normalised
// to spaces), ] in text (it may begin ]]>), and < in attributes. One signed comparison finds
// control characters and bytes beyond ASCII (see Block::operator<); most blocks have neither.
// `end` is known to the compiler, so that its block is a constant.
template<char end>
bool take_value(const char*& at, const char* text_end) {
    constexpr bool is_text = end == '<';
    constexpr char other = is_text ? ']' : '<';
    constexpr Utf8Stops utf8_stops = {end, other, '&'};
    const char* begin = at;
    for (;;) {
        const Block block = Block::load(at);
        const unsigned plain = ((block == Block::all(end)) | (block == Block::all(other)) |
                                (block == Block::all('&')) | (block < Block::all(' ')))
                                   .first();
        at += plain;
        if (plain == Block::size) {
            continue;
        }
        if (*at == end) {
            break;
        }
        if (static_cast<unsigned char>(*at) >= 0x80) {
            const char* from = at;
            at = skip_utf8(at, utf8_stops);
            if (at == from) {
                const std::size_t length = character_length(at, text_end);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        } else if (is_text && (*at == '\n' || *at == '\t')) {
            ++at;
        } else {
            return false;
        }
    }
    // White space alone is not a text node, so the element has another layout.
    return !is_text || (at != begin && (*begin > ' ' || !std::all_of(begin, at, is_space)));
}

bool take_value(const char*& at, const char* text_end, char end) {
    switch (end) {
    case '"':
        return take_value<'"'>(at, text_end);
    case '<':
        return take_value<'<'>(at, text_end);
    default:
        return take_value<'\''>(at, text_end);
    }
}

} // namespace

std::unique_ptr<Shape> Shape::make(std::string_view text, const RowLayout& layout,
                                   std::span<const std::string_view> values) {
    if (values.size() > max_slots) {
        return nullptr; // `end_of` would write beyond the values
    }
    for (const LayoutNode& node : layout.nodes) {
        if (node.kind == NodeKind::cdata) {
            return nullptr; // < and & are allowed in it, and it ends with three characters
        }
    }
    auto shape = std::make_unique<Shape>();
    std::size_t from = 0;
    const auto add = [&](std::size_t to, char end) {
        const std::string_view literal = text.substr(from, to - from);
        shape->starts_.push_back(from);
        shape->segments_.push_back({static_cast<std::uint32_t>(shape->literals_.size()),
                                    static_cast<std::uint32_t>(literal.size()), end});
        shape->literals_.append(literal).append(Block::size, '\0');
    };
    for (const std::string_view value : values) {
        const auto begin = static_cast<std::size_t>(value.data() - text.data());
        add(begin, text[begin + value.size()]);
        from = begin + value.size();
    }
    add(text.size(), '\0');
    shape->layout_ = &layout;
    return shape;
}

const char* Shape::end_of(const char* at, const char* text_end, std::string_view* values) const {
    for (const Segment* segment = segments_.data();; ++segment) {
        if (!has_same_bytes(at, literals_.data() + segment->begin, segment->size)) {
            return nullptr;
        }
        at += segment->size;
        if (segment->end == '\0') {
            return at;
        }
        const char* begin = at;
        if (!take_value(at, text_end, segment->end)) {
            return nullptr;
        }
        *values++ = {begin, static_cast<std::size_t>(at - begin)};
    }
}

void Shape::place(ShapeRow& row, std::size_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    row.segment = static_cast<std::uint32_t>(after - starts_.begin() - 1);
    row.distance = static_cast<std::uint32_t>(offset - starts_[row.segment]);
}

const char* Shape::begin_of(const ShapeRow& row, const char* begin,
                            const std::string_view* values) {
    if (row.segment == 0) {
        return begin + row.distance;
    }
    const std::string_view before = values[row.segment - 1];
    return before.data() + before.size() + row.distance;
}

// Hashes up to eight bytes of the element's name, all at once. A name ends before the first byte
// below '0' (white space and '/'; '-' and '.' end it early, which does no harm) or '>'. In `ends`
// the top bit of each such byte is set: subtracting with borrow can set wrong bits only above the
// first right one, and the mask keeps the bytes below that.
std::size_t ShapeTable::bucket_of(const char* at) {
    std::uint64_t name = 0;
    std::memcpy(&name, at + 1, sizeof name);
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x80 * ones;
    const std::uint64_t closed = name ^ '>' * ones;
    const std::uint64_t ends = (((name - '0' * ones) & ~name) | ((closed - ones) & ~closed)) & tops;
    name &= (ends & (~ends + 1)) - 1; // all bytes if there is no end
    return static_cast<std::size_t>((name & ~tops) * 0x9e3779b97f4a7c15U >> 56);
}

ShapeTable::Match ShapeTable::find(const char* at, const char* text_end, std::uint32_t state,
                                   std::string_view* values) {
    auto& shapes = buckets_[bucket_of(at)].shapes;
    for (std::size_t i = 0; i < per_bucket && shapes[i] != nullptr; ++i) {
        if (shapes[i]->state != state) {
            continue;
        }
        if (const char* end = shapes[i]->end_of(at, text_end, values)) {
            ++matches_;
            const Shape* shape = shapes[i].get();
            if (i > 0) {
                std::swap(shapes[i - 1], shapes[i]);
            }
            return {shape, end};
        }
    }
    return {};
}

void ShapeTable::add(const char* at, std::unique_ptr<Shape> shape) {
    auto& shapes = buckets_[bucket_of(at)].shapes;
    for (const auto& known : shapes) {
        if (known != nullptr && known->state == shape->state && known->is_same(*shape)) {
            return;
        }
    }
    // The last one was found longest ago: rotated to the front and replaced.
    std::rotate(shapes.begin(), shapes.end() - 1, shapes.end());
    shapes.front() = std::move(shape);
}

bool ShapeTable::should_learn(const char* at) {
    Bucket& bucket = buckets_[bucket_of(at)];
    if (bucket.to_skip > 0) {
        --bucket.to_skip;
        return false;
    }
    ++attempts_;
    return attempts_ < initial_attempts || matches_ > attempts_ ||
           attempts_ % attempt_interval == 0;
}

void ShapeTable::back_off(const char* at) {
    Bucket& bucket = buckets_[bucket_of(at)];
    bucket.backoff = std::min(2 * bucket.backoff + 1, 1023U);
    bucket.to_skip = bucket.backoff;
}

} // namespace promfile::xml
