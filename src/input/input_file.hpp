#pragma once

#include "input/store_input.hpp"
#include "support/file_descriptor.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/stat.h>

namespace promfile {

// A store opened for reading: a regular file, a pipe, a named fifo, or standard input for "-".
// Named devices are refused: they may have no end, and opening one can have an effect. Throws
// `Error`, which names the path.
class InputFile : public StoreInput {
public:
    explicit InputFile(const std::string& path, const ReadingTime& time = {});

    // A regular file that grows ends where it ended when it was opened.
    std::size_t read(char* data, std::size_t size) override;

    // False for pipes. A rename of another file over this one does not count: the open file keeps
    // its content.
    bool changed() const override;
    bool is_regular() const { return S_ISREG(opened_.st_mode); }

    std::uint64_t size() const override;
    std::optional<std::uint64_t> told_size() const override {
        return is_regular() ? size() : bytes_read();
    }
    std::optional<double> mtime() const override;

private:
    void open(const std::string& path);
    void wait_for_writer();
    void wait_for_bytes() const;

    ReadingTime time_;
    FileDescriptor owned_;
    int descriptor_ = -1;
    struct stat opened_ {};
    std::optional<char> first_byte_; // of a fifo, read while waiting for its writer
};

} // namespace promfile
