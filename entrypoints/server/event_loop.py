"""The signals that a worker hears, and the event loop that hears them: uvloop's, with one stop, however many come."""

import asyncio
import signal
from collections.abc import Callable
from typing import TypeVarTuple

import uvloop
from granian import loops

Ts = TypeVarTuple("Ts")

DRAIN = signal.SIGUSR1
"""Tells a worker that it will be stopped soon."""
STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


class WorkerLoop(uvloop.Loop):
    """uvloop, but the first signal to stop is the last that is heard.

    Granian (2.8.7) waits for ever, with the lock of the interpreter in its hand, when it is told again while it stops
    (decision 11).
    """

    _told = False

    def add_signal_handler(self, sig: int, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        """Call back when the signal comes; for those that stop, only the first time that any of them does."""
        if sig in STOPS:
            super().add_signal_handler(sig, self._once, callback, *args)
        else:
            super().add_signal_handler(sig, callback, *args)

    def _once(self, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        if not self._told:
            self._told = True
            callback(*args)


# Whoever imports this has granian use it: also a worker that is not forked, but started anew.
@loops.register("uvloop")
def _worker_loop() -> WorkerLoop:
    loop = WorkerLoop()
    asyncio.set_event_loop(loop)
    return loop
