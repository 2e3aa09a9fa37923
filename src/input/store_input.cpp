#include "input/store_input.hpp"

#include "input/command_output.hpp"
#include "input/foreign_format.hpp"
#include "input/input_file.hpp"
#include "input/store_list.hpp"
#include "support/error.hpp"
#include "support/number.hpp"

#include <chrono>
#include <fmt/format.h>

namespace promfile {

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void ReadingTime::check_run(const std::string& store) const {
    if (is_over()) {
        throw Error(fmt::format("cannot read {}: the {} s for all stores together are over "
                                "(--run-timeout)",
                                store, format_number(run_timeout)));
    }
}

ReadBytes StoreInput::reader() {
    return [this](char* data, std::size_t size) {
        const bool is_first = bytes_read_ == 0;
        const std::size_t got = read(data, size);
        const auto foreign = is_first ? foreign_format({data, got}) : std::nullopt;
        if (foreign) {
            throw Error(fmt::format("cannot read {}: {}", name_, *foreign));
        }
        return got;
    };
}

std::unique_ptr<StoreInput> open_store(const StoreName& store, const ReadingTime& time) {
    if (store.command) {
        return std::make_unique<CommandOutput>(*store.command, time);
    }
    return std::make_unique<InputFile>(store.path, time);
}

} // namespace promfile
