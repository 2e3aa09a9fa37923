#include "aggregate/families.hpp"
#include "aggregate/store_evaluation.hpp"
#include "config/config.hpp"
#include "input/input_file.hpp"
#include "input/store_list.hpp"
#include "metrics/checks.hpp"
#include "metrics/exposition.hpp"
#include "rules/builtin_store.hpp"
#include "xml/row_reader.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>

// Every rules file that the project has, over its stores: what is published does not depend on
// whether the store is read through a buffer of whatever size, with or without shapes, or held as
// one document.

using namespace promfile;

namespace {

const std::filesystem::path root = PROMFILE_SOURCE_DIR;

struct Case {
    std::filesystem::path rules;
    std::vector<StoreArgument> stores;
};

std::vector<Rule> store_rules(const Case& each) {
    ConfigContext context;
    context.file = each.rules.string();
    ConfigResult result = load_config(context);
    CHECK(result.errors.empty());
    std::vector<Rule> rules = std::move(result.config.rules);
    rules.erase(
        std::remove_if(rules.begin(), rules.end(), [](const Rule& rule) { return rule.sensors; }),
        rules.end());
    return rules;
}

// Does a rule look beyond its row, so that only the whole document will do?
bool looks_beyond(const Case& each) {
    return RuleSet(store_rules(each), "/usr/share/zoneinfo").document_rule() != nullptr;
}

std::string published(const Case& each, const xml::ReadLimits& limits) {
    RuleSet rules(store_rules(each), "/usr/share/zoneinfo");
    std::vector<SeriesTable> tables(rules.rules().size());
    std::vector<std::string> paths;
    for (const StoreName& name : list_stores(each.stores)) {
        InputFile file(name.path);
        const StoreFacts facts{name.path, std::filesystem::path(name.path).filename().string(), 0};
        StoreEvaluation evaluation(rules, facts, static_cast<std::uint32_t>(paths.size()), {});
        paths.push_back(name.path);
        xml::RowReader store(file.reader(), name.path, rules.requests(), limits);
        evaluation.add_all(store);
        for (size_t i = 0; i < tables.size(); ++i) {
            tables[i].merge(rules.rules()[i].rule, std::move(evaluation.tables()[i]));
        }
    }
    Warnings warnings;
    std::vector<MetricFamily> families;
    for (size_t i = 0; i < tables.size(); ++i) {
        for (MetricFamily& family :
             rule_families(rules.rules()[i].rule, tables[i], paths, 10'000, warnings)) {
            families.push_back(std::move(family));
        }
    }
    Overlaps overlaps;
    std::string text = expose(checked_families(std::move(families), {}, overlaps, warnings), "");
    for (const std::string& warning : warnings) {
        text += warning + '\n';
    }
    return text;
}

std::vector<Case> window_cases() {
    std::vector<Case> out;
    for (const auto& file : std::filesystem::directory_iterator(root / "samples")) {
        if (file.path().extension() == ".toml") {
            ConfigContext context;
            context.file = file.path().string();
            const auto stores = load_config(context).config.settings.store;
            if (stores) {
                out.push_back({file.path(), *stores});
            }
        }
    }
    for (const auto& file : std::filesystem::directory_iterator(root / "tests/fixtures/rules")) {
        if (file.path().extension() == ".toml") {
            const std::string store = file.path().stem().string() + ".xml";
            out.push_back({file.path(), {(root / "samples/stores" / store).string()}});
        }
    }
    return out;
}

} // namespace

TEST_CASE("Every rules file publishes the same of windows and of whole documents") {
    size_t in_windows = 0;
    for (const Case& each : window_cases()) {
        CAPTURE(each.rules.string());
        xml::ReadLimits limits;
        limits.whole_document = true;
        const std::string whole = published(each, limits);
        CHECK_FALSE(whole.empty());
        if (looks_beyond(each)) {
            continue;
        }
        ++in_windows;
        limits.whole_document = false;
        for (const size_t bytes :
             {size_t{1}, size_t{64}, size_t{100}, size_t{1000}, size_t{1} << 20}) {
            CAPTURE(bytes);
            limits.buffer_bytes = bytes;
            for (const bool shapes : {false, true}) {
                limits.shapes = shapes;
                CHECK(published(each, limits) == whole);
            }
        }
    }
    CHECK(in_windows >= 4);
}
