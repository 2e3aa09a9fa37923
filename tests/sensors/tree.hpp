#pragma once

#include "temporary_directory.hpp"

#include <string>

// A sysfs tree for one test.
class Tree {
public:
    const std::string& root() const { return directory_.path(); }
    // Adds the files of a listing; tests/fixtures/sensors/server.tree says how it is written.
    Tree& add(const std::string& listing);

private:
    TemporaryDirectory directory_;
};

// The text of tests/fixtures/sensors/`name`.
std::string sensors_fixture(const std::string& name);

// Whether `text` is that of the fixture; with PROMFILE_REWRITE_GOLDENS set it is made so.
bool is_golden(const std::string& text, const std::string& name);
