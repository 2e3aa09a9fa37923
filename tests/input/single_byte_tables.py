#!/usr/bin/python3
"""Prints src/input/single_byte_tables.cpp, made from the encodings that this machine's iconv knows.

    tests/input/single_byte_tables.py >src/input/single_byte_tables.cpp
    tests/input/single_byte_tables.py --check src/input/single_byte_tables.cpp

Every name of `iconv -l` is tried. An encoding is taken when each byte stands for one character or for
none, whatever stands beside it, and when it contains ASCII: the bytes of TAB, LF, CR and of all printable
characters are ASCII's. So EBCDIC, the national variants of ISO 646 and everything with shifts or
characters of several bytes is left out. Encodings with equal tables share one. Names are kept in
lower-case letters and digits alone.

--check compares the file with what would be printed: exit 0 equal, 1 different, 77 where this machine's
glibc is not the one that the file was made with.
"""
import ctypes
import difflib
import platform
import re
import subprocess
import sys
import unicodedata

libc = ctypes.CDLL(None)
libc.iconv_open.restype = ctypes.c_void_p
libc.iconv_open.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
libc.iconv.restype = ctypes.c_size_t
libc.iconv.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 4
libc.iconv_close.argtypes = [ctypes.c_void_p]
failed = ctypes.c_size_t(-1).value

EILSEQ = 84
NEEDED = [9, 10, 13, *range(0x20, 0x7f)]


def decode(descriptor, byte):
    """The text of one byte, None if it has none, or False if the byte alone does not determine it."""
    libc.iconv(descriptor, None, None, None, None)
    source = ctypes.create_string_buffer(bytes([byte]), 1)
    target = ctypes.create_string_buffer(64)
    source_at, source_left = ctypes.c_void_p(ctypes.addressof(source)), ctypes.c_size_t(1)
    target_at, target_left = ctypes.c_void_p(ctypes.addressof(target)), ctypes.c_size_t(64)
    ctypes.set_errno(0)
    if libc.iconv(descriptor, ctypes.byref(source_at), ctypes.byref(source_left),
                  ctypes.byref(target_at), ctypes.byref(target_left)) == failed:
        return None if errno() == EILSEQ else False
    # A character that could be composed with the next one is held back until it is asked for.
    libc.iconv(descriptor, None, None, ctypes.byref(target_at), ctypes.byref(target_left))
    return target.raw[:64 - target_left.value].decode("utf-32-le")


def errno():
    location = libc.__errno_location
    location.restype = ctypes.POINTER(ctypes.c_int)
    return location().contents.value


def table(name):
    """The characters of all 256 bytes, 0 where there is none; or None where the encoding is not a single-byte one."""
    descriptor = libc.iconv_open(b"UTF-32LE", name.encode())
    if descriptor == failed:
        return None
    texts = [decode(descriptor, byte) for byte in range(256)]
    libc.iconv_close(descriptor)
    if any(text is False or (text is not None and len(text) != 1) for text in texts):
        return None
    if any(texts[byte] != chr(byte) for byte in NEEDED) or None in texts[:0x80]:
        return None
    return tuple(0 if text is None else ord(text) for text in texts)


def simplified(name):
    return re.sub("[^a-z0-9]", "", name.lower())


def encodings():
    """Pairs of a table and its names, in the order of the first name."""
    names = {}
    for name in subprocess.run(["iconv", "-l"], capture_output=True, text=True, check=True).stdout.split():
        name = name.rstrip("/")
        found = table(name)
        if found is not None:
            names.setdefault(found, set()).add(simplified(name))
    taken = sorted((sorted(names), found) for found, names in names.items())
    every = [name for names, _ in taken for name in names]
    assert len(every) == len(set(every)), "a name has two meanings"
    return taken


def literal(character):
    """A character as it stands in a string literal: as itself where people can read it and no editor changes it."""
    text = chr(character) if character else "\N{REPLACEMENT CHARACTER}"
    if text in '"\\':
        return "\\" + text
    readable = (unicodedata.category(text)[0] in "LNPS" and unicodedata.bidirectional(text) not in ("R", "AL")
                and unicodedata.normalize("NFC", text) == text)
    return text if readable else f"\\u{character:04x}"


def literals(items, opening):
    """String literals in lines of at most 96 columns, the first of them after `opening`."""
    out, line = [], ""
    for item in items:
        if len(opening) + len(line) + len(item) > 94:
            out.append(f'{opening}"{line}"')
            line, opening = "", opening.replace("{", " ")
        line += item
    return "\n".join([*out, f'{opening}"{line}"'])


def source():
    print("// Made by tests/input/single_byte_tables.py from the iconv of glibc "
          f"{platform.libc_ver()[1]}; not to be edited.")
    print('#include "input/single_byte.hpp"\n')
    print("// clang-format off\n")
    print("namespace promfile {\n\nnamespace {\n")
    print("constexpr SingleByteEncoding encodings[] = {")
    for names, characters in encodings():
        assert max(characters) <= 0xffff
        high = list(characters[0x80:])
        while high and high[0] == 0x100 - len(high):
            del high[0]
        low = [character for byte in range(0x80) if characters[byte] != byte
               for character in (byte, characters[byte])]
        members = [literals([*(name + " " for name in names[:-1]), names[-1]], "{"),
                   literals(map(literal, high), " u")]
        if low:
            members.append(literals(map(literal, low), " u"))
        print(",\n".join(members) + "},")
    print("};\n\n} // namespace\n")
    print("std::span<const SingleByteEncoding> single_byte_encodings() {\n    return encodings;\n}\n")
    print("} // namespace promfile")


def check(path):
    with open(path, encoding="utf-8") as file:
        kept = file.read().splitlines()
    version = platform.libc_ver()[1]
    if f"glibc {version};" not in kept[0]:
        print(f"skipped: this machine has glibc {version}, but: {kept[0]}")
        return 77
    made = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)
    difference = list(difflib.unified_diff(kept, made.stdout.splitlines(), path, "iconv", lineterm=""))
    print(*difference, sep="\n", end="\n" if difference else "")
    return 1 if difference else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"] and len(sys.argv) == 3:
        sys.exit(check(sys.argv[2]))
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    source()
