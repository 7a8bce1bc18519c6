"""All calls of a test and their responses, ordered by one clock: the input of the verdict.

Every title that a test writes is unique, so a title that is read later identifies the call that wrote it. A call whose
response was lost stays in the history as unknown: it took effect at most once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from itertools import count
from math import inf
from time import monotonic
from typing import TypeAlias

from attrs import define, field, frozen

Task: TypeAlias = str
"""The id of a task."""


class ChangeKind(Enum):
    """What a call was to do."""

    CREATE = auto()
    """Make a task for each title, all of them or none."""
    EDIT = auto()
    """Give a task the title."""
    DELETE = auto()
    READ = auto()


class Outcome(Enum):
    """What the caller knows."""

    DONE = auto()
    REFUSED = auto()
    """Answered: it was not done, and will not be."""
    UNKNOWN = auto()
    """No answer, or one that does not say."""


@frozen
class Seen:
    """A task as an answer shows it."""

    task: Task
    version: int
    title: str


@define(eq=False)
class Call:
    """One call, with all its repetitions under one idempotency key."""

    intent: ChangeKind
    began: float
    task: Task | None = None
    """Which one is edited, deleted or read."""
    titles: tuple[str, ...] = ()
    """What is written."""
    if_version: int | None = None
    ended: float = inf
    outcome: Outcome = Outcome.UNKNOWN
    seen: tuple[Seen, ...] = ()
    """What the answer shows; a read that shows nothing found nothing."""

    _doubtful: bool = field(default=False, init=False)

    def done(self, *seen: Seen) -> None:
        """It was done, and this is what the answer shows."""
        self.outcome, self.seen = Outcome.DONE, seen

    def refused(self) -> None:
        """It was not done, this time."""
        self.outcome = Outcome.UNKNOWN if self._doubtful else Outcome.REFUSED

    def unanswered(self) -> None:
        """It may have been done."""
        self.outcome, self._doubtful = Outcome.UNKNOWN, True

    def __str__(self) -> str:
        version = "" if self.if_version is None else f" if version {self.if_version}"
        shown = ", ".join(f"{seen.task[-6:]} v{seen.version} {seen.title!r}" for seen in self.seen)
        which = f" {self.task[-6:]}" if self.task else ""
        return f"{self.intent.name}{which} {' '.join(self.titles)}{version}: {self.outcome.name} {shown}".rstrip()


@define
class History:
    """All calls of a test."""

    calls: list[Call] = field(factory=list)
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def fresh_title(self) -> str:
        """Return a unique title."""
        return f"title {next(self._numbers)}"

    @contextmanager
    def call(
        self, intent: ChangeKind, *, task: Task | None = None, titles: Iterable[str] = (), if_version: int | None = None
    ) -> Iterator[Call]:
        """Note a call; whatever raises inside leaves it unknown, and an unknown call never ends."""
        call = Call(intent, monotonic(), task, tuple(titles), if_version)
        self.calls.append(call)
        yield call
        if call.outcome is not Outcome.UNKNOWN:
            call.ended = monotonic()

    def with_outcome(self, outcome: Outcome, *intents: ChangeKind) -> list[Call]:
        """The calls that ended so, of these intents, or of all."""
        return [call for call in self.calls if call.outcome is outcome and (not intents or call.intent in intents)]

    @property
    def acknowledged_writes(self) -> int:
        """How many writes the service said were done."""
        return len(self.with_outcome(Outcome.DONE, ChangeKind.CREATE, ChangeKind.EDIT, ChangeKind.DELETE))
