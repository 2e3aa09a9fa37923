#include "xml/rows_text.hpp"
#include "xml/store_generator.hpp"

#include <cstdlib>
#include <cstring>

using namespace promfile;
using namespace promfile::xml;

namespace {

// The rows of a well-formed store as a walk through pugixml's tree of the whole of it finds them.
class TreeRows {
public:
    TreeRows(const std::string& store, const std::vector<RowRequest>& requests)
        : store_(store), requests_(requests) {
        document_.load_buffer(store.data(), store.size());
        std::vector<RowPath::Progress> progress(requests.size(), RowPath::start);
        for (const pugi::xml_node root : document_.children()) {
            visit(root, progress, "");
        }
        out_ += std::string("root ") + document_.document_element().name() + '\n';
    }
    const std::string& text() const { return out_; }

private:
    void visit(pugi::xml_node element, std::vector<RowPath::Progress> progress,
               const std::string& above) {
        if (element.type() != pugi::node_element) {
            return;
        }
        std::string path = above + '/' + element.name();
        for (const pugi::xml_attribute a : element.attributes()) {
            path += fmt::format("[{}={}]", a.name(), a.value());
        }
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            const RowRequest& request = requests_[i];
            progress[i] = request.path.step(progress[i], element.name());
            if (!request.path.selects(progress[i])) {
                continue;
            }
            if (!request.path.selects_attributes()) {
                row(element, i, path, "");
                continue;
            }
            for (const pugi::xml_attribute a : element.attributes()) {
                if (request.path.selects_attribute(a.name())) {
                    row(element, i, path, fmt::format(" @{}={}", a.name(), a.value()));
                }
            }
        }
        for (const pugi::xml_node child : element.children()) {
            visit(child, progress, path);
        }
    }

    void row(pugi::xml_node element, std::size_t request, const std::string& path,
             const std::string& attribute) {
        const std::size_t mark = store_.starts_with("\xef\xbb\xbf") ? 3 : 0;
        TextPosition at;
        const auto name = static_cast<std::size_t>(element.offset_debug());
        at.advance(std::string_view(store_).substr(mark, name - 1 - mark));
        out_ += fmt::format("{} {}:{} {}{}{}\n", request, at.line, at.column, path, attribute,
                            requests_[request].whole_row && attribute.empty() ? ' ' + inner(element)
                                                                              : "");
    }

    const std::string& store_;
    const std::vector<RowRequest>& requests_;
    pugi::xml_document document_;
    std::string out_;
};

// How many stores, for a longer run.
unsigned store_count() {
    const char* count = std::getenv("PROMFILE_RANDOM_STORES");
    return count == nullptr ? 300 : static_cast<unsigned>(std::atoi(count));
}

const std::vector<RowRequest> all_requests[] = {
    whole({"/*/*", "//r"}),
    tags({"//*", "//@*"}),
    whole({"/*/r", "//a/@id"}),
    tags({"/s/*", "/s/*/@a"}),
    [] {
        std::vector<RowRequest> requests = whole({"/s/*"});
        requests.push_back({RowPath("//*"), false});
        return requests;
    }(),
    whole({"/nothing"}),
};

} // namespace

TEST_CASE("rows of generated stores are those of pugixml's tree, for every size of the buffer") {
    for (unsigned seed = 0; seed < store_count(); ++seed) {
        StoreGenerator generator(seed);
        const std::string store = generator.store();
        const auto& requests = all_requests[seed % std::size(all_requests)];
        CAPTURE(store);
        CHECK(read_store(store, requests) == TreeRows(store, requests).text());
    }
}

TEST_CASE("shapes change nothing in stores that repeat themselves, faults included") {
    for (unsigned seed = 0; seed < store_count() * 4; ++seed) {
        StoreGenerator generator(seed);
        const std::string store = generator.repetitive_store();
        const auto& requests = all_requests[seed % std::size(all_requests)];
        CAPTURE(store);
        const std::string got = read_store(store, requests);
        if (!got.starts_with("error: ")) {
            CHECK(got == TreeRows(store, requests).text());
        }
    }
}

TEST_CASE("stores with random faults give the same for every size of the buffer") {
    ReadLimits recover;
    recover.recover = true;
    for (unsigned seed = 0; seed < store_count(); ++seed) {
        StoreGenerator generator(seed);
        const std::string store = generator.mutated(generator.store());
        const auto& requests = all_requests[seed % std::size(all_requests)];
        read_store(store, requests);
        read_store(store, requests, recover);
    }
}
