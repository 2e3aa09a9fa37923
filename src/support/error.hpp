#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace promfile {

// The exit status of the process; see "Exit status" in the manual.
enum class ExitStatus {
    success = 0, // published, printed, or checked clean
    failure = 1, // an input or the publish failed, or --check found that it would
    usage = 2,   // the command line or the configuration is wrong
};

// An error that ends the run. The text is a whole sentence without a final full stop that names
// the path, the place in it and the cause; main prints it once, after "promfile: error: ".
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& sentence, ExitStatus status = ExitStatus::failure,
                   std::string excerpt = "")
        : std::runtime_error(sentence), status_(status), excerpt_(std::move(excerpt)) {}

    ExitStatus status() const { return status_; }
    // The line of the file that the error is about, and a caret below the place; or "".
    const std::string& excerpt() const { return excerpt_; }

private:
    ExitStatus status_;
    std::string excerpt_;
};

} // namespace promfile
