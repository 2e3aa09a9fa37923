#pragma once

#include "suggest/row_kinds.hpp"

namespace promfile::suggest {

// How well the field identifies a row: about 100 for a name, 60 for an index or kind, 0 to 40 for
// fields that rarely do, negative for fields that never do.
int key_score(const Field& field);

// The score of a field whose values come and go, such as the pid of a process.
constexpr int passing_score = 22;

// Does the field hold an identifier of its row that comes and goes, as the path of the log of a job
// holds the number of the job?
bool holds_passing_id(const RowKind& row_kind, const Field& field);

// Sets the keys of all row kinds from the sampled rows: one to three fields, the text before each
// row, or the path of names of a recursive element. Also sets `extra_labels`, `near_key`,
// `transient` and `moments`.
void find_keys(RowKinds& row_kinds);

// Has the field the same text as a field of the key in each sampled row?
bool repeats_key(const RowKind& row_kind, const Field& field);

// The number of different times if the rows or their ancestors are one thing at several times,
// otherwise 0.
std::uint64_t moments_of(const RowKind& row_kind);

// The row kind itself or the ancestor whose rows are moments; nullptr if there is none.
const RowKind* moment_row(const RowKind& row_kind);

// Do the numbers of the rows start anew in each period, such as the requests of each day? They are
// not counters.
bool starts_anew(const RowKind& row_kind);

// Do the keys of the row kind and its ancestors tell all rows of the stores apart, and will they
// still do so in later runs?
bool is_keyed(const RowKinds& row_kinds, const RowKind& row_kind);

} // namespace promfile::suggest
