"""Labels of tasks: names that people sort their tasks by. A label exists while a task has it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Annotated, TypeAlias
from unicodedata import normalize

from attrs import define, fields, frozen

from domain.errors import Conflict, InvalidInput, NotFound, Violation
from domain.items import ItemCount
from domain.text import LABEL
from domain.unset import UNSET, Unset

MAX_LABELS = 20
"""Labels of one task."""

LABEL_COUNT = ItemCount(0, MAX_LABELS)
Labels: TypeAlias = Annotated[tuple[Annotated[str, LABEL], ...], LABEL_COUNT]
"""In the order of their keys, each key once."""


def label_key(label: str) -> str:
    """Return what is equal for all spellings of one label: case and the composition of characters do not matter."""
    return normalize("NFC", normalize("NFD", label).casefold())


def canonical_labels(raw: Collection[str]) -> Labels:
    """Return labels as a task has them; raise `InvalidInput` with all violations, each at its index."""
    LABEL_COUNT.ensure(len(raw))
    by_key: dict[str, str] = {}
    violations: list[Violation] = []
    for index, each in enumerate(raw):
        try:
            label = LABEL(each)
        except InvalidInput as error:
            violations += (violation.inside(index) for violation in error.violations)
            continue
        if (key := label_key(label)) in by_key:
            violations.append(Violation((index,), "repeated", f"is the same label as {by_key[key]!r}"))
        by_key.setdefault(key, label)
    if violations:
        raise InvalidInput(tuple(violations))
    return _in_order(by_key)


def replaced_label(labels: Labels, key: str, new: str | None) -> Labels:
    """Return labels with a new one, or none, in place of the one with this key; the new one may be there already."""
    others = {other: label for label in labels if (other := label_key(label)) != key}
    if new is not None:
        others.setdefault(label_key(new), new)
    return _in_order(others)


def _in_order(by_key: dict[str, str]) -> Labels:
    return tuple(by_key[key] for key in sorted(by_key))


@frozen(kw_only=True)
class LabelEdit:
    """Labels to add to a task, or to remove, whatever others it has; raises `InvalidInput` with all violations."""

    add: Labels | Unset = UNSET
    """One that the task has already keeps its spelling."""
    remove: Labels | Unset = UNSET
    """One that the task does not have is not missed."""

    def __attrs_post_init__(self) -> None:
        if self.add is UNSET and self.remove is UNSET:
            raise InvalidInput.of("missing", "must have add, remove or both")
        violations: list[Violation] = []
        for name in (each.name for each in fields(type(self))):
            try:
                object.__setattr__(self, name, canonical_labels(_given(getattr(self, name))))
            except InvalidInput as error:
                violations += (violation.inside(name) for violation in error.violations)
        if not violations and not set(map(label_key, _given(self.add))).isdisjoint(map(label_key, _given(self.remove))):
            violations.append(Violation(("remove",), "contradiction", "must not name a label that is to be added"))
        if violations:
            raise InvalidInput(tuple(violations))

    def applied_to(self, labels: Labels) -> Labels:
        """Return the labels after the edit; raise `TooManyLabels`."""
        left = {label_key(label): label for label in (*_given(self.add), *labels)}
        for label in _given(self.remove):
            left.pop(label_key(label), None)
        if len(left) > MAX_LABELS:
            raise TooManyLabels(count=len(left))
        return _in_order(left)


def _given(labels: Labels | Unset) -> Labels:
    return () if labels is UNSET else labels


def labels_or_edit(raw: Collection[str] | LabelEdit) -> Labels | LabelEdit:
    """Return the labels that a task is to have, in canonical form, or the edit of those that it has."""
    return raw if isinstance(raw, LabelEdit) else canonical_labels(raw)


@frozen
class LabelCount:
    """A label, and how many tasks have it."""

    name: str
    """Its most frequent spelling; of several, the first by code points."""
    count: int


def label_counts(labels_of_tasks: Iterable[Labels]) -> list[LabelCount]:
    """Return all labels in the order of their keys."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for labels in labels_of_tasks:
        for label in labels:
            spellings[label_key(label)][label] += 1
    return [
        LabelCount(min(counter, key=lambda name: (-counter[name], name)), counter.total())
        for _, counter in sorted(spellings.items())
    ]


@define(eq=False)
class LabelNotFound(NotFound):
    label: str

    def __str__(self) -> str:
        return f"no task has the label {self.label!r}"


@define(eq=False)
class TooManyLabels(Conflict):
    """An addition would give a task more labels than it may have."""

    count: int

    def __str__(self) -> str:
        return f"the task would have {self.count} labels; it may have {MAX_LABELS}: remove others"
