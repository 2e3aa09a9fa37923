#pragma once

#include <string_view>

namespace promfile::suggest {

struct Field;

// The kind of the values of a field.
enum class FieldKind {
    none, // never a value
    number,
    quantity, // numbers with units
    duration,
    time,
    boolean,
    enumeration, // few different texts
    text,
    identifier,
    address, // IP or MAC
    url,
    free_text,
    secret,
    personal,
};

// Sets the kind of the field by its name and its statistics, and with it `map`, `unit`, `base`,
// `format` and `more_states`.
void find_kind(Field& field);

// Must values of this kind never be printed?
bool is_hidden(FieldKind kind);

} // namespace promfile::suggest
