// Writes a store of a given shape and size to standard output; the same arguments give the same
// bytes.
//
//     generate flat|nested|text|long ROWS

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr std::array<std::string_view, 5> types{"apple", "orange", "strawberry", "kiwi", "plum"};
constexpr std::array<std::string_view, 3> operations{"create", "update", "delete"};
constexpr std::uint64_t first_site = 96;
constexpr std::uint64_t sites = 17;
constexpr std::uint64_t rows_per_site = 100;
constexpr std::uint64_t rows_per_region = 10'000;
constexpr std::size_t flush_above = 1 << 20;

// The fields of one row, drawn from its number alone.
struct Row {
    std::uint64_t id;
    std::string_view type;
    std::string_view operation;
    std::uint64_t cents;
    std::uint64_t site;
    std::uint64_t random;
};

Row row(std::uint64_t id) {
    // The finalizer of SplitMix64: neighbouring numbers give unrelated rows.
    std::uint64_t random = (id + 1) * 0x9e3779b97f4a7c15;
    random = (random ^ (random >> 30)) * 0xbf58476d1ce4e5b9;
    random = (random ^ (random >> 27)) * 0x94d049bb133111eb;
    random ^= random >> 31;
    return {id,
            types[random % types.size()],
            operations[(random >> 8) % operations.size()],
            (random >> 16) % 100'000,
            first_site + (random >> 40) % sites,
            random};
}

class Writer {
public:
    Writer() { buffer_.reserve(flush_above + (1 << 16)); }

    Writer& operator<<(std::string_view text) {
        buffer_ += text;
        return *this;
    }

    Writer& operator<<(std::uint64_t number) {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        buffer_.append(digits.data(), end);
        return *this;
    }

    void amount(std::uint64_t cents) {
        *this << cents / 100 << (cents % 100 < 10 ? ".0" : ".") << cents % 100;
    }

    void end_row() {
        if (buffer_.size() > flush_above) {
            flush();
        }
    }

    void flush() {
        if (std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size() ||
            std::fflush(stdout) != 0) {
            std::perror("generate: cannot write");
            std::exit(1);
        }
        buffer_.clear();
    }

private:
    std::string buffer_;
};

void attributes(Writer& out, const Row& row) {
    out << "<" << row.type << " id=\"" << row.id << "\" operation=\"" << row.operation
        << "\" amount=\"";
    out.amount(row.cents);
    out << "\" site=\"s" << row.site << "\"";
}

void flat(Writer& out, const Row& row, bool) {
    out << "  ";
    attributes(out, row);
    out << "/>\n";
}

// Rows at the fourth level, with children of their own, below ancestors with attributes.
void nested(Writer& out, const Row& row, bool last) {
    if (row.id % rows_per_region == 0) {
        out << "  <region name=\"r" << row.id / rows_per_region << "\" country=\"DE\">\n";
    }
    if (row.id % rows_per_site == 0) {
        out << "    <site name=\"s" << row.id / rows_per_site
            << "\" city=\"Köln\" opened=\"2019-04-01\">\n";
    }
    out << "      ";
    attributes(out, row);
    out << ">\n        <price currency=\"EUR\">";
    out.amount(row.cents % 1000);
    out << "</price>\n        <note>checked</note>\n      </" << row.type << ">\n";
    if (last || row.id % rows_per_site == rows_per_site - 1) {
        out << "    </site>\n";
    }
    if (last || row.id % rows_per_region == rows_per_region - 1) {
        out << "  </region>\n";
    }
}

void text_elements(Writer& out, const Row& row, bool) {
    out << "  <" << row.type << "><id>" << row.id << "</id><operation>" << row.operation
        << "</operation><amount>";
    out.amount(row.cents);
    out << "</amount><site>s" << row.site << "</site></" << row.type << ">\n";
}

// A comment of 1 to 5 KB in each row, with entities and characters of two to four bytes.
void long_text(Writer& out, const Row& row, bool) {
    constexpr std::string_view sentence =
        "Größe &amp; Gewicht geprüft: 12 &lt; 15 kg, &#8364; 3,50 – 日本語の説明, Ελληνικά, "
        "\"ça va\" 🍓 and plain words besides.\n";
    out << "  ";
    attributes(out, row);
    out << "><comment>";
    for (std::uint64_t n = 0; n < 7 + (row.random >> 50) % 26; ++n) {
        out << sentence;
    }
    out << "</comment></" << row.type << ">\n";
}

struct Shape {
    std::string_view name;
    void (*write)(Writer&, const Row&, bool last);
};

constexpr std::array<Shape, 4> shapes{
    {{"flat", flat}, {"nested", nested}, {"text", text_elements}, {"long", long_text}}};

} // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc == 3 ? argv[1] : "";
    const std::string_view count = argc == 3 ? argv[2] : "";
    std::uint64_t rows = 0;
    const bool counted =
        !count.empty() && std::from_chars(count.begin(), count.end(), rows).ptr == count.end();
    for (const Shape& shape : shapes) {
        if (counted && shape.name == name) {
            Writer out;
            out << "<?xml version='1.0' encoding='utf-8'?>\n<store region=\"north\">\n";
            for (std::uint64_t id = 0; id < rows; ++id) {
                shape.write(out, row(id), id + 1 == rows);
                out.end_row();
            }
            out << "</store>\n";
            out.flush();
            return 0;
        }
    }
    std::fputs("usage: generate flat|nested|text|long ROWS\n", stderr);
    return 2;
}
