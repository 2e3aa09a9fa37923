// promfile with allocations that fail: the allocation whose number, from 1, is in the environment
// variable FAILING_ALLOCATION throws; if FAILING_ON is set, so do all later allocations. With
// COUNT_ALLOCATIONS, the number of all allocations is printed at the end. Allocations before main,
// for static objects of CLI11, never fail: no code could catch their exceptions.

#include <cstdio>
#include <cstdlib>
#include <new>
#include <pugixml.hpp>

int promfile_main(int argc, char** argv); // the main of src/main.cpp

namespace {

// No std::string and no iostream: they would allocate.
long number_of(const char* variable) {
    const char* text = std::getenv(variable);
    return text == nullptr ? 0 : std::atol(text);
}

bool in_main = false;
long count = 0;

bool is_next_to_fail() {
    static const long failing = number_of("FAILING_ALLOCATION");
    static const bool failing_on = std::getenv("FAILING_ON") != nullptr;
    count += in_main;
    return in_main && failing > 0 && (failing_on ? count >= failing : count == failing);
}

void* allocate(std::size_t size) {
    return is_next_to_fail() ? nullptr : std::malloc(size == 0 ? 1 : size);
}

// pugixml does not use new.
[[maybe_unused]] const bool pugixml_fails_too =
    (pugi::set_memory_management_functions(allocate, std::free), true);

} // namespace

void* operator new(std::size_t size) {
    if (void* memory = allocate(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

int main(int argc, char** argv) {
    in_main = true;
    const int status = promfile_main(argc, argv);
    in_main = false;
    if (std::getenv("COUNT_ALLOCATIONS") != nullptr) {
        std::fprintf(stderr, "%ld allocations\n", count);
    }
    return status;
}
