#pragma once

#include "suggest/row_kinds.hpp"

namespace promfile::suggest {

// Makes fields of rows secrets if a name beside them, in the same element or an element around
// them, says so: <var name="db_password" value="x" version="1"/>, or
// <dict><key>Password</key><string>x</string></dict>. Words such as "running" and "yes" are
// not secrets, and numbers are only if they are the value of such a name. Rules are made for all
// rows alike, except of name/value pairs, whose values are judged by name (pair_rules.hpp).
void hide_named_secrets(RowKind& row_kind);

} // namespace promfile::suggest
