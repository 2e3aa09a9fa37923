#pragma once

#include <string_view>

namespace promfile::suggest {

// Tests for well-known formats of a whole text, which is trimmed and not empty.

// "iso8601" or the strptime format of a date with or without a time of day; empty for other texts.
std::string_view recognized_time_format(std::string_view text);
// The strptime format of a date of 8, or a time of 12 or 14 digits, such as 20261122101530, between
// 1900 and 2099; empty for other texts. Other numbers have as many digits, too.
std::string_view compact_time_format(std::string_view text);

// 8-4-4-4-12 hexadecimal digits. Braces around them, and GPU- or MIG- before them, are allowed.
bool is_uuid(std::string_view text);
// Is there a UUID in the text, such as in "4:13:0:8b2c2ea6-...", the key of a transition?
bool holds_uuid(std::string_view text);
// Text may follow the six pairs of hexadecimal digits.
bool is_mac_address(std::string_view text);
// An IPv4 or IPv6 address. A port or a prefix length may follow.
bool is_ip_address(std::string_view text);
// A hash or a memory address: hexadecimal digits after 0x, or at least 16 of them.
bool is_digest(std::string_view text);
// Host names of a machine or an organisation, such as a@b.local or getty@tty1.service, are not
// email addresses.
bool is_email(std::string_view text);
// Anything with a scheme: https://..., jdbc:mysql://..., or with a path and a query: a/b?c=d
bool is_url(std::string_view text);
// Several numbers, of which one has decimals, as those of a load average: "0.32, 0.41, 0.39".
bool is_list_of_numbers(std::string_view text);
// More than five words or 80 bytes.
bool is_free_text(std::string_view text);

} // namespace promfile::suggest
