"""What the instruments read of a finished request; the HTTP layer provides it."""

from typing import Protocol


class RequestRecord(Protocol):
    """A request and its outcome."""

    @property
    def id(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def route(self) -> str | None: ...

    @property
    def started(self) -> float:
        """On the clock of `time.perf_counter`, in seconds."""

    @property
    def status(self) -> int: ...

    @property
    def problem(self) -> str | None:
        """The code of the problem that was sent, if any."""
