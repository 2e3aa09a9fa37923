#include "xpath/query.hpp"

#include <algorithm>

namespace promfile {

namespace {

// When the results that are kept for ancestors take more than this, all are forgotten.
constexpr size_t max_kept_bytes = size_t{1} << 20;
// The approximate size of a kept result without its texts.
constexpr size_t result_bytes = sizeof(std::string) * 4;

// The string-value of a node of a node-set.
std::string string_value(const pugi::xpath_node& found) {
    if (found.attribute()) {
        return found.attribute().value();
    }
    const pugi::xml_node top = found.node();
    if (top.type() != pugi::node_element && top.type() != pugi::node_document) {
        return top.value();
    }
    std::string text;
    pugi::xml_node node = top.first_child();
    while (node && node != top) {
        text += node.value(); // elements have none
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node != top && !node.next_sibling()) {
            node = node.parent();
        }
        if (node != top) {
            node = node.next_sibling();
        }
    }
    return text;
}

} // namespace

std::unique_ptr<pugi::xpath_variable_set> xpath_variables() {
    auto variables = std::make_unique<pugi::xpath_variable_set>();
    for (const char* name : {"path", "file", "type"}) {
        variables->add(name, pugi::xpath_type_string);
    }
    for (const char* name : {"mtime", "row"}) {
        variables->add(name, pugi::xpath_type_number);
    }
    return variables;
}

Query::Query(const std::string& xpath, Level nearest)
    : variables_(xpath_variables()),
      query_(std::make_unique<pugi::xpath_query>(xpath.c_str(), variables_.get())),
      uses_variables_(xpath.find('$') != std::string::npos), reach_(xpath_reach(xpath)),
      nearest_(nearest) {}

void Query::next_store() {
    last_ = 0;
    of_ancestors_.clear();
    kept_bytes_ = 0;
}

// The kept result for the node that the query depends on, or an empty one for the caller to fill
// in.
Query::Result& Query::result(const RowContext& context) {
    const std::uint64_t identity = context.nodes.identity(nearest_);
    if (nearest_ == 0 || nearest_ == store_level) {
        if (last_ != identity) {
            result_ = {};
            last_ = identity;
        }
        return result_;
    }
    if (kept_bytes_ > max_kept_bytes) {
        of_ancestors_.clear();
        kept_bytes_ = 0;
    }
    const auto [known, made] = of_ancestors_.try_emplace(identity);
    count_kept_bytes(made ? result_bytes : 0);
    return known->second;
}

void Query::count_kept_bytes(size_t bytes) {
    kept_bytes_ += bytes;
}

pugi::xpath_node Query::prepare(const RowContext& context) {
    if (uses_variables_) {
        variables_->set("path", context.store.path.c_str());
        variables_->set("file", context.store.file.c_str());
        variables_->set("type", std::string(context.nodes.element_name()).c_str());
        variables_->set("mtime", context.store.mtime);
        variables_->set("row", static_cast<double>(context.ordinal));
    }
    return context.tree.node(context.nodes, reach_);
}

bool Query::boolean(const RowContext& context) {
    Result& known = result(context);
    if (!known.boolean) {
        known.boolean = query_->evaluate_boolean(prepare(context));
    }
    return *known.boolean;
}

double Query::number(const RowContext& context) {
    Result& known = result(context);
    if (!known.number) {
        known.number = query_->evaluate_number(prepare(context));
    }
    return *known.number;
}

std::string_view Query::text(const RowContext& context) {
    Result& known = result(context);
    if (!known.text) {
        known.text = query_->evaluate_string(prepare(context));
        count_kept_bytes(known.text->size());
    }
    return *known.text;
}

const std::vector<std::string>& Query::texts(const RowContext& context) {
    Result& known = result(context);
    if (!known.texts) {
        known.texts.emplace();
        const pugi::xpath_node_set nodes = query_->evaluate_node_set(prepare(context));
        known.texts->reserve(nodes.size());
        for (const pugi::xpath_node& node : nodes) {
            count_kept_bytes(sizeof(std::string) +
                             known.texts->emplace_back(string_value(node)).size());
        }
    }
    return *known.texts;
}

} // namespace promfile
