#include "suggest/spool.hpp"

#include "support/error.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace promfile::suggest {

namespace {

FileDescriptor unnamed_file() {
    const char* directory = std::getenv("TMPDIR");
    std::string name = fmt::format("{}/promfile-XXXXXX", directory == nullptr ? "/tmp" : directory);
    FileDescriptor file(mkostemp(name.data(), O_CLOEXEC));
    if (file.get() < 0) {
        throw Error(fmt::format("cannot make a temporary file {}: {}", name, std::strerror(errno)));
    }
    unlink(name.c_str());
    return file;
}

void write_all(int file, const char* data, size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(file, data, size);
        if (written < 0 && errno != EINTR) {
            throw Error(fmt::format("cannot write a temporary file: {}", std::strerror(errno)));
        }
        if (written > 0) {
            data += written;
            size -= static_cast<size_t>(written);
        }
    }
}

} // namespace

Spool::Spool(const StoreName& store, const ReadingTime& time, std::uint64_t max_bytes)
    : file_(unnamed_file()) {
    const std::unique_ptr<StoreInput> input = open_store(store, time);
    std::array<char, 64 << 10> buffer{};
    const ReadBytes read = input->reader();
    while (const size_t size = read(buffer.data(), buffer.size())) {
        if (input->bytes_read() > max_bytes) {
            throw Error(fmt::format("{} holds more than {} bytes and can be read only once: write "
                                    "it into a file, or give a higher --max-document-size",
                                    store.path == "-" ? "standard input" : store.path, max_bytes));
        }
        write_all(file_.get(), buffer.data(), size);
    }
}

std::string Spool::path() const {
    return fmt::format("/proc/self/fd/{}", file_.get());
}

} // namespace promfile::suggest
