#pragma once

#include <string>

// A sysfs tree of its own for one test, removed with it.
class Tree {
public:
    Tree();
    ~Tree();
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    const std::string& root() const { return root_; }
    // Adds the files of a listing; tests/fixtures/sensors/server.tree says how it is written.
    Tree& add(const std::string& listing);

private:
    std::string root_;
};

// The text of tests/fixtures/sensors/`name`.
std::string sensors_fixture(const std::string& name);

// Whether `text` is that of the fixture; with PROMFILE_REWRITE_GOLDENS set it is made so.
bool is_golden(const std::string& text, const std::string& name);
