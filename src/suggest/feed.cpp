#include "suggest/feed.hpp"

#include "input/input_file.hpp"
#include "xml/row_path.hpp"

#include <pugixml.hpp>

namespace promfile::suggest {

namespace {

class TreeFeed : public pugi::xml_tree_walker {
public:
    explicit TreeFeed(Profiler& profiler) : profiler_(profiler) {}

    bool for_each(pugi::xml_node& node) override {
        close(depth());
        switch (node.type()) {
        case pugi::node_element:
            attributes_.clear();
            for (const pugi::xml_attribute attribute : node.attributes()) {
                attributes_.push_back({attribute.name(), attribute.value()});
            }
            profiler_.start(node.name(), attributes_);
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

    // Ends the elements that are not around the depth.
    void close(int depth) {
        while (open_ > depth) {
            profiler_.end();
            --open_;
        }
    }

private:
    Profiler& profiler_;
    std::vector<AttributeText> attributes_;
    int open_ = 0;
};

} // namespace

void feed_store(const std::string& path, const ReadLimits& limits, Profiler& profiler) {
    InputFile file(path);
    ReadLimits whole = limits;
    whole.whole_document = true;
    const std::vector<RowRequest> requests = {{RowPath("/*"), true}};
    XmlStore store(file.reader(), path, requests, whole);
    std::vector<Row> rows;
    while (store.next(rows)) {
        for (const Row& row : rows) {
            struct Parentless : pugi::xml_document {
            } document;
            document.append_copy(row.element);
            TreeFeed feed(profiler);
            document.traverse(feed);
            feed.close(0);
        }
    }
}

} // namespace promfile::suggest
