// Whatever other .prom files and the standing file hold: families are reconciled or refused, what
// is published then is well-formed and repeats no series of a neighbour, and a standing file that
// is published again has the same samples.

#include "metrics/exposition.hpp"
#include "metrics/parse_exposition.hpp"
#include "output/clashes.hpp"
#include "run/data.hpp"
#include "support/error.hpp"

#include <cstdint>
#include <cstdio>
#include <set>

using namespace promfile;

namespace {

[[noreturn]] void fail(const char* what, const std::string& text) {
    std::fprintf(stderr, "%s:\n%s\n", what, text.c_str());
    __builtin_trap();
}

std::set<std::string> series(const std::vector<ExposedFamily>& families) {
    std::set<std::string> found;
    for (const ExposedFamily& family : families) {
        for (const Sample& sample : family.samples) {
            found.insert(series_text(family.name + sample.suffix, sample.labels));
        }
    }
    return found;
}

Exposition well_formed(const std::string& text) {
    Exposition parsed = parse_exposition(text);
    if (parsed.ill_formed_lines != 0) {
        fail("published ill-formed lines", text);
    }
    return parsed;
}

std::vector<MetricFamily> our_families() {
    return {{"a", "Ours.", MetricType::gauge, {{"", {}, 1}, {"", {{"l", "v"}}, 2}}},
            {"b", "Ours.", MetricType::counter, {{"", {{"l", "v"}, {"m", "w"}}, 3}}},
            {"c",
             "Ours.",
             MetricType::histogram,
             {{"_bucket", {{"le", "+Inf"}}, 1}, {"_sum", {}, 1}, {"_count", {}, 1}}}};
}

void publish_beside(const Exposition& exposition) {
    std::vector<MetricFamily> families = our_families();
    const std::set<std::string> theirs = series(exposition.families);
    try {
        reconcile_with_neighbours(families, {{"other.prom", false, exposition.families}}, {});
    } catch (const Error&) { // a clash
        return;
    }
    const std::string text = expose(families, "");
    for (const std::string& one : series(well_formed(text).families)) {
        if (theirs.contains(one)) {
            fail("published a series of a neighbour", one);
        }
    }
}

void publish_again(const Exposition& exposition) {
    PublishedFile file;
    file.path = "app.prom";
    file.exists = true;
    file.well_formed = exposition.ill_formed_lines == 0;
    file.families = exposition.families;
    std::vector<MetricFamily> families;
    try {
        families = data_of_published(file).families;
    } catch (const Error&) { // promfile cannot have written it
        return;
    }
    const std::string text = expose(families, "Written by promfile from store.xml");
    const std::set<std::string> again = series(well_formed(text).families);
    for (const std::string& one : again) {
        if (!series(exposition.families).contains(one)) {
            fail("published a series that did not stand", one);
        }
    }
    if (expose(data_of_published(
                   {"app.prom", true, true, true, "", {}, well_formed(text).families, {}})
                   .families,
               "Written by promfile from store.xml") != text) {
        fail("changed when published once more", text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Exposition exposition = parse_exposition(text);
    publish_beside(exposition);
    publish_again(exposition);
    return 0;
}
