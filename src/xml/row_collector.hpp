#pragma once

#include "xml/large_rows.hpp"
#include "xml/layout_table.hpp"
#include "xml/path_automaton.hpp"
#include "xml/read_limits.hpp"
#include "xml/row_builder.hpp"
#include "xml/scanner.hpp"
#include "xml/shape.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace promfile::xml {

// Turns the scanner's tokens into rows, and reads elements by their shape where it can (shape.hpp).
// Throws `Fault`.
class RowCollector {
public:
    RowCollector(Scanner& scanner, const std::vector<RowRequest>& requests,
                 const ReadLimits& limits);

    // Reads on until there are rows. False at the end of the store.
    bool collect();
    std::span<const Row> rows() const { return rows_; }

    // After a fault: the fault of a row that is too large already, otherwise the fault itself.
    Fault size_fault_or(const Fault& fault) const;
    // After a fault: makes `rows` the rows that ended before it within a row that did not end. True
    // if the rows have to be read again: `collect` does so, and throws the fault again.
    bool collect_ended(const Fault& fault);

    const std::string& root_name() const { return root_name_; }
    std::uint64_t roots() const { return roots_; }
    void move_text(const char* begin, const char* end, const char* to) {
        builder_.move_text(begin, end, to);
    }

private:
    // Rows that are handed out together if they are read by shapes.
    static constexpr std::size_t max_shape_rows = 64;
    // Rows within a row that are handed out together: of millions, only their nodes and places are
    // in memory.
    static constexpr std::size_t max_nested_rows = 256;
    // Larger elements are not learned: copying their markup would cost more than it saves.
    static constexpr std::size_t max_shape_bytes = std::size_t{16} << 10;

    // An open element. Its start tag is copied if there can be rows below it.
    struct Level {
        std::uint32_t state = PathAutomaton::start; // of the element
        std::uint64_t tag = 0;                      // its start tag, as in LargeRow
        OpenElement element;
        std::string text; // holds the names and values of `element`
        std::vector<Attribute> attributes;
    };
    // The reason why the tokens of an element are collected in `builder_`: it is a row that was
    // requested whole, or its shape is being learned.
    enum class Gathering { nothing, row, shape };

    void want_attributes(std::size_t max_unused);
    void forget_last();
    bool take_by_shape();
    const char* skip_gap();
    bool may_use_shapes() const;
    void find_large_row();
    bool needs_end(std::size_t request) const;
    void start_tag();
    void end_tag();
    void drop_unused_nodes();
    void drop_nodes();
    bool has_uses(std::uint32_t state) const;
    void add_large_rows();
    void survey_nodes();
    void read_again();
    bool should_learn_shape(std::uint32_t state, std::size_t level);
    void add_rows_of_tag(std::uint32_t state, std::size_t level);
    void add_pending_rows(std::uint32_t state, std::uint32_t node);
    void begin_gathering(Gathering what, std::size_t level);
    void stop_gathering();
    void give_up_shape();
    void finish_element();
    void finish_layout();
    void hand_out(std::size_t max_rows);
    void learn_shape();
    bool is_too_large() const;
    const RowLayout& layout_of(const std::vector<LayoutNode>& nodes);
    const RowLayout& own_layout(const std::vector<LayoutNode>& nodes, const RowTexts* texts);
    void open_level(std::size_t level, std::uint32_t state);
    const OpenElement* parent_at(std::size_t level) const;

    Scanner& scanner_;
    Input& input_;
    const std::vector<RowRequest>& requests_;
    std::size_t max_row_bytes_;
    bool whole_document_; // root elements are gathered even if they are not rows
    bool shapes_;
    std::size_t max_rows_together_;
    std::size_t max_unused_nodes_;
    std::size_t max_used_nodes_;
    PathAutomaton automaton_;
    LayoutTable layouts_;
    ShapeTable shape_table_;
    // [0] is outside the root; levels that are not open are kept for reuse. Rows refer to the
    // levels.
    std::vector<std::unique_ptr<Level>> levels_;
    std::uint64_t serial_ = 0;
    std::string root_name_;
    std::uint64_t roots_ = 0;
    std::vector<Row> rows_;

    Gathering gathering_ = Gathering::nothing;
    bool is_finished_ = false; // the gathered element has ended, and `rows_` refer to it
    RowBuilder builder_;
    std::size_t prune_above_ = 0;         // this number of nodes, of a row that was requested whole
    std::optional<LargeRows> large_rows_; // in it, if many of its nodes are used
    std::size_t surveyed_nodes_ = 0;      // nodes from this one on are new to them
    bool has_rows_inside_ = false;        // of which `pending_rows_` has lost some
    std::vector<ShapeRow> pending_rows_;  // the gathered element's rows, until it ends
    std::vector<std::uint64_t> pending_offsets_; // of their start tags
    std::size_t handed_out_ = 0;                 // how many of them
    const RowLayout* finished_layout_ = nullptr; // of the gathered element
    std::uint64_t begin_ = 0;                    // of the gathered element
    std::array<char, 16> first_bytes_{};         // of it, too
    bool begins_in_store_ = false;               // not in the text of an entity
    std::uint64_t expanded_before_ = 0;
    std::size_t begin_level_ = 0; // the level of its parent
    Scanner::Mark begin_mark_;
    std::uint64_t begin_tag_ = 0; // as in LargeRow
    // An element that is read again:
    std::uint64_t tags_ = 0;            // of the store, before the current token
    std::deque<LargeRow> coming_rows_;  // whose start tags are still to come
    std::optional<LargeRow> large_row_; // the one whose start tag is the current token
    std::optional<Fault> fault_;        // in it, after this number of tags
    std::uint64_t fault_tags_ = 0;
    RowBuilder tag_;            // of a row whose start tag alone was requested
    RowLayout uncached_layout_; // with id 0, of the last row

    // The white space before the last element that was read by its shape.
    struct Gap {
        std::array<char, Block::size> bytes{};
        unsigned size = 0;
    };
    Gap gap_;
    std::vector<std::string_view> shape_values_; // of the elements that were last read by shapes
};

} // namespace promfile::xml
