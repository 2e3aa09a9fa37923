// The parts of Input and Scanner that read the replacement text of an entity in place of its
// reference, and the limit of all that entities expand to.

#include "xml/scanner.hpp"

#include <fmt/format.h>

namespace promfile::xml {

namespace {

// Entities may expand to this number of bytes in a store of any size, and beyond it to this
// multiple of the bytes read so far.
constexpr std::uint64_t min_expansion_limit = std::uint64_t{8} << 20;
constexpr std::uint64_t max_expansion_ratio = 100;

} // namespace

void Input::enter(Entity& entity, std::uint64_t place) {
    if (entity.open) {
        fail_at(place, fmt::format("the entity {} refers to itself", quoted(entity.reference())));
    }
    count_expansion(entity.size);
    entity.open = true;
    frames_.push_back({&entity, place, at_, begin_, end_, origin_});
    begin_ = at_ = entity.text.data();
    end_ = begin_ + entity.size;
    origin_ = 0;
}

void Input::leave() {
    const Frame& frame = frames_.back();
    frame.entity->open = false;
    at_ = frame.at;
    begin_ = frame.begin;
    end_ = frame.end;
    origin_ = frame.origin;
    frames_.pop_back();
}

void Input::count_expansion(std::size_t bytes) {
    expanded_ += bytes;
    if (expanded_ > min_expansion_limit && expanded_ / max_expansion_ratio > in_store(here())) {
        fail_at(here(), fmt::format("the entities and attribute defaults of this store expand to "
                                    "more than {} bytes and {} times the bytes read",
                                    min_expansion_limit, max_expansion_ratio));
    }
}

void Scanner::enter_entity(Entity& entity, std::uint64_t place) {
    input_.enter(entity, place);
    entity_levels_.push_back(open_.size());
}

void Scanner::leave_entity() {
    if (open_.size() > entity_levels_.back()) {
        input_.fail_at(input_.here(),
                       fmt::format("the entity &{}; ends, but <{}> is still open",
                                   quoted(input_.entity().name), quoted(open_name())));
    }
    entity_levels_.pop_back();
    input_.leave();
}

} // namespace promfile::xml
