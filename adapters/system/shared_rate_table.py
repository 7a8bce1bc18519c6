"""The times of the rate limit: one table for all processes of an instance, without locks and without the database."""

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from mmap import mmap
from multiprocessing.reduction import DupFd
from secrets import token_bytes
from struct import Struct
from typing import Any, Self, TypeAlias

from attrs import field, frozen

SETS, CELLS = 8_192, 8
"""Room for 65,536 active users."""
_CELL = Struct("=QQ")
_SET = CELLS * _CELL.size
SIZE = SETS * _SET
"""Bytes: 1 MiB."""
REMEMBERED = 10_000
"""Digests that a process caches, about 2 MB."""
_FAR = 1 << 64

Found: TypeAlias = tuple[int, int, int]
"""Where in the table, the user's tag, and the time that is noted there (0 for none)."""


@frozen(eq=False)
class SharedRateTable:
    """A time for each user, in nanoseconds of the monotonic clock, which is the same in all processes of a machine.

    A set-associative cache: a user's digest names eight cells, of which one may be the user's; whoever is new takes the
    one whose time lies furthest back. So a full table forgets, which lets somebody have more than is due, and takes
    nobody for somebody else: for that the keyed digests of two users would have to agree in 64 bits.

    Processes do not wait for one another. If two note a time for one user at the same moment the last one stays, which
    lets one request too many pass. A cell is written by one copy of 16 aligned bytes, and has the tag mixed with the
    time (Hyatt and Mann, "A lock-less transposition table", 2002): should a processor show half of one and half of
    another, that is nobody's cell, and counts as forgotten.
    """

    memory: mmap = field(factory=lambda: mmap(-1, SIZE))
    """Zeros at first; processes that are forked share it."""
    key: bytes = field(factory=lambda: token_bytes(32))
    """Keeps the assignment of users to cells unpredictable."""
    file: int | None = None
    """What the memory is of, for processes that are not forked."""
    _cells_of: Callable[[bytes], tuple[int, int]] = field(init=False)
    """A user's tag, and the first of the eight cells."""

    @_cells_of.default
    def _remember(self) -> Callable[[bytes], tuple[int, int]]:
        keyed = blake2b(key=self.key, digest_size=16)

        def cells_of(user: bytes) -> tuple[int, int]:
            digest = keyed.copy()
            digest.update(user)
            tag, number = _CELL.unpack(digest.digest())
            return tag, number % SETS * _SET

        return lru_cache(REMEMBERED)(cells_of)

    @classmethod
    def shared(cls) -> Self:
        """A table that can be handed to any child of this process; there is one as long as the process lives."""
        file = _file_in_memory()
        os.truncate(file, SIZE)
        return cls(mmap(file, SIZE), file=file)

    def of(self, user: bytes) -> Found:
        """Find the cell of a user, or the cell for a new one."""
        tag, first = self._cells_of(user)
        oldest, place = _FAR, first
        for cell in range(first, first + _SET, _CELL.size):
            mixed, time = _CELL.unpack(self.memory[cell : cell + _CELL.size])
            if mixed ^ time == tag:
                return cell, tag, time
            if time < oldest:
                oldest, place = time, cell
        return place, tag, 0

    def note(self, place: int, tag: int, time: int) -> None:
        """Write a time down, where `of` has found the user."""
        self.memory[place : place + _CELL.size] = _CELL.pack(tag ^ time, time)

    def __reduce__(self) -> tuple[Callable[..., "SharedRateTable"], tuple[Any, bytes]]:
        """For children that are spawned: they open the same memory."""
        if self.file is None:
            raise TypeError("this table belongs to one process: make one with SharedRateTable.shared()")
        return _opened, (DupFd(self.file), self.key)


def _opened(file: Any, key: bytes) -> SharedRateTable:
    descriptor: int = file.detach()
    return SharedRateTable(mmap(descriptor, SIZE), key, descriptor)


def _file_in_memory() -> int:
    """A file that has no name, so that nothing is left behind; on a disk only where there is no other way."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("taskapi-rate_table")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
