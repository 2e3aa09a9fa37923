#include "sensors/lm_sensors_config.hpp"

#include "sensors/lm_sensors_lexer.hpp"
#include "support/number.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>

namespace promfile {

namespace {

using StepKind = ComputeStep::Kind;

// Thrown for a wrong statement; caught at its end and turned into a warning.
struct BadStatement : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The i2c adapter that a bus statement declares, and its number on this machine. The number in the
// file may differ.
struct DeclaredBus {
    std::string adapter;
    std::optional<int> number; // nothing: no such adapter here
};

class Parser {
public:
    Parser(std::string_view text, const std::string& file, const I2cAdapters& adapters,
           LmSensorsConfig& config, Warnings& warnings)
        : lexer_(text), file_(file), adapters_(adapters), config_(config), warnings_(warnings),
          first_(config.size()) {}

    void parse() {
        while (lexer_.next_statement()) {
            depth_ = 0;
            try {
                statement();
            } catch (const BadStatement& bad) {
                warn(lexer_.line(), bad.what());
                lexer_.skip_line();
            }
        }
        resolve_buses();
    }

private:
    enum class Below { nothing, chip, bad_chip };

    void warn(unsigned line, std::string_view what) {
        warnings_.push_back(
            fmt::format("{}, line {}: {}; the line is left out", file_, line, what));
    }

    void advance() {
        token_ = lexer_.next();
        if (token_.kind == LmToken::Kind::bad) {
            throw BadStatement(token_.text + " in a statement");
        }
    }

    bool is_symbol(std::string_view symbol) const {
        return token_.kind == LmToken::Kind::symbol && token_.text == symbol;
    }

    std::string name(std::string_view what) {
        if (token_.kind != LmToken::Kind::name) {
            throw BadStatement(fmt::format("{} expected", what));
        }
        std::string text = token_.text;
        advance();
        return text;
    }

    void end() const {
        if (token_.kind != LmToken::Kind::end) {
            throw BadStatement(
                fmt::format("the end of the line expected before '{}'", token_.text));
        }
    }

    void statement() {
        const std::string keyword = lexer_.keyword();
        if (keyword == "bus") {
            advance();
            bus();
        } else if (keyword == "chip") {
            below_ = Below::bad_chip;
            advance();
            chip();
            below_ = Below::chip;
        } else if (keyword == "label" || keyword == "ignore" || keyword == "compute" ||
                   keyword == "set") {
            advance();
            feature(keyword);
        } else {
            throw BadStatement("bus, chip, label, ignore, compute or set expected");
        }
    }

    void bus() {
        const std::string id = name("a bus");
        const std::string adapter = name("the name of an adapter");
        end();
        const double number = id.starts_with("i2c-") ? parse_number(id.substr(4)).value_or(-1) : -1;
        if (number < 0 || number > 32767) {
            throw BadStatement(fmt::format("'{}' is not a valid bus; a bus is \"i2c-0\"", id));
        }
        const auto found = std::find_if(adapters_.begin(), adapters_.end(),
                                        [&](const auto& a) { return a.second == adapter; });
        buses_.try_emplace(static_cast<int>(number),
                           DeclaredBus{adapter, found == adapters_.end()
                                                    ? std::nullopt
                                                    : std::optional<int>(found->first)});
    }

    void chip() {
        const unsigned line = lexer_.line();
        ChipStatements statements;
        do {
            const std::string text = name("the name of a chip in quotes");
            const auto pattern = parse_chip_pattern(text);
            if (!pattern) {
                throw BadStatement(fmt::format(
                    "'{}' is not a valid chip; a chip is \"lm78-*\" or \"lm78-isa-0290\"; the "
                    "statements below it are left out too",
                    text));
            }
            statements.chips.push_back(*pattern);
        } while (token_.kind != LmToken::Kind::end);
        config_.push_back(std::move(statements));
        chip_lines_.push_back(line);
    }

    void feature(const std::string& keyword) {
        const std::string feature = name("a feature");
        if (keyword == "label") {
            const std::string label = name("a label in quotes");
            end();
            current(keyword).labels.emplace_back(feature, label);
        } else if (keyword == "ignore") {
            end();
            current(keyword).ignores.push_back(feature);
        } else if (keyword == "compute") {
            Compute from_driver = expression();
            if (!is_symbol(",")) {
                throw BadStatement("a comma expected between the two expressions of compute");
            }
            advance();
            expression();
            end();
            current(keyword).computes.emplace_back(feature, std::move(from_driver));
        } else {
            expression();
            end();
            current(keyword);
        }
    }

    ChipStatements& current(std::string_view keyword) {
        if (below_ == Below::nothing) {
            throw BadStatement(fmt::format("{} before the first chip statement", keyword));
        }
        return below_ == Below::chip ? config_.back() : left_out_;
    }

    // In order of precedence: + and -, * and /, then the prefixes.
    Compute expression() {
        constexpr int max_levels = 200; // the call stack is finite
        if (++depth_ > max_levels) {
            throw BadStatement("an expression of too many levels");
        }
        Compute left = term();
        while (is_symbol("+") || is_symbol("-")) {
            const StepKind kind = token_.text == "+" ? StepKind::add : StepKind::subtract;
            advance();
            append(left, term());
            left.push_back({kind, 0, ""});
        }
        --depth_;
        return left;
    }

    Compute term() {
        Compute left = prefixed();
        while (is_symbol("*") || is_symbol("/")) {
            const StepKind kind = token_.text == "*" ? StepKind::multiply : StepKind::divide;
            advance();
            append(left, prefixed());
            left.push_back({kind, 0, ""});
        }
        return left;
    }

    Compute prefixed() {
        std::vector<StepKind> prefixes;
        while (is_symbol("-") || is_symbol("^") || is_symbol("`")) {
            prefixes.push_back(token_.text == "-"   ? StepKind::negate
                               : token_.text == "^" ? StepKind::exp
                                                    : StepKind::log);
            advance();
        }
        Compute operand = primary();
        for (auto prefix = prefixes.rbegin(); prefix != prefixes.rend(); ++prefix) {
            operand.push_back({*prefix, 0, ""});
        }
        return operand;
    }

    Compute primary() {
        Compute result;
        if (token_.kind == LmToken::Kind::number) {
            result.push_back({StepKind::number, parse_number(token_.text).value_or(0), ""});
        } else if (token_.kind == LmToken::Kind::name) {
            result.push_back({StepKind::variable, 0, token_.text});
        } else if (is_symbol("@")) {
            result.push_back({StepKind::raw, 0, ""});
        } else if (is_symbol("(")) {
            advance();
            result = expression();
            if (!is_symbol(")")) {
                throw BadStatement("a closing parenthesis expected");
            }
        } else {
            throw BadStatement("an expression expected");
        }
        advance();
        return result;
    }

    static void append(Compute& to, Compute&& from) {
        to.insert(to.end(), std::make_move_iterator(from.begin()),
                  std::make_move_iterator(from.end()));
    }

    // The bus number in the name of an i2c chip refers to a bus statement anywhere in the same
    // file. It is replaced by the number that the adapter has on this machine.
    void resolve_buses() {
        for (size_t i = first_; i < config_.size(); ++i) {
            auto& chips = config_[i].chips;
            for (auto chip = chips.begin(); chip != chips.end();) {
                if (chip->bus != BusType::i2c || !chip->bus_number) {
                    ++chip;
                    continue;
                }
                const auto declared = buses_.find(*chip->bus_number);
                if (declared == buses_.end()) {
                    warn(chip_lines_[i - first_],
                         fmt::format("bus i2c-{0} is not declared; add: bus \"i2c-{0}\" \"the "
                                     "name of the adapter\"",
                                     *chip->bus_number));
                }
                if (declared == buses_.end() || !declared->second.number) {
                    chip = chips.erase(chip);
                } else {
                    chip->bus_number = declared->second.number;
                    ++chip;
                }
            }
        }
    }

    LmLexer lexer_;
    LmToken token_;
    const std::string& file_;
    const I2cAdapters& adapters_;
    LmSensorsConfig& config_;
    Warnings& warnings_;
    size_t first_;                     // of this file in config_
    std::vector<unsigned> chip_lines_; // of the chip statements of this file
    std::map<int, DeclaredBus> buses_;
    Below below_ = Below::nothing;
    ChipStatements left_out_; // the statements after a wrong chip statement
    int depth_ = 0;
};

} // namespace

void parse_lm_sensors_config(std::string_view text, const std::string& file,
                             const I2cAdapters& adapters, LmSensorsConfig& config,
                             Warnings& warnings) {
    Parser(text, file, adapters, config, warnings).parse();
}

ChipConfig::ChipConfig(const LmSensorsConfig& config, const ChipName& chip) {
    for (auto statements = config.rbegin(); statements != config.rend(); ++statements) {
        const auto& chips = statements->chips;
        if (std::any_of(chips.begin(), chips.end(),
                        [&](const ChipPattern& pattern) { return matches(pattern, chip); })) {
            statements_.push_back(&*statements);
        }
    }
}

const std::string* ChipConfig::label(const std::string& feature) const {
    for (const ChipStatements* statements : statements_) {
        for (const auto& [name, label] : statements->labels) {
            if (name == feature) {
                return &label;
            }
        }
    }
    return nullptr;
}

bool ChipConfig::ignored(const std::string& feature) const {
    return std::any_of(statements_.begin(), statements_.end(), [&](const ChipStatements* s) {
        return std::find(s->ignores.begin(), s->ignores.end(), feature) != s->ignores.end();
    });
}

const Compute* ChipConfig::compute(const std::string& feature) const {
    for (const ChipStatements* statements : statements_) {
        for (const auto& [name, compute] : statements->computes) {
            if (name == feature) {
                return &compute;
            }
        }
    }
    return nullptr;
}

} // namespace promfile
