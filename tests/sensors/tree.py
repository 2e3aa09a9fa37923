"""Unpacks the listings of tests/fixtures/sensors/*.tree; server.tree says how they are written."""

import os
import re


def unpack(listing, target):
    directory = target
    with open(listing, "rb") as lines:
        for line in lines.read().splitlines():
            if not line or line.startswith(b"#"):
                continue
            if line.startswith(b"["):
                directory = os.path.join(target, line[1:-1].decode())
                os.makedirs(directory, exist_ok=True)
                continue
            name, _, content = line.partition(b" ")
            path = os.path.join(directory.encode(), name)
            if content.startswith(b"-> "):
                os.symlink(content[3:], path)
            elif content == b"|":
                os.mkfifo(path)
            else:
                text = re.sub(rb"\\x(..)", lambda m: bytes([int(m[1], 16)]), content)
                with open(path, "wb") as file:
                    file.write(text + b"\n" if text else b"")
