#include "support/glob.hpp"

#include <fnmatch.h>
#include <string>

namespace promfile {

bool matches_glob(std::string_view pattern, std::string_view text) {
    return fnmatch(std::string(pattern).c_str(), std::string(text).c_str(), 0) == 0;
}

bool is_glob(std::string_view text) {
    return text.find_first_of("*?[") != std::string_view::npos;
}

} // namespace promfile
