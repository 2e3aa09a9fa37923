#include "suggest/named_secrets.hpp"

#include "suggest/name_value_pairs.hpp"
#include "suggest/secrets.hpp"
#include "suggest/words.hpp"

#include <algorithm>
#include <map>

namespace promfile::suggest {

namespace {

// What the names in an element say of the values in it.
struct Hidden {
    bool texts = false;
    bool numbers = false;
};
using HiddenIn = std::map<const PathNode*, Hidden>;

// The attname of an <attribute>, too.
bool may_be_name(std::string_view field) {
    const std::string name = snake_case(field);
    return may_name_a_pair(name) || name.ends_with("name");
}

bool is_value(const Field& field) {
    return may_be_value_of_pair(field) || field.path.starts_with("value/");
}

void judge_name(Hidden& hidden, std::string_view text) {
    const std::string name = snake_case(text);
    const auto is_hidden = [&](bool harmless) {
        return is_secret_name(name, harmless) || is_personal_name(name, harmless);
    };
    hidden.texts = hidden.texts || is_hidden(false);
    hidden.numbers = hidden.numbers || is_hidden(true);
}

void judge_names(HiddenIn& hidden_in, const SampledElement& element) {
    Hidden& hidden = hidden_in[element.node];
    for (const auto& [name, value] : element.attributes) {
        if (may_be_name(name)) {
            judge_name(hidden, value);
        }
    }
    for (const SampledElement* child : element.children) {
        if (child->children.empty() && may_be_name(child->name)) {
            judge_name(hidden, child->text);
        }
        judge_names(hidden_in, *child);
    }
}

bool is_state(const Field& field) {
    const std::vector<CountedText>& texts = field.statistics->texts;
    return field.kind == FieldKind::boolean ||
           (!field.statistics->more_texts &&
            std::all_of(texts.begin(), texts.end(),
                        [](const CountedText& text) { return is_state_text(text.text); }));
}

} // namespace

void hide_named_secrets(RowKind& row_kind) {
    HiddenIn hidden_in;
    for (const SampledElement* row : row_kind.node->sampled) {
        judge_names(hidden_in, *row);
    }
    for (Field& field : row_kind.fields) {
        const bool harmless = field.is_numeric() ? !is_value(field)
                                                 : field.kind == FieldKind::time || is_state(field);
        if (harmless || may_be_name(field.steps.back()) || field.path == "name()") {
            continue;
        }
        for (const PathNode* at = field.node; at != nullptr; at = at->parent) {
            const auto found = hidden_in.find(at);
            if (found != hidden_in.end() &&
                (field.is_numeric() ? found->second.numbers : found->second.texts)) {
                field.kind = FieldKind::secret;
            }
            if (at == row_kind.node) {
                break;
            }
        }
    }
}

} // namespace promfile::suggest
