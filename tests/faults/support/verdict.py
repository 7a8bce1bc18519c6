"""Whether a history can be true: everything acknowledged is there, nothing is there twice, nobody read the past.

Tasks carry a version, so this needs no search as for general histories (Knossos, Elle): each rule is one pass.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import accumulate

from attrs import define, field, frozen

from tests.faults.support.history import Call, ChangeKind, History, Outcome, Seen, Task


class Kind(StrEnum):
    """What can be wrong."""

    LOST = "an acknowledged write, or one that was read, is gone"
    TWICE = "one call took effect twice"
    HALF = "one call took effect in part"
    GAP = "a version that nobody made"
    REPEATED = "one version with two values"
    MISPLACED = "a write took effect on a version or task that it was not meant for"
    INVENTED = "a value that nobody wrote, or before it was written"
    REFUSED = "a value from a refused call"
    STALE = "an answer older than what had ended before it was asked for"


@frozen
class Violation:
    """One thing that must not be."""

    kind: Kind
    about: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"


def violations(history: History, final: Iterable[Seen]) -> list[Violation]:
    """Everything that is wrong with a history, given all tasks as they are at its end."""
    evidence = _Evidence(history, {seen.task: seen for seen in final})
    rules = (_lost, _values, _once, _whole, _chains, _order)
    return [violation for rule in rules for violation in rule(evidence)]


@define
class _Evidence:
    """The history and the final state, sorted for questions."""

    history: History
    final: dict[Task, Seen]
    writer: dict[str, Call] = field(factory=dict, init=False)
    """Who wrote a title."""
    values: dict[tuple[Task, int], set[str]] = field(factory=lambda: defaultdict(set), init=False)
    """What a version was seen to hold."""
    places: dict[str, set[tuple[Task, int]]] = field(factory=lambda: defaultdict(set), init=False)
    """Where a title was seen."""
    deletions: dict[Task, list[Call]] = field(factory=lambda: defaultdict(list), init=False)
    """Calls that removed a task, or may have."""

    def __attrs_post_init__(self) -> None:
        for call in self.history.calls:
            self.writer |= dict.fromkeys(call.titles, call)
            if call.intent is ChangeKind.DELETE and call.task and call.outcome is not Outcome.REFUSED:
                self.deletions[call.task].append(call)
        for seen in (*self.shown(), *self.final.values()):
            self.values[seen.task, seen.version].add(seen.title)
            self.places[seen.title].add((seen.task, seen.version))

    def shown(self) -> Iterator[Seen]:
        """Whatever an answer showed."""
        for call in self.history.calls:
            yield from call.seen


def _lost(evidence: _Evidence) -> Iterator[Violation]:
    for call in evidence.history.with_outcome(Outcome.DONE):
        if call.intent is ChangeKind.DELETE and call.task in evidence.final:
            yield Violation(Kind.LOST, f"{call}, but it is there")
        for seen in call.seen:
            final = evidence.final.get(seen.task)
            if final.version < seen.version if final else not evidence.deletions[seen.task]:
                yield Violation(Kind.LOST, f"{call}; at the end {final}")


def _values(evidence: _Evidence) -> Iterator[Violation]:
    """Every value has a writer who meant this place."""
    for title, places in evidence.places.items():
        writer = evidence.writer.get(title)
        if writer is None:
            yield Violation(Kind.INVENTED, f"{title!r} at {places}")
        elif writer.outcome is Outcome.REFUSED:
            yield Violation(Kind.REFUSED, f"{writer}, but seen at {places}")
        elif writer.intent is ChangeKind.CREATE:
            if any(version != 1 for _, version in places):
                yield Violation(Kind.MISPLACED, f"{writer}, but seen at {places}")
        elif any(task != writer.task or writer.if_version not in (None, version - 1) for task, version in places):
            yield Violation(Kind.MISPLACED, f"{writer}, but seen at {places}")
    for place, titles in evidence.values.items():
        if len(titles) > 1:
            yield Violation(Kind.REPEATED, f"{place} holds {titles}")


def _once(evidence: _Evidence) -> Iterator[Violation]:
    for title, places in evidence.places.items():
        if len(places) > 1:
            yield Violation(Kind.TWICE, f"{evidence.writer.get(title, title)} at {places}")


def _whole(evidence: _Evidence) -> Iterator[Violation]:
    """All of a call or nothing; a task whose first version nobody saw may be what is missing."""
    tasks = {task for task, _ in evidence.values} | evidence.deletions.keys()
    hidden = sum((task, 1) not in evidence.values for task in tasks)
    for call in evidence.history.calls:
        there, all_of_it = sum(title in evidence.places for title in call.titles), len(call.titles)
        acknowledged = call.outcome is Outcome.DONE
        if there < all_of_it and (acknowledged or there) and (acknowledged or all_of_it - there > hidden):
            yield Violation(Kind.HALF, f"{call}: {there} of {all_of_it}")


def _chains(evidence: _Evidence) -> Iterator[Violation]:
    """Versions are 1 to n; each that was never seen was created by a different call with an unknown result."""
    unseen: dict[Task | None, list[Call]] = defaultdict(list)
    for call in evidence.history.with_outcome(Outcome.UNKNOWN, ChangeKind.CREATE, ChangeKind.EDIT):
        unseen[call.task] += [call for title in call.titles if title not in evidence.places]
    newest: dict[Task, int] = defaultdict(int)
    for task, version in evidence.values:
        newest[task] = max(newest[task], version)
    for task, last in newest.items():
        for version in range(1, last + 1):
            if (task, version) not in evidence.values and not _explained(
                version, unseen[task if version > 1 else None]
            ):
                yield Violation(Kind.GAP, f"version {version} of {task}, which comes to {last}")


def _explained(version: int, candidates: list[Call]) -> bool:
    # Those who named their version explain no other, so they go first.
    for required in (version - 1, None):
        for call in candidates:
            if call.if_version == required:
                candidates.remove(call)
                return True
    return False


def _order(evidence: _Evidence) -> Iterator[Violation]:
    """What began after something else had ended knows of it."""
    newest = _Newest(evidence.history)
    for call in evidence.history.with_outcome(Outcome.DONE, ChangeKind.READ, ChangeKind.EDIT):
        for seen in call.seen:
            least = newest.before(call.began, seen.task) + (call.intent is ChangeKind.EDIT)
            if seen.version < least or any(gone.ended < call.began for gone in evidence.deletions[seen.task]):
                yield Violation(Kind.STALE, f"{call}, when version {least} or its end was known")
            if evidence.writer.get(seen.title, call).began > call.ended:
                yield Violation(Kind.INVENTED, f"{call}, written later")
        current = call.task and not call.seen and newest.before(call.began, call.task)
        if current and not any(gone.began < call.ended for gone in evidence.deletions[call.task or ""]):
            yield Violation(Kind.STALE, f"{call} found nothing, when version {current} was known")


@define
class _Newest:
    """Which version of a task was known at a moment."""

    history: History
    _ends: dict[Task, list[float]] = field(factory=dict, init=False)
    _versions: dict[Task, list[int]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        versions: dict[Task, list[tuple[float, int]]] = defaultdict(list)
        for call in self.history.calls:
            for seen in call.seen:
                versions[seen.task].append((call.ended, seen.version))
        for task, answers in versions.items():
            answers.sort()
            self._ends[task] = [ended for ended, _ in answers]
            self._versions[task] = list(accumulate((version for _, version in answers), max))

    def before(self, moment: float, task: Task) -> int:
        """The newest that an answer before had shown, 0 if none had."""
        place = bisect_left(self._ends.get(task, []), moment)
        return self._versions[task][place - 1] if place else 0
