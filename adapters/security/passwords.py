"""Password hashing with argon2id, in a small bounded pool."""

import asyncio
import logging
import os
import re
import secrets
import sys
import threading
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TypeAlias, TypeVar

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import VerificationError, VerifyMismatchError

from domain.accounts.password import Password
from domain.errors import HashingOverloaded

T = TypeVar("T")

ObserveHashing: TypeAlias = Callable[[float, float], None]
"""Called after each hash with the seconds it waited and took; must return quickly and not raise."""

MEMORY = 47_104
"""KiB that one hash takes (OWASP ASVS 5.0, appendix C: at least 46 MiB with one pass and one lane)."""
SALT = 16
TAG = 32
COSTLIEST = 8
"""How many times today's memory (times passes) a stored hash may ask for before it counts as corrupt."""
NICENESS = 10
"""Hashing gets about a tenth of a core when everything else is busy."""

_READABLE = re.compile(
    r"\$argon2id\$v=19\$m=[0-9]{1,9},t=[1-9][0-9]{0,8},p=[1-9]\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)

_log = logging.getLogger(__name__)


class Argon2Passwords:
    """The port `PasswordHasher`, on dedicated threads with a short queue.

    One thread for each process by default: argon2 releases the GIL, so as many
    processes as there are cores can keep all cores busy, with 46 MiB each. The
    last of sixteen that wait has its turn after about a second; whoever comes
    then is refused at once.
    """

    def __init__(
        self,
        *,
        memory: int = MEMORY,
        passes: int = 1,
        threads: int = 1,
        queue_limit: int = 16,
        observe: ObserveHashing | None = None,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory, parallelism=1, hash_len=TAG, salt_len=SALT, type=Type.ID
        )
        self._nobodys_hash = f"$argon2id$v=19$m={memory},t={passes},p=1${_random_base64(SALT)}${_random_base64(TAG)}"
        self._threads = ThreadPoolExecutor(threads, "argon2", initializer=_step_back)
        self._free = asyncio.Semaphore(threads)
        self._queue_limit = queue_limit
        self._waiting = 0
        self._observe = observe

    async def hash(self, password: Password) -> str:
        """Return what may be stored."""
        return await self._in_turn(partial(self._hasher.hash, password.reveal()))

    async def verify(self, password: Password, password_hash: str | None) -> bool:
        """Return whether the password matches; without a hash (unknown user) take as long and return False."""
        stored = self._nobodys_hash if password_hash is None else password_hash
        fits = await self._in_turn(partial(self._fits, password.reveal(), stored))
        if fits is None:
            _log.error("a stored password hash cannot be read; nobody can sign in with it")
        return bool(fits)

    def outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker parameters than the present ones."""
        if not self._ours(password_hash):
            return True
        made_with, today = extract_parameters(password_hash), self._hasher
        return (
            made_with.memory_cost < today.memory_cost
            or made_with.time_cost < today.time_cost
            or made_with.salt_len < today.salt_len
            or made_with.hash_len < today.hash_len
        )

    @property
    def waiting(self) -> int:
        """Passwords that are not yet being hashed."""
        return self._waiting

    def close(self) -> None:
        """Finish what is being hashed, at most one hash for each thread."""
        self._threads.shutdown(cancel_futures=True)

    async def _in_turn(self, work: Callable[[], T]) -> T:
        """Run on a dedicated thread; raise `HashingOverloaded` at once when the queue is full."""
        if self._free.locked() and self._waiting >= self._queue_limit:
            raise HashingOverloaded
        asked = monotonic()
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        began = monotonic()
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        # A running hash cannot be stopped: it occupies its slot until it is done, even if its caller is cancelled.
        running.add_done_callback(lambda _: self._done(asked, began))
        return await asyncio.shield(running)

    def _done(self, asked: float, began: float) -> None:
        self._free.release()
        if self._observe:
            self._observe(began - asked, monotonic() - began)

    def _fits(self, password: str, stored: str) -> bool | None:
        """Whether it fits; none (after as long) if the hash is corrupt."""
        try:
            if self._ours(stored):
                return self._hasher.verify(stored, password)
        except VerifyMismatchError:
            return False
        except VerificationError:
            pass  # it has the form of a hash, and still argon2 cannot read it
        with suppress(VerificationError):
            self._hasher.verify(self._nobodys_hash, password)
        return None

    def _ours(self, stored: str) -> bool:
        """Whether the hash has acceptable parameters; argon2 would allocate whatever a hash demands."""
        if not _READABLE.fullmatch(stored):
            return False
        made_with, today = extract_parameters(stored), self._hasher
        return made_with.memory_cost * made_with.time_cost <= COSTLIEST * today.memory_cost * today.time_cost


def _step_back() -> None:
    """Let everything else in the machine go before this thread.

    With both cores of a machine hashing without pause, the p99 of requests
    beside it was 14 to 90 ms at equal priority and mostly 4 to 6 ms like this
    (2 to 5 ms without hashing), while about as many hashes were made.
    """
    if sys.platform == "linux":  # elsewhere it would hold for the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _random_base64(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()
