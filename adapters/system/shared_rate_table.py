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
CACHE_SIZE = 10_000
"""Digests that a process caches, about 2 MB."""
_FAR = 1 << 64

Entry: TypeAlias = tuple[int, int, int]
"""The offset of a cell, the user's tag, and the time stored there (0 for none)."""


@frozen(eq=False)
class SharedRateTable:
    """A time for each user, in nanoseconds of the monotonic clock, which is the same in all processes of a machine.

    A set-associative cache: a user's digest selects eight cells, of which one may be the user's; a new user replaces
    the cell with the oldest time. So a full table evicts users, who may then exceed their limit, but never confuses
    two: for that their keyed digests would have to agree in 64 bits.

    Processes do not wait for one another. If two write a time for one user at the same moment, the last one wins, which
    admits one request too many. A cell is written by one copy of 16 aligned bytes, and its tag is XORed with the time
    (Hyatt and Mann, "A lock-less transposition table", 2002): a torn read matches no user and counts as evicted.
    """

    memory: mmap = field(factory=lambda: mmap(-1, SIZE))
    """Zeroed; shared with forked processes."""
    key: bytes = field(factory=lambda: token_bytes(32))
    """Keeps the assignment of users to cells unpredictable."""
    file: int | None = None
    """The file of the memory, for spawned processes."""
    _cells_of: Callable[[bytes], tuple[int, int]] = field(init=False)
    """From a user to the tag and the offset of the first of the eight cells."""

    @_cells_of.default
    def _cached_cells_of(self) -> Callable[[bytes], tuple[int, int]]:
        keyed = blake2b(key=self.key, digest_size=16)

        def cells_of(user: bytes) -> tuple[int, int]:
            digest = keyed.copy()
            digest.update(user)
            tag, number = _CELL.unpack(digest.digest())
            return tag, number % SETS * _SET

        return lru_cache(CACHE_SIZE)(cells_of)

    @classmethod
    def shared(cls) -> Self:
        """Create a table that can be passed to any child of this process."""
        file = _file_in_memory()
        os.truncate(file, SIZE)
        return cls(mmap(file, SIZE), file=file)

    def of(self, user: bytes) -> Entry:
        """Find the cell of a user, or the cell for a new one."""
        tag, first = self._cells_of(user)
        oldest, free = _FAR, first
        for cell in range(first, first + _SET, _CELL.size):
            masked, time = _CELL.unpack(self.memory[cell : cell + _CELL.size])
            if masked ^ time == tag:
                return cell, tag, time
            if time < oldest:
                oldest, free = time, cell
        return free, tag, 0

    def note(self, cell: int, tag: int, time: int) -> None:
        """Store a time in the cell that `of` returned."""
        self.memory[cell : cell + _CELL.size] = _CELL.pack(tag ^ time, time)

    def __reduce__(self) -> tuple[Callable[..., "SharedRateTable"], tuple[Any, bytes]]:
        """Pickle for spawned children, which open the same memory."""
        if self.file is None:
            raise TypeError("this table is private to its process; create one with SharedRateTable.shared()")
        return _opened, (DupFd(self.file), self.key)


def _opened(file: Any, key: bytes) -> SharedRateTable:
    descriptor: int = file.detach()
    return SharedRateTable(mmap(descriptor, SIZE), key, descriptor)


def _file_in_memory() -> int:
    """Return a descriptor of a file without a name, in memory where the system supports it."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("taskapi-rate_table")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
