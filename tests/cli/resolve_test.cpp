#include "cli/resolve.hpp"

#include "support/error.hpp"
#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace promfile;

namespace {

CommandLine line_of(const ConfigSettings& settings, Mode mode = Mode::debug) {
    CommandLine line;
    line.mode = mode;
    line.settings = settings;
    return line;
}

ConfigSettings one_store(const char* store = "/var/lib/app/store.xml") {
    ConfigSettings settings;
    settings.store = std::vector<StoreArgument>{store};
    return settings;
}

std::string refusal(const ConfigSettings& settings, Mode mode = Mode::debug) {
    try {
        resolve_settings(line_of(settings, mode), {}, {});
    } catch (const Error& error) {
        CHECK(error.status() == ExitStatus::usage);
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("defaults") {
    const Settings settings = resolve_settings(line_of(one_store()), {}, {});
    CHECK(settings.name == "store");
    CHECK(settings.builtin.rows == "/*/*");
    CHECK(settings.builtin.naming == Naming::labels);
    CHECK(settings.path_label == PathLabel::full);
    CHECK(settings.on_error == OnError::keep);
    CHECK(settings.file_mode == 0644);
    CHECK(settings.max_series == 10'000);
    CHECK(settings.max_row_bytes == 16U << 20);
    CHECK(settings.max_document_bytes == 256U << 20);
    CHECK(!settings.self_metrics); // the default of --debug
    ConfigSettings asked = one_store();
    asked.no_self_metrics = false;
    CHECK(resolve_settings(line_of(asked), {}, {}).self_metrics);
    asked.no_self_metrics.reset();
    asked.verbose = true;
    CHECK(resolve_settings(line_of(asked), {}, {}).self_metrics);
    CHECK(resolve_settings(line_of(one_store(), Mode::check), {}, {}).self_metrics);
    CHECK(settings.builtin_stores);
    CHECK(!settings.recover);
}

TEST_CASE("the command line wins over the configuration, key by key") {
    ConfigSettings config = one_store("/etc/other.xml");
    config.name = "config";
    config.mode = "0600";
    config.type = std::vector<std::string>{"a", "b"};
    ConfigSettings given;
    given.type = std::vector<std::string>{"c"};
    given.mode = "0640";
    const Settings settings = resolve_settings(line_of(given), config, {});
    CHECK(settings.stores == std::vector<StoreArgument>{"/etc/other.xml"});
    CHECK(settings.name == "config");
    CHECK(settings.file_mode == 0640);
    CHECK(settings.builtin.types == std::vector<std::string>{"c"});
}

TEST_CASE("each word of an option has its value") {
    const auto settings = [](std::optional<std::string> ConfigSettings::*option, const char* word) {
        ConfigSettings given = one_store();
        given.*option = word;
        return resolve_settings(line_of(given), {}, {});
    };
    using S = ConfigSettings;
    CHECK(settings(&S::naming, "labels").builtin.naming == Naming::labels);
    CHECK(settings(&S::naming, "per-type").builtin.naming == Naming::per_type);
    CHECK(settings(&S::path_label, "full").path_label == PathLabel::full);
    CHECK(settings(&S::path_label, "name").path_label == PathLabel::name);
    CHECK(settings(&S::path_label, "none").path_label == PathLabel::none);
    CHECK(settings(&S::on_error, "keep").on_error == OnError::keep);
    CHECK(settings(&S::on_error, "drop").on_error == OnError::drop);
    CHECK(settings(&S::on_empty, "ok").empty_glob == EmptyGlob::ok);
    CHECK(settings(&S::on_empty, "error").empty_glob == EmptyGlob::error);
    CHECK(resolve_settings(line_of(one_store()), {}, {}).empty_glob == EmptyGlob::warn);
}

TEST_CASE("rules put the built-in metrics off unless they are kept") {
    CHECK(!resolve_settings(line_of(one_store()), {}, {Rule()}).builtin_stores);
    ConfigSettings config;
    config.builtin = true;
    CHECK(resolve_settings(line_of(one_store()), config, {Rule()}).builtin_stores);
}

TEST_CASE("rules for the sensors read them, and builtin = true keeps the built-in metrics") {
    Rule rule;
    rule.sensors = true;
    const auto builtin_sensors = [&](std::optional<bool> sensors, std::optional<bool> builtin,
                                     std::vector<Rule> rules) {
        ConfigSettings config;
        config.sensors = sensors;
        config.builtin = builtin;
        return resolve_settings(line_of(one_store()), config, std::move(rules)).builtin_sensors;
    };
    CHECK(!builtin_sensors({}, {}, {rule}));
    CHECK(!builtin_sensors(true, {}, {rule}));
    CHECK(builtin_sensors({}, true, {rule}));
    CHECK(builtin_sensors(true, {}, {Rule()}));
    CHECK(!builtin_sensors({}, true, {Rule()}));
}

TEST_CASE("names") {
    const TemporaryDirectory directory;
    const auto name = [&](std::vector<StoreArgument> stores, const char* config = "") {
        ConfigSettings settings;
        settings.store = std::move(stores);
        settings.textfile_directory = directory.path();
        CommandLine line = line_of(settings, Mode::publish);
        line.config = config;
        return resolve_settings(line, {}, {}).name;
    };
    CHECK(name({"/a/store.xml"}) == "store");
    CHECK(name({"store"}) == "store");
    CHECK(name({"a.b.xml"}) == "a.b");
    CHECK(name({"a.xml", "b.xml"}, "/etc/app.toml") == "app");
    CHECK(name({"-"}, "app.toml") == "app");
    CHECK(name({directory.write("odd[1].xml", "<s/>")}) == "odd[1]");
    for (const std::vector<StoreArgument>& stores :
         {std::vector<StoreArgument>{"a.xml", "b.xml"}, {"-"}, {"/x/*.xml"}}) {
        CHECK_THROWS_WITH_AS(name(stores),
                             ("several stores, a glob or standard input have no one name: give -n "
                              "NAME to write " +
                              directory.path() + "/NAME.prom")
                                 .c_str(),
                             Error);
    }
    // Without a directory, the name is not used.
    CHECK(resolve_settings(line_of(one_store("/x/.hidden.xml")), {}, {}).name == "promfile");
    CHECK(resolve_settings(line_of(one_store("-")), {}, {}).name == "promfile");
    CHECK_THROWS_AS(name({".hidden.xml"}), Error);
    ConfigSettings settings = one_store();
    settings.name = "app.prom";
    CHECK(resolve_settings(line_of(settings), {}, {}).name == "app");
}

TEST_CASE("where to") {
    const TemporaryDirectory directory;
    CHECK(refusal(ConfigSettings()).find("there is nothing to read") == 0);
    CHECK(refusal(one_store(), Mode::publish) ==
          "where to? Give -o DIR, node_exporter's textfile directory, or --debug to look: promfile "
          "--debug /var/lib/app/store.xml");
    ConfigSettings settings = one_store();
    settings.textfile_directory = directory.write("app.prom", "");
    CHECK(refusal(settings, Mode::publish) ==
          *settings.textfile_directory +
              " is a file, and node_exporter reads a directory: give -o " + directory.path() +
              " -n app");
    settings.textfile_directory = "new.prom";
    CHECK(refusal(settings, Mode::publish).find("give -o . -n new") != std::string::npos);
}

TEST_CASE("the sensors are shown without a store, a name or a directory") {
    ConfigSettings settings;
    settings.sysfs = "/tmp/sys";
    settings.sensors_timeout = 2.5;
    const Settings resolved = resolve_settings(line_of(settings, Mode::dump_sensors), {}, {});
    CHECK(resolved.stores.empty());
    CHECK(resolved.sensors.root == "/tmp/sys");
    CHECK(resolved.sensors.timeout == std::chrono::milliseconds(2500));
}

TEST_CASE("further labels") {
    const auto of = [](std::vector<std::string> labels) {
        ConfigSettings settings = one_store();
        settings.label = std::move(labels);
        return settings;
    };
    const Settings settings =
        resolve_settings(line_of(of({"site", "s=../@s", "e=@a = 'x=y'"})), {}, {});
    const std::vector<std::pair<std::string, std::string>> expected{
        {"site", "@site"}, {"s", "../@s"}, {"e", "@a = 'x=y'"}};
    CHECK(settings.builtin.labels == expected);
}

TEST_CASE("-q and -v of the command line beat the other one of the configuration") {
    struct Case {
        std::optional<bool> line_quiet, line_verbose, config_quiet, config_verbose;
        bool quiet;
    };
    const Case cases[] = {
        {{}, {}, true, {}, true},      {{}, true, true, {}, false}, {false, {}, true, {}, false},
        {true, true, {}, {}, true},    {true, {}, {}, true, true},  {{}, false, true, {}, true},
        {true, true, false, {}, true}, {{}, {}, true, true, true},
    };
    for (const Case& c : cases) {
        ConfigSettings given = one_store();
        given.quiet = c.line_quiet;
        given.verbose = c.line_verbose;
        ConfigSettings config;
        config.quiet = c.config_quiet;
        config.verbose = c.config_verbose;
        CHECK(resolve_settings(line_of(given), config, {}).quiet == c.quiet);
    }
}
