// The least that a checking XML parser does: expat reads the store and counts its start tags.
//
//     expat_scan STORE

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <expat.h>

namespace {

constexpr int buffer_size = 64 * 1024;

void count_start_tag(void* count, const XML_Char*, const XML_Char**) {
    ++*static_cast<long*>(count);
}

} // namespace

int main(int argc, char** argv) {
    const int store = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (store < 0) {
        std::perror("expat_scan: cannot open the store");
        return 1;
    }
    long start_tags = 0;
    const XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &start_tags);
    XML_SetStartElementHandler(parser, count_start_tag);
    for (bool more = true; more;) {
        void* buffer = XML_GetBuffer(parser, buffer_size);
        const ssize_t size = buffer != nullptr ? read(store, buffer, buffer_size) : -1;
        if (size < 0) {
            std::perror("expat_scan: cannot read the store");
            return 1;
        }
        more = size > 0;
        if (XML_ParseBuffer(parser, static_cast<int>(size), !more) == XML_STATUS_ERROR) {
            std::fprintf(stderr, "expat_scan: %s:%lu: %s\n", argv[1],
                         static_cast<unsigned long>(XML_GetCurrentLineNumber(parser)),
                         XML_ErrorString(XML_GetErrorCode(parser)));
            return 1;
        }
    }
    std::printf("%ld\n", start_tags);
    XML_ParserFree(parser);
    close(store);
}
