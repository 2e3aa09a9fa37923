#include "suggest/unread_fields.hpp"

#include "xpath/tokens.hpp"

#include <algorithm>
#include <span>

namespace promfile::suggest {

namespace {

constexpr std::string_view anywhere = "//"; // a step that stands for any number of elements

// An absolute path: names of elements or *, "//", at last perhaps "@name" or "@*".
using Steps = std::vector<std::string>;

// Collects the paths that an XPath may read. Only names are looked at: a path in a condition counts
// like a path to a value.
class PathFinder {
public:
    PathFinder(const Steps& context, std::vector<Steps>& found) : found_(found) {
        contexts_.push_back(context);
    }

    void run(std::string_view xpath) {
        for (const XPathToken& token : xpath_tokens(xpath)) {
            add(token);
        }
        finish();
    }

private:
    void add(const XPathToken& token) {
        const std::string_view text = token.text;
        switch (token.kind) {
        case XPathTokenKind::name:
            step((attribute_ ? "@" : "") + std::string(text));
            break;
        case XPathTokenKind::axis:
            axis(text);
            break;
        case XPathTokenKind::symbol:
            symbol(text);
            break;
        default:
            finish();
        }
    }

    void axis(std::string_view name) {
        begin();
        if (name == "attribute") {
            attribute_ = true;
        } else if (name.starts_with("ancestor") || name.starts_with("descendant")) {
            path_ = {std::string(anywhere)};
        } else if (name.find("sibling") != std::string_view::npos) {
            up();
        }
    }

    void symbol(std::string_view text) {
        if (text == "/" || text == "//") {
            if (!begun_) { // from the root
                begin();
                path_.clear();
            }
            if (text == "//") {
                path_.emplace_back(anywhere);
            }
        } else if (text == ".") {
            begin();
        } else if (text == "..") {
            begin();
            up();
        } else if (text == "@") {
            begin();
            attribute_ = true;
        } else if (text == "[" && begun_) {
            found_.push_back(path_);
            contexts_.push_back(path_);
            reset();
        } else if (text == "]" && contexts_.size() > 1) {
            finish();
            path_ = contexts_.back();
            contexts_.pop_back();
            begun_ = true;
        } else {
            finish();
        }
    }

    void begin() {
        if (!begun_) {
            path_ = contexts_.back();
            begun_ = true;
        }
    }

    void step(std::string name) {
        begin();
        path_.push_back(std::move(name));
        attribute_ = false;
    }

    void up() {
        if (!path_.empty() && path_.back() != anywhere) {
            path_.pop_back();
        }
    }

    void reset() { begun_ = attribute_ = false; }

    void finish() {
        if (begun_) {
            found_.push_back(path_);
        }
        reset();
    }

    std::vector<Steps>& found_;
    std::vector<Steps> contexts_; // the row, then the element of each predicate that is open
    Steps path_;
    bool begun_ = false;
    bool attribute_ = false;
};

Steps steps_of(std::string_view rows) {
    Steps steps;
    while (!rows.empty()) {
        if (rows.starts_with(anywhere)) {
            steps.emplace_back(anywhere);
        }
        rows.remove_prefix(std::min(rows.find_first_not_of('/'), rows.size()));
        const size_t end = std::min(rows.find('/'), rows.size());
        if (end > 0) {
            steps.emplace_back(rows.substr(0, end));
        }
        rows.remove_prefix(end);
    }
    return steps;
}

std::vector<Steps> paths_read(const Rule& rule) {
    const Steps rows = steps_of(rule.rows);
    std::vector<Steps> found;
    PathFinder finder(rows, found);
    for (const std::string& xpath : rule.value) {
        finder.run(xpath);
    }
    for (const std::string& xpath : rule.where) {
        finder.run(xpath);
    }
    if (rule.bucket) {
        finder.run(rule.bucket->value);
    }
    for (const LabelRule& label : rule.labels) {
        if (!label.text && !label.value.empty()) {
            finder.run(label.value);
        }
        if (!label.path.empty()) {
            found.push_back({std::string(anywhere), label.path.substr(label.path.rfind('/') + 1)});
        }
    }
    return found;
}

bool matches(std::span<const std::string> pattern, std::span<const std::string> path) {
    if (pattern.empty()) {
        return path.empty();
    }
    if (pattern.front() == anywhere) {
        for (size_t skipped = 0; skipped <= path.size(); ++skipped) {
            if (matches(pattern.subspan(1), path.subspan(skipped))) {
                return true;
            }
        }
        return false;
    }
    if (path.empty()) {
        return false;
    }
    const bool attribute = path.front().starts_with('@');
    const bool same =
        pattern.front() == path.front() || pattern.front() == (attribute ? "@*" : "*");
    return same && matches(pattern.subspan(1), path.subspan(1));
}

} // namespace

UnreadFields unread_fields(const Profile& profile, const std::vector<Rule>& rules) {
    std::vector<Steps> read;
    for (const Rule& rule : rules) {
        const std::vector<Steps> paths = paths_read(rule);
        read.insert(read.end(), paths.begin(), paths.end());
    }
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    UnreadFields result;
    const auto look_at = [&](const Steps& path) {
        ++result.fields;
        if (std::none_of(read.begin(), read.end(),
                         [&](const Steps& pattern) { return matches(pattern, path); })) {
            std::string text;
            for (const std::string& step : path) {
                text += "/" + step;
            }
            result.unread.push_back(text);
        }
    };
    for (const PathNode& node : profile.nodes) {
        Steps path;
        for (const PathNode* step : node.chain()) {
            path.push_back(step->name);
        }
        for (const AttributeField& attribute : node.attributes) {
            if (attribute.statistics.non_empty() > 0) {
                path.push_back("@" + attribute.name);
                look_at(path);
                path.pop_back();
            }
        }
        if (node.text && node.text->non_empty() > 0) {
            look_at(path);
        }
    }
    return result;
}

} // namespace promfile::suggest
