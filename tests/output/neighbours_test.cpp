#include "output/neighbours.hpp"
#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace promfile;

namespace {

const std::vector<MetricFamily> families = {
    {"x", "X.", MetricType::gauge, {{"", {{"a", "1"}}, 1}}}};

std::vector<std::string> paths(const Neighbours& neighbours) {
    std::vector<std::string> out;
    for (const Neighbour& neighbour : neighbours.files) {
        out.push_back(neighbour.path);
    }
    return out;
}

} // namespace

TEST_CASE("every .prom file but our own is read, sorted, dot files and links too") {
    const TemporaryDirectory directory;
    for (const char* file :
         {"b.prom", "a.prom", "own.prom", ".hidden.prom", ".prom", "a.prom~", ".a.prom.tmp", "x"}) {
        directory.write(file, "# HELP x H\n# TYPE x gauge\nx{a=\"1\"} 1\nx{a=\"2\"} 1\ny 1\n");
    }
    REQUIRE(symlink("b.prom", directory.path("link.prom").c_str()) == 0);
    directory.write("c.prom", "# Written by promfile from c.xml\n");
    const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
    CHECK(neighbours.warnings.empty());
    CHECK(paths(neighbours) ==
          std::vector<std::string>{directory.path(".hidden.prom"), directory.path(".prom"),
                                   directory.path("a.prom"), directory.path("b.prom"),
                                   directory.path("c.prom"), directory.path("link.prom")});
    CHECK_FALSE(neighbours.files[0].by_promfile);
    CHECK(neighbours.files[4].by_promfile);
    // Only families and samples that can clash with ours are kept.
    REQUIRE(neighbours.files[0].families.size() == 1);
    CHECK(neighbours.files[0].families[0].name == "x");
    CHECK(neighbours.files[0].families[0].samples.size() == 1);
}

TEST_CASE("a neighbour that cannot be read is a warning, and nobody waits for it") {
    const TemporaryDirectory directory;
    REQUIRE(mkfifo(directory.path("fifo.prom").c_str(), 0644) == 0);
    REQUIRE(mkdir(directory.path("directory.prom").c_str(), 0755) == 0);
    REQUIRE(symlink("nowhere", directory.path("gone.prom").c_str()) == 0);
    directory.write("large.prom", "");
    REQUIRE(truncate(directory.path("large.prom").c_str(), (16 << 20) + 1) == 0);
    const std::string d = directory.path();
    const Neighbours neighbours = read_neighbours(d, "own", families);
    CHECK(paths(neighbours) == std::vector<std::string>{d + "/large.prom"});
    CHECK(neighbours.warnings ==
          Warnings{"cannot compare with " + d + "/directory.prom: it is not a regular file",
                   "cannot compare with " + d + "/fifo.prom: it is not a regular file",
                   "cannot compare with " + d + "/gone.prom: No such file or directory",
                   d + "/large.prom is larger than 16 MiB: only its first 16 MiB are compared"});
}

TEST_CASE("an ill-formed neighbour is a warning, and its well-formed lines are there") {
    const TemporaryDirectory directory;
    directory.write("a.prom", "x 1 2\nx{\n# HELP x H\nx{a=\"1\"} 1");
    const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
    CHECK(neighbours.warnings ==
          Warnings{directory.path("a.prom") +
                   ":1 is ill-formed: a timestamp or other text stands after the value (and 2 "
                   "more); node_exporter refuses the whole file"});
    REQUIRE(neighbours.files.size() == 1);
    CHECK(neighbours.files[0].families[0].help == "H");
    CHECK(neighbours.files[0].families[0].samples.size() == 1);
}

TEST_CASE("of a large neighbour the first 16 MiB are compared, to the byte") {
    const TemporaryDirectory directory;
    const std::string head = "# HELP x H\n";
    const std::string series = "x{a=\"1\"} 1\n";
    constexpr size_t mebibytes_16 = size_t{16} << 20;
    const std::string comment =
        "#" + std::string(mebibytes_16 - head.size() - series.size() - 2, '-') + "\n";
    directory.write("a.prom", head + comment + series + "x{a=\"1\"} 1\n");
    directory.write("b.prom", head + comment + "\n" + series);
    const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
    CHECK(neighbours.warnings ==
          Warnings{directory.path("a.prom") +
                       " is larger than 16 MiB: only its first 16 MiB are compared",
                   directory.path("b.prom") +
                       " is larger than 16 MiB: only its first 16 MiB are compared"});
    REQUIRE(neighbours.files.size() == 2);
    CHECK(neighbours.files[0].families[0].samples.size() == 1);
    CHECK(neighbours.files[1].families[0].samples.empty());
}

TEST_CASE("a warning quotes nothing of a neighbour") {
    const TemporaryDirectory directory;
    for (const char* line :
         {"root:$6$secret:19000:0:99999:7:::", "secret", "secret 1,secret", "# TYPE secret secret",
          "# HELP secret\\secret", "x{__secret=\"\"} 1", "x{secret=\"\",secret=\"\"} 1",
          "x{secret=1} 1", "# TYPE secret gauge\n# TYPE secret gauge",
          "# HELP secret a\n# HELP secret b", "# HELP secret-a b", "x{a=\"\\s\"} 1"}) {
        CAPTURE(line);
        directory.write("a.prom", std::string(line) + "\n");
        const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
        for (const std::string& warning : neighbours.warnings) {
            CAPTURE(warning);
            CHECK(warning.find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("a HELP that costs the whole host is named as that") {
    const TemporaryDirectory directory;
    directory.write("a.prom", "# HELP y \xff\ny 1\n");
    directory.write("b.prom", "# HELP y \xff\ny 1\ny 1 1\n");
    const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
    CHECK(neighbours.warnings ==
          Warnings{directory.path("a.prom") +
                       ":1 is ill-formed: the HELP text is not valid UTF-8; node_exporter serves "
                       "it, and Prometheus then drops every metric of this host: repair or remove "
                       "that file",
                   directory.path("b.prom") +
                       ":3 is ill-formed: a timestamp or other text stands after the value (and 1 "
                       "more); node_exporter refuses the whole file"});
}

TEST_CASE("lines may be longer than the buffer") {
    const TemporaryDirectory directory;
    const std::string long_value = "x{a=\"" + std::string(200000, 'v') + "\"} 1\n";
    const std::string long_spaces = "x{a=\"1\"}" + std::string(200000, ' ') + "1\n";
    for (const std::string& text : {long_value + "x{a=\"1\"} 1\n", long_spaces + long_value}) {
        directory.write("a.prom", "# HELP x H\n" + text);
        const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
        CHECK(neighbours.warnings.empty());
        REQUIRE(neighbours.files.size() == 1);
        CHECK(neighbours.files[0].families[0].samples.size() == 1);
    }
}

TEST_CASE("a file name that ends node_exporter is a warning without its bytes") {
    const TemporaryDirectory directory;
    directory.write("\xff.prom", "");
    const Neighbours neighbours = read_neighbours(directory.path(), "own", families);
    REQUIRE(neighbours.warnings.size() == 1);
    CHECK(neighbours.warnings[0] == "the name of " + directory.path("\xef\xbf\xbd.prom") +
                                        " is not valid UTF-8, which ends node_exporter at the next "
                                        "scrape: rename that file");
}

TEST_CASE("a directory that cannot be listed is an error") {
    CHECK_THROWS_AS(read_neighbours("/nonexistent", "own", families), Error);
}
