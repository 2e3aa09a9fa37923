#pragma once

#include "suggest/layout_plan.hpp"
#include "suggest/profile.hpp"
#include "xml/row.hpp"

#include <span>
#include <string_view>
#include <utility>

namespace promfile::suggest {

struct AttributeText {
    std::string_view name;
    std::string_view value;
};

// Builds a profile from the tags and texts of well-formed documents in one pass and bounded memory.
// Names are as written, and namespace declarations are ignored.
class Profiler {
public:
    explicit Profiler(Profile& profile) : profile_(profile) {}

    // To be called before the tags and texts of each store.
    void begin_store() { plans_.clear(); }
    void start(std::string_view name, std::span<const AttributeText> attributes);
    void text(std::string_view text); // a part of the text of the innermost open element
    void end();
    // Does the same for an element inside the innermost open element as its tags and texts. The
    // layout has an id, so what is known of it need not be found again.
    void element(const xml::RowLayout& layout, std::span<const std::string_view> values);

private:
    struct Open {
        PathNode* node = nullptr;
        SampledElement* sampled = nullptr; // nullptr if it is not in the sample
        std::vector<std::pair<PathNode*, std::uint64_t>> children;
        std::string text;
        std::uint64_t bytes = 0;
    };

    PathNode* node_of(std::string_view name, std::span<const AttributeText> attributes,
                      PathNode* parent);
    void count_in_parent(PathNode* node, Open& parent);
    bool is_sampled(const PathNode* node, const SampledElement* parent) const;
    SampledElement* sample(PathNode* node, std::string_view name, SampledElement* parent);
    AttributeField* attribute_of(PathNode* node, std::string_view name);
    void add_attribute(Open& open, const AttributeText& attribute);
    // The attributes of the element at `i`, without values if there are none.
    std::span<const AttributeText> attributes_of(std::span<const xml::LayoutNode> nodes, size_t i,
                                                 std::span<const std::string_view> values);
    void replay(const xml::RowLayout& layout, std::span<const std::string_view> values);
    void make(LayoutPlan& plan, const xml::RowLayout& layout);

    Profile& profile_;
    std::vector<Open> open_; // the first depth_ are open, the others are for reuse
    size_t depth_ = 0;
    size_t fields_ = 0;
    LayoutPlans plans_;
    std::vector<AttributeText> attributes_; // scratch space of attributes_of
};

} // namespace promfile::suggest
