#include "suggest/feed.hpp"

#include "input/input_file.hpp"
#include "xml/row_path.hpp"

#include <pugixml.hpp>

namespace promfile::suggest {

namespace {

constexpr std::uint64_t small_store = 1 << 20; // bytes; held in memory whole

class TreeFeed : public pugi::xml_tree_walker {
public:
    explicit TreeFeed(Profiler& profiler) : profiler_(profiler) {}

    // The element with all that it holds.
    void element(pugi::xml_node element) {
        start(element);
        element.traverse(*this);
        close(0);
        profiler_.end();
    }

    void start(const pugi::xml_node& element) {
        attributes_.clear();
        for (const pugi::xml_attribute attribute : element.attributes()) {
            attributes_.push_back({attribute.name(), attribute.value()});
        }
        profiler_.start(element.name(), attributes_);
    }

    bool for_each(pugi::xml_node& node) override {
        close(depth());
        switch (node.type()) {
        case pugi::node_element:
            start(node);
            ++open_;
            break;
        case pugi::node_pcdata:
        case pugi::node_cdata:
            profiler_.text(node.value());
            break;
        default:
            break;
        }
        return true;
    }

private:
    // Ends the elements that are not around the depth.
    void close(int depth) {
        while (open_ > depth) {
            profiler_.end();
            --open_;
        }
    }

    Profiler& profiler_;
    std::vector<AttributeText> attributes_;
    int open_ = 0; // elements below the first
};

} // namespace

void feed_store(const std::string& path, const ReadLimits& limits, Profiler& profiler) {
    InputFile file(path);
    // Of a large store the root's start tag and then each of its children: the text of a root that
    // is so large is not looked at.
    const bool small = file.is_regular() && file.size() <= small_store;
    ReadLimits read = limits;
    read.whole_document = small;
    const std::vector<RowRequest> requests =
        small ? std::vector<RowRequest>{{RowPath("/*"), true}}
              : std::vector<RowRequest>{{RowPath("/*"), false}, {RowPath("/*/*"), true}};
    XmlStore store(file.reader(), path, requests, read);
    std::vector<Row> rows;
    bool in_root = false;
    while (store.next(rows)) {
        for (const Row& row : rows) {
            TreeFeed feed(profiler);
            if (small || row.request == 1) {
                feed.element(row.element);
                continue;
            }
            if (in_root) {
                profiler.end();
            }
            feed.start(row.element);
            in_root = true;
        }
    }
    if (in_root) {
        profiler.end();
    }
}

} // namespace promfile::suggest
