#include "config/config.hpp"

#include "config/group_tables.hpp"
#include "config/reader.hpp"
#include "config/rule.hpp"
#include "config/rule_check.hpp"
#include "config/rule_list.hpp"
#include "support/error.hpp"
#include "support/files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <string>

namespace promfile {

namespace {

// FNV-1a of 64 bits, folded to 48 (http://www.isthe.com/chongo/tech/comp/fnv/, "xor folding").
std::uint64_t hash_of(std::string_view text) {
    constexpr unsigned bits = 48;
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return (hash >> bits) ^ (hash & ((std::uint64_t{1} << bits) - 1));
}

std::string read_file(const std::string& path) {
    FileText file = read_small_file(path, max_config_bytes + 1); // parse_toml refuses that many
    if (file.error != 0 && file.error != EFBIG) {
        throw Error(
            fmt::format("cannot read the configuration {}: {}", path, std::strerror(file.error)),
            ExitStatus::usage);
    }
    return std::move(file.text);
}

} // namespace

ConfigResult parse_config(std::string_view text, const ConfigContext& context) {
    ConfigResult result;
    result.config.hash = hash_of(text);
    ConfigFaults faults(text);
    try {
        const ConfigTable document = parse_toml(text);
        result.config.settings = read_settings(document, context.directory, faults);
        const std::vector<ConfigEntry> metrics = rule_tables(document, context, faults);
        std::vector<Rule>& rules = result.config.rules;
        for (const ConfigEntry& metric : metrics) {
            rules.push_back(read_rule(metric, faults));
            Origin& origin = rules.back().origin;
            origin.file = context.file;
            origin.group_line = metric.key == "group" ? metric.place.line : 0;
            check_rule(rules.back(), metric, context, faults);
        }
        inherit_help(rules, metrics);
        check_rules(rules, metrics, faults);
    } catch (const ConfigFault& fault) {
        faults.add(fault.place, fault.sentence);
    }
    result.errors = faults.sentences(context.file);
    result.excerpts = faults.excerpts();
    return result;
}

ConfigResult load_config(ConfigContext context) {
    const std::string text = read_file(context.file);
    if (context.directory.empty()) {
        const auto path = std::filesystem::absolute(context.file).lexically_normal();
        context.directory = path.parent_path().string();
    }
    return parse_config(text, context);
}

} // namespace promfile
