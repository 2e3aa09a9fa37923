#include "xml/rows_text.hpp"

using namespace promfile;
using namespace promfile::xml;

namespace {

constexpr std::size_t limit = 512;

std::string read_through(std::size_t buffer, std::string_view store, bool recover) {
    ReadLimits limits;
    limits.max_row_bytes = limit;
    limits.recover = recover;
    limits.buffer_bytes = buffer;
    return read_once(bytes_of(store, buffer), tags({"//r"}), limits);
}

} // namespace

// What stays in memory while it is read may be as large as a row, wherever the buffer ends in it.
// The last cases are skipped piece by piece.
TEST_CASE("markup and text of a size are read or refused whatever the size of the buffer") {
    struct {
        std::string_view before, piece, after;
        bool is_kept;
    } const cases[] = {
        {"<s><r/></s", " ", ">", true},
        {"<s><r>x</r", " ", "></s>", true},
        {"<s><?", "n", " x?><r/></s>", true},
        {"<?", "n", " x?><s><r/></s>", true},
        {"<?xml version='1.0'", " ", "?><s><r/></s>", true},
        {"<!DOCTYPE s", " ", "><s><r/></s>", true},
        {"<!DOCTYPE ", "n", "><s><r/></s>", true},
        {"<!DOCTYPE s SYSTEM '", "n", "'><s><r/></s>", true},
        {"<!DOCTYPE s PUBLIC '' '", "n", "' []><s><r/></s>", true},
        {"<!DOCTYPE s [", " ", "]><s><r/></s>", true},
        {"<!DOCTYPE s []", " ", "><s><r/></s>", true},
        {"<!DOCTYPE s [<?", "n", " x?>]><s><r/></s>", true},
        {"<!DOCTYPE s [<!ENTITY e ", " ", "'x'>]><s><r>&e;</r></s>", true},
        {"<s><r>&#", "0", "65;</r></s>", true},
        {"<s><r a='&#", "0", "65;'/></s>", true},
        {"<s><r", " ", "/></s>", true},
        {"<s><r a='", "x", "'/></s>", true},
        {"<s><r>", "x", "</r></s>", false},
        {"<s><r/>", " ", "<r/></s>", false},
        {"<s><r/></s>", " ", "", false},
        {"<s><!--", "x", "--><r/></s>", false},
        {"<s><?x ", "x", "?><r/></s>", false},
        {"<s><r/><![CDATA[", "x", "]]></s>", false},
    };
    for (const auto& each : cases) {
        for (const std::size_t times : {limit - 100, limit + 1, 2 * limit}) {
            std::string store(each.before);
            for (std::size_t i = 0; i < times; ++i) {
                store += each.piece;
            }
            store += each.after;
            for (const bool recover : {false, true}) {
                const std::string whole_buffer = read_through(2 * store.size(), store, recover);
                CAPTURE(each.before);
                CAPTURE(times);
                CAPTURE(recover);
                CHECK((whole_buffer.find(" is larger than --max-row-size (512 bytes)") !=
                       std::string::npos) == (each.is_kept && times > limit));
                for (const std::size_t buffer : std::initializer_list<std::size_t>{1, 7, 64, 500}) {
                    CAPTURE(buffer);
                    CHECK(read_through(buffer, store, recover) == whole_buffer);
                }
            }
        }
    }
}
