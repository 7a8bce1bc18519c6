"""Password hashing with argon2id, in a small bounded pool."""

import asyncio
import logging
import os
import re
import secrets
import sys
import threading
from base64 import b64encode
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TypeAlias, TypeVar

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import VerificationError, VerifyMismatchError

from adapters.security.turns import Turns
from domain.accounts.password import Password

T = TypeVar("T")

ObserveHashing: TypeAlias = Callable[[float, float], None]
"""Called after each hash with the seconds it waited and took; must return quickly and not raise."""

MEMORY = 47_104
"""KiB that one hash takes (OWASP ASVS 5.0, appendix C: at least 46 MiB with one pass and one lane)."""
SALT = 16
TAG = 32
MAX_COST_RATIO = 8
"""A stored hash that costs more than this many times a new one is treated as corrupt."""
NICENESS = 10
"""Hashing gets about a tenth of a core when everything else is busy."""

_WELL_FORMED = re.compile(
    r"\$argon2id\$v=19\$m=[0-9]{1,9},t=[1-9][0-9]{0,8},p=[1-9]\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)

_log = logging.getLogger(__name__)


class Argon2Passwords:
    """The port `PasswordHasher`, on dedicated threads with two short queues.

    One thread per process by default: argon2 releases the GIL, so as many
    processes as there are cores can keep all cores busy, with 46 MiB each. At
    most sixteen hashes wait in each queue, fewer when the machine is so busy
    that the last would wait for more than a second; further ones are rejected
    at once.
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
        self._dummy_hash = f"$argon2id$v=19$m={memory},t={passes},p=1${_random_base64(SALT)}${_random_base64(TAG)}"
        self._threads = ThreadPoolExecutor(threads, "argon2", initializer=_lower_priority)
        self._turns = Turns(threads, limit=queue_limit)
        self._observe = observe

    async def hash(self, password: Password) -> str:
        """Return a hash of the password."""
        return await self._run(partial(self._hasher.hash, password.reveal()))

    async def verify(
        self,
        password: Password,
        password_hash: str | None,
        *,
        preferred: bool = False,
        first: Callable[[], Awaitable[object]] | None = None,
    ) -> bool:
        """Return whether the password matches; without a hash (unknown user) take as long and return False."""
        stored = self._dummy_hash if password_hash is None else password_hash
        work = partial(self._matches, password.reveal(), stored)
        matches = await self._run(work, preferred=preferred, first=first)
        if matches is None:
            _log.error("a stored password hash is invalid; its user cannot log in")
        return bool(matches)

    def outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker parameters than the present ones."""
        if not self._is_acceptable(password_hash):
            return True
        old, new = extract_parameters(password_hash), self._hasher
        return (
            old.memory_cost < new.memory_cost
            or old.time_cost < new.time_cost
            or old.salt_len < new.salt_len
            or old.hash_len < new.hash_len
        )

    @property
    def waiting(self) -> int:
        """Passwords that are not yet being hashed."""
        return self._turns.waiting

    def close(self) -> None:
        """Finish the running hashes and cancel the waiting ones."""
        self._threads.shutdown(cancel_futures=True)

    async def _run(
        self, work: Callable[[], T], *, preferred: bool = False, first: Callable[[], Awaitable[object]] | None = None
    ) -> T:
        """Run on a dedicated thread; raise `HashingOverloaded` at once when the queue is full."""
        queued = monotonic()
        await self._turns.take(preferred=preferred)
        if first:
            try:
                await first()
            except BaseException:
                self._turns.give_back()
                raise
        began = monotonic()
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        # A running hash cannot be stopped: it occupies its slot until it is done, even if its caller is cancelled.
        running.add_done_callback(lambda _: self._done(queued, began))
        return await asyncio.shield(running)

    def _done(self, queued: float, began: float) -> None:
        seconds = monotonic() - began
        self._turns.lasted(seconds)
        self._turns.give_back()
        if self._observe:
            self._observe(began - queued, seconds)

    def _matches(self, password: str, stored: str) -> bool | None:
        """Return whether the password matches; None, after the same time, if the hash is corrupt."""
        try:
            if self._is_acceptable(stored):
                return self._hasher.verify(stored, password)
        except VerifyMismatchError:
            return False
        except VerificationError:
            pass  # well-formed, but argon2 cannot decode it
        with suppress(VerificationError):
            self._hasher.verify(self._dummy_hash, password)
        return None

    def _is_acceptable(self, stored: str) -> bool:
        """Whether the hash has acceptable parameters; argon2 would allocate whatever a hash demands."""
        if not _WELL_FORMED.fullmatch(stored):
            return False
        old, new = extract_parameters(stored), self._hasher
        return old.memory_cost * old.time_cost <= MAX_COST_RATIO * new.memory_cost * new.time_cost


def _lower_priority() -> None:
    """Give this thread a lower priority than everything else on the machine.

    With both cores of a machine hashing continuously, the p99 of concurrent
    requests was 14 to 90 ms at equal priority and mostly 4 to 6 ms at this one
    (2 to 5 ms without hashing), at about the same rate of hashes.
    """
    if sys.platform == "linux":  # elsewhere it would apply to the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _random_base64(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()
