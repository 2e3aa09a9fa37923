#pragma once

#include "xml/contexts.hpp"
#include "xml/layout_table.hpp"
#include "xml/row_builder.hpp"
#include "xml/scanner.hpp"
#include "xml/shape.hpp"

#include <array>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace promfile::xml {

// Makes rows of the scanner's tokens. Throws `Fault`.
class RowCollector {
public:
    RowCollector(Scanner& scanner, const std::vector<RowRequest>& requests,
                 std::size_t max_row_bytes, bool whole_document, bool shapes);

    // Reads on until there are rows; false at the end of the store.
    bool collect();
    std::span<const Row> rows() const { return rows_; }

    // After a fault: what it means for a row that is too large already.
    Fault judged(const Fault& fault) const;
    // After a fault: the rows that ended before it, of one that did not.
    void collect_ended();

    const std::string& root_name() const { return root_name_; }
    std::uint64_t roots() const { return roots_; }
    void follow(const char* begin, const char* end, const char* to) {
        builder_.follow(begin, end, to);
    }

private:
    // An element that is larger is not looked at for its shape.
    static constexpr std::size_t max_shape_bytes = std::size_t{16} << 10;

    // An open element around rows, for which its start tag is kept.
    struct Level {
        std::uint32_t context = Contexts::outermost; // inside it
        OpenElement element;
        std::string text;
        std::vector<Attribute> attributes;
    };
    // What the tokens are gathered for besides.
    enum class Gathering { nothing, row, shape };

    void forget_last();
    bool take_by_shape();
    const char* pass_gap();
    void count_lines(const char* begin, const Shape& shape);
    void start_tag();
    void end_tag();
    bool wants_shape(std::uint32_t context, std::size_t level);
    void add_rows_of_tag(std::uint32_t context, std::size_t level);
    void note_rows(std::uint32_t context, std::uint32_t node);
    void begin_gathering(Gathering what, std::size_t level);
    void stop_gathering();
    void give_up_shape();
    void finish_element();
    void add_noted_rows();
    void learn_shape();
    bool is_too_large() const;
    const RowLayout& layout_of(const std::vector<LayoutNode>& nodes);
    void open_level(std::size_t level, std::uint32_t context);
    const OpenElement* parent_at(std::size_t level) const;

    Scanner& scanner_;
    Input& input_;
    const std::vector<RowRequest>& requests_;
    std::size_t max_row_bytes_;
    bool whole_document_; // root elements are gathered, whether they are rows or not
    bool shapes_;
    Contexts contexts_;
    LayoutTable layouts_;
    ShapeTable shape_table_;
    std::deque<Level> levels_; // of the open elements; those further in are left from before
    std::uint64_t serial_ = 0;
    std::string root_name_;
    std::uint64_t roots_ = 0;
    std::vector<Row> rows_;

    Gathering gathering_ = Gathering::nothing;
    bool is_finished_ = false; // what was gathered is handed out
    RowBuilder builder_;
    std::vector<ShapeRow> noted_;              // rows of the element that is gathered
    std::vector<std::uint64_t> noted_offsets_; // where they begin
    std::uint64_t begin_ = 0;                  // of that element
    std::array<char, 16> first_bytes_{};       // of it, too
    bool begins_in_store_ = false;             // rather than in an entity
    std::uint64_t expanded_before_ = 0;
    std::size_t begin_level_ = 0; // around it
    RowBuilder tag_;              // a start tag alone
    RowLayout single_;            // of this row alone

    // White space before the last element that went by its shape, as far as a block holds it.
    struct Gap {
        std::array<char, Block::size> bytes{};
        unsigned size = 0;
        std::uint64_t lines = 0;
        std::size_t tail = 0; // after its last line end
    };
    Gap gap_;
    // Line ends that are known without looking for them: the text was counted to the begin of the
    // line in which the last such element began, and that ended here.
    std::uint64_t chain_begin_ = 0;
    std::uint64_t chain_end_ = 0;
    std::uint64_t chain_lines_ = 0;
};

} // namespace promfile::xml
