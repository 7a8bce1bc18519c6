"""The event loop of a worker: uvloop, with one reaction to any number of stop signals."""

import asyncio
import signal
from collections.abc import Callable
from typing import TypeVarTuple

import uvloop
from granian import loops

Ts = TypeVarTuple("Ts")

DRAIN = signal.SIGUSR1
"""Announces to a worker that it will be stopped soon."""
STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


class WorkerLoop(uvloop.Loop):
    """uvloop that ignores all stop signals after the first.

    Granian (2.8.7) deadlocks, holding the GIL, when it receives another stop signal while it stops (decision 11).
    """

    _called = False

    def add_signal_handler(self, sig: int, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        """Call back on a signal; for the stop signals, only on the first of them."""
        if sig in STOPS:
            super().add_signal_handler(sig, self._once, callback, *args)
        else:
            super().add_signal_handler(sig, callback, *args)

    def _once(self, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        if not self._called:
            self._called = True
            callback(*args)


# Importing this module registers the loop with granian, also in a worker that is spawned rather than forked.
@loops.register("uvloop")
def _worker_loop() -> WorkerLoop:
    loop = WorkerLoop()
    asyncio.set_event_loop(loop)
    return loop
