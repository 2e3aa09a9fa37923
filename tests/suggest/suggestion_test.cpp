#include "suggest/suggestion.hpp"

#include "suggest/suggested.hpp"
#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

using namespace promfile;
using namespace promfile::suggest;

TEST_CASE("fields") {
    const SuggestionCase cases[] = {
        {"<r><d name='a' start_pts='90000' start_time='1.5'/>"
         "<d name='b' start_pts='180000' start_time='2.5'/></r>",
         "# -- /r/d: @start_time says the same\n#[[metric]]\n#name = 'r_d_start_pts'\n"},
        {"<r><d name='a'><start>1763800000</start><start_str>2026-11-22 10:00:00</start_str></d>"
         "<d name='b'><start>1763800001</start><start_str>2026-11-22 10:00:01</start_str></d></r>",
         "#   /r/d/start_str: another field says it\n"},
        {"<r><a><b><c><d><e><f><g>5</g></f></e></d></c></b></a></r>",
         "Nothing was found that would make a metric."},
        {"<r><a><b><c><d><e><f>5</f></e></d></c></b></a></r>", "rows = '/r/a/b/c/d/e/f'\n"},
        {"<r><results><test><took>5</took></test></results></r>", "# ---- /r/results/test: 1 row"},
        {"<r><queue_bytes_in>5</queue_bytes_in></r>", "type = 'counter'"},
        {"<r><t name='a'><size unit='n/a'>5</size></t><t name='b'><size unit='MB'>6</size></t></r>",
         "value = 'size'\n\n[[group.metric]]\nname = 'r_t_info'\n"},
        // Two fields of one name.
        {"<r><sizeBytes>5</sizeBytes><size_bytes>6</size_bytes></r>",
         "name = 'r_size_2_bytes'\nhelp = 'Size bytes.'\nrows = '/r/size_bytes'\n"},
        // More texts than a map can name among the times.
        {in_root(repeated(20,
                          [](int i) {
                              return fmt::format("<d name='n{0}' v='5' "
                                                 "when='2026-11-{0:02}T10:00:00Z'/>",
                                                 i + 1);
                          }) +
                 repeated(7,
                          [](int i) {
                              return fmt::format("<d name='m{0}' v='5' when='word{0}x'/>", i);
                          })),
         "labels = { d = '@name', when = '@when' }\n"},
        // More states than a metric may have series.
        {in_root(repeated(90,
                          [](int i) {
                              const char* states[] = {"up", "down", "failed", "idle"};
                              return fmt::format("<d name='n{}' load='{}' state='{}'/>", i, i,
                                                 states[i % 4]);
                          })),
         "help = 'Properties of the d (state); always 1.'\ntype = 'info'\n"},
    };
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}

TEST_CASE("the prefix of the names is that of the root element or of the store") {
    struct Named {
        const char* xml;
        const char* store;
        const char* metric;
    };
    const Named cases[] = {
        {"<app><v>5</v></app>", "/srv/store.xml", "name = 'app_v'\n"},
        {"<data><v>5</v></data>", "/var/lib/frob/store.xml", "name = 'frob_v'\n"},
        {"<data><v>5</v></data>", "/srv/3par.xml", "name = '_3par_v'\n"},
        {"<data><v>5</v></data>", "/var/lib/store.xml", "name = 'data_v'\n"},
        {"<Ж><v>5</v></Ж>", "/var/lib/store.xml", "name = 'xml_v'\n"},
        {"<node><v>5</v></node>", "/var/lib/store.xml", "name = 'xml_node_v'\n"},
    };
    for (const Named& one : cases) {
        const std::string text = suggested(one.xml, one.store);
        CHECK_MESSAGE(text.find(one.metric) != std::string::npos, text);
    }
}

TEST_CASE("more than a person reads is left out") {
    const auto letters = [](int i) {
        return fmt::format("{}{}", static_cast<char>('a' + i / 26),
                           static_cast<char>('a' + i % 26));
    };
    const std::string many_fields = repeated(
        250, [&](int i) { return fmt::format("<v{0}_bytes>{1}</v{0}_bytes>", letters(i), i + 1); });
    const std::string of_600_fields = suggested(in_root(
        repeated(600, [&](int i) { return fmt::format("<v{0}>{1}</v{0}>", letters(i), i); })));
    for (const char* text :
         {"60 rules, 60 series", ": there are 599 rules\n", "#   and 300 more\n"}) {
        CHECK(of_600_fields.find(text) != std::string::npos);
    }
    const SuggestionCase cases[] = {
        {in_root(repeated(
             70,
             [&](int i) { return fmt::format("<v{0}_bytes>{1}</v{0}_bytes>", letters(i), i); })),
         "# -- /r: more than 60 rules\n"},
        {in_root(repeated(99,
                          [&](int i) {
                              return fmt::format("<d name='n{}'{}/>", i, repeated(12, [&](int k) {
                                                     return fmt::format(" {}_bytes='{}'",
                                                                        letters(k),
                                                                        (i * (k + 2) * 7 + k) % 89);
                                                 }));
                          })),
         "its 99 series would make more than 1000 in all\n"},
        // A kind of rows with hundreds of fields leaves room for another.
        {in_root(many_fields + "<d name='a' used_bytes='5'/><d name='b' used_bytes='7'/>"),
         "\nname = 'r_d_used_bytes'\n"},
        {in_root(many_fields), "there are 200 rules already\n"},
        {in_root(repeated(99,
                          [](int i) {
                              return fmt::format("<d name='n{}' up='true' dirty='false' "
                                                 "online='true' locked='{}' load='{}'/>",
                                                 i, i % 2 == 0 ? "true" : "false", i);
                          })),
         "# -- /r/d: 396 series\n"},
        {in_root(repeated(3000, [](int i) { return fmt::format("<n{0}x><b>5</b></n{0}x>", i); })),
         "#   and "},
    };
    for (const SuggestionCase& one : cases) {
        check(one);
    }
}

TEST_CASE("a store with more paths than can be kept is sampled") {
    // The structures differ, so their names are no data.
    const std::string text = suggested(in_root(
        repeated(3000, [](int i) { return fmt::format("<n{0}x><b{0}x>5</b{0}x></n{0}x>", i); })));
    CHECK_MESSAGE(
        text.find(
            "# ---- Left out\n#   paths beyond the first 5,000, and attributes beyond 10,000\n") !=
            std::string::npos,
        text.substr(0, 300));
}

TEST_CASE("many stores are counted, not named") {
    const TemporaryDirectory directory;
    SuggestionRequest request;
    for (int i = 0; i < 30; ++i) {
        const std::string path = directory.write(fmt::format("store{}.xml", i), "<r><v>5</v></r>");
        request.stores.push_back({path, path});
    }
    CHECK(suggest_configuration(request).configuration.find("from 30 stores: 60 elements") !=
          std::string::npos);
}

TEST_CASE("an earlier store tells how values change") {
    const TemporaryDirectory directory;
    const std::string now = directory.write(
        "now.xml", "<r><d name='a' errors='9' load='5'/><d name='b' errors='1' load='7'/></r>");
    SuggestionRequest request;
    request.stores = {{"/srv/app.xml", now}};
    const std::string earlier =
        directory.write("earlier.xml", "<r><d name='a' errors='7' load='3'/></r>");
    request.earlier_store = {earlier, earlier};
    const Suggestion found = suggest_configuration(request);
    CHECK(found.warning.empty());
    CHECK(found.configuration.find("name = 'r_d_errors_total'\nhelp = 'Errors of the d.'\ntype = "
                                   "'counter'\n") != std::string::npos);
    // Nothing in it can be a counter.
    const std::string words = directory.write("words.xml", "<r><d name='a' state='up'/></r>");
    SuggestionRequest without = request;
    without.stores = {{"/srv/words.xml", words}};
    without.earlier_store = {words, words};
    CHECK(suggest_configuration(without).warning.empty());
    // A store that cannot be read is not one without these elements.
    request.earlier_store = {"none.xml", directory.path("none.xml")};
    CHECK_THROWS_WITH_AS(
        suggest_configuration(request),
        fmt::format("cannot read {}: No such file or directory", request.earlier_store.path)
            .c_str(),
        Error);
    request.earlier_store = {"cut.xml", directory.write("cut.xml", "<r><d name='a'")};
    CHECK_THROWS_AS(suggest_configuration(request), Error);
}
