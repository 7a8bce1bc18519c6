"""The signals that a worker hears, and its event loop: uvloop, with one stop signal, however many come."""

import asyncio
import signal
from collections.abc import Callable
from typing import TypeVarTuple

import uvloop
from granian import loops

Ts = TypeVarTuple("Ts")

DRAIN = signal.SIGUSR1
"""Tells a worker that it will be stopped soon."""


class WorkerLoop(uvloop.Loop):
    """uvloop whose first stop signal counts.

    Granian waits for ever, with the lock of the interpreter in its hand, when it is told again while it stops. And
    more signals than one are the rule: Ctrl-C reaches all processes of a terminal, systemd tells all of a service,
    and then the process that watches the workers tells them as well.
    """

    _told = False

    def add_signal_handler(self, sig: int, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        """Call back when a process is told to stop, and only the first time."""
        super().add_signal_handler(sig, self._once, callback, *args)

    def _once(self, callback: Callable[[*Ts], object], *args: *Ts) -> None:
        if not self._told:
            self._told = True
            callback(*args)


def provide() -> None:
    """Have granian use it, as its `auto`."""

    @loops.register("auto")
    def build() -> WorkerLoop:
        loop = WorkerLoop()
        asyncio.set_event_loop(loop)
        return loop
