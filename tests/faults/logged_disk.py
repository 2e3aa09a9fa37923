"""A disk that remembers the order of its writes and flushes: a file in a FUSE file system, below a loop
device. What a power cut would leave of the disk can be made of the log for any moment."""

import contextlib
import errno
import multiprocessing
import os
import shutil
import stat
import struct
import subprocess
import time

HEADER = struct.Struct("=cQI")  # w or f, offset, size


def serve(image, log, mount_point):
    import fusepy as fuse

    class Disk(fuse.Operations):
        def __init__(self):
            self.file = os.open(image, os.O_RDWR)
            self.log = open(log, "ab", buffering=0)

        def getattr(self, path, fh=None):
            if path == "/":
                return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
            if path == "/disk":
                return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": os.fstat(self.file).st_size}
            raise fuse.FuseOSError(errno.ENOENT)

        def readdir(self, path, fh):
            return [".", "..", "disk"]

        def open(self, path, flags):
            return 0

        def read(self, path, size, offset, fh):
            return os.pread(self.file, size, offset)

        def write(self, path, data, offset, fh):
            self.log.write(HEADER.pack(b"w", offset, len(data)) + data)
            return os.pwrite(self.file, data, offset)

        def fsync(self, path, datasync, fh):
            self.log.write(HEADER.pack(b"f", 0, 0))
            return 0

        def truncate(self, path, length, fh=None):
            return 0

    fuse.FUSE(Disk(), mount_point, foreground=True, nothreads=True, direct_io=True)


def command(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


@contextlib.contextmanager
def mounted(image, directory, options=""):
    command("mount", "-o", ",".join(filter(None, ["loop", options])), image, directory)
    try:
        yield
    finally:
        command("umount", directory)


class LoggedDisk:
    """A file system made by the words of `make` (then the image), mounted at `directory` while a block
    runs. `position()` tells how many writes and flushes the disk has got."""

    def __init__(self, root, make, size, options):
        self.base, self.log = os.path.join(root, "base"), os.path.join(root, "log")
        self.served, self.directory = os.path.join(root, "served"), os.path.join(root, "mounted")
        self.options = options
        for name in (self.served, self.directory):
            os.makedirs(name)
        with open(self.base, "wb") as file:
            file.truncate(size)
        command(*make, self.base)

    @contextlib.contextmanager
    def running(self):
        image = self.base + ".served"
        shutil.copy(self.base, image)
        daemon = multiprocessing.Process(target=serve, args=[image, self.log, self.served], daemon=True)
        daemon.start()
        try:
            deadline = time.monotonic() + 20
            while not os.path.exists(os.path.join(self.served, "disk")):
                assert time.monotonic() < deadline and daemon.is_alive(), "the FUSE file system does not start"
                time.sleep(0.02)
            with mounted(os.path.join(self.served, "disk"), self.directory, self.options):
                yield self.directory
        finally:
            subprocess.run(["umount", self.served], check=False, stderr=subprocess.DEVNULL)
            daemon.join(5)
            daemon.kill()
            os.unlink(image)

    def events(self):
        """All writes, as pairs of offset and data, and flushes, as None."""
        found = []
        with open(self.log, "rb") as file:
            while header := file.read(HEADER.size):
                kind, offset, size = HEADER.unpack(header)
                found.append((offset, file.read(size)) if kind == b"w" else None)
        return found

    def position(self):
        return len(self.events())


def cuts(events, begin, chance):
    """The states of a disk from event `begin` on, as pairs of the number of events and the writes that
    the disk has: all of them up to each event; and at each flush, of the writes since the one before,
    which a disk may carry out in any order, some."""
    last_flush = max((i for i in range(begin) if events[i] is None), default=0)
    for end in range(begin, len(events) + 1):
        yield end, range(end)
        if end < len(events) and events[end] is None:
            unsure = range(last_flush, end)
            some = set(chance.sample(unsure, chance.randint(0, len(unsure)))) if unsure else set()
            yield end, [i for i in range(end) if i < last_flush or i in some]
            last_flush = end


def write_image(path, events, indexes, have=0):
    """Writes these of the events to an image that has the first `have` of them."""
    with open(path, "r+b") as file:
        for index in indexes:
            if index >= have and events[index] is not None:
                file.seek(events[index][0])
                file.write(events[index][1])
