"""The checker finds every kind of violation, and none in histories that can be true."""

from collections.abc import Callable
from math import inf

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.support.history import Call, ChangeKind, History, Outcome, Seen
from tests.faults.support.verdict import Kind, violations

A1, A2, A3 = Seen("a", 1, "first"), Seen("a", 2, "second"), Seen("a", 3, "third")
B1, C1 = Seen("b", 1, "left"), Seen("c", 1, "right")


def done(
    intent: ChangeKind, began: float, ended: float, *seen: Seen, task: str | None = None, if_version: int | None = None
) -> Call:
    titles = () if intent in {ChangeKind.READ, ChangeKind.DELETE} else tuple(one.title for one in seen)
    if seen and intent is not ChangeKind.CREATE:
        task = seen[0].task
    return Call(intent, began, task, titles, if_version, ended, Outcome.DONE, seen)


def refused(call: Call) -> Call:
    return evolve(call, outcome=Outcome.REFUSED, seen=())


def unknown(call: Call) -> Call:
    return evolve(call, outcome=Outcome.UNKNOWN, seen=(), ended=inf)


CREATED = done(ChangeKind.CREATE, 0, 1, A1)
EDITED = done(ChangeKind.EDIT, 2, 3, A2, if_version=1)
EDITED_AGAIN = done(ChangeKind.EDIT, 4, 5, A3, if_version=2)
PAIR = done(ChangeKind.CREATE, 0, 1, B1, C1)
READ_1, READ_2, READ_3 = (done(ChangeKind.READ, 6, 7, seen) for seen in (A1, A2, A3))
DELETED = done(ChangeKind.DELETE, 6, 7, task="a")

POSSIBLE = {
    "nothing happened": ([], []),
    "everything is there": ([CREATED, EDITED, EDITED_AGAIN, READ_3, PAIR], [A3, B1, C1]),
    "two at once, either first": ([CREATED, EDITED, evolve(READ_1, began=2.5)], [A2]),
    "deleted": ([CREATED, EDITED, DELETED, done(ChangeKind.READ, 8, 9, task="a")], []),
    "deleted while it was read": ([CREATED, DELETED, evolve(READ_1, began=6.5)], []),
    "an unknown write happened": ([CREATED, unknown(EDITED)], [A2]),
    "an unknown write happened and was overwritten unseen": ([CREATED, unknown(EDITED), EDITED_AGAIN], [A3]),
    "an unknown write did not happen": ([CREATED, unknown(EDITED)], [A1]),
    "an unknown deletion happened": ([CREATED, unknown(DELETED)], []),
    "an unknown pair happened": ([unknown(PAIR)], [B1, C1]),
    "an unknown pair did not happen": ([unknown(PAIR)], []),
    "a refused write did not happen": ([CREATED, refused(EDITED)], [A1]),
    "an unknown unconditional edit made any one version": (
        [CREATED, unknown(evolve(EDITED, if_version=None)), EDITED_AGAIN],
        [A3],
    ),
}

IMPOSSIBLE = {
    "an acknowledged task is not there": (Kind.LOST, [CREATED], []),
    "an acknowledged edit is undone": (Kind.LOST, [CREATED, EDITED], [A1]),
    "what was read is undone": (Kind.LOST, [CREATED, unknown(EDITED), READ_2], [A1]),
    "a deleted task is there": (Kind.LOST, [CREATED, DELETED], [A1]),
    "one create made two tasks": (Kind.TWICE, [CREATED], [A1, Seen("b", 1, "first")]),
    "one unknown create made two tasks": (Kind.TWICE, [unknown(CREATED)], [A1, Seen("b", 1, "first")]),
    "one edit made two versions": (Kind.TWICE, [CREATED, EDITED, READ_2], [Seen("a", 3, "second")]),
    "half of an acknowledged pair": (Kind.HALF, [evolve(PAIR, seen=(B1,))], [B1]),
    "half of an unknown pair": (Kind.HALF, [unknown(PAIR)], [B1]),
    "nobody made version 2": (Kind.GAP, [CREATED, EDITED_AGAIN], [A3]),
    "nobody made version 1": (Kind.GAP, [EDITED], [A2]),
    "one unknown edit cannot have made two versions": (
        Kind.GAP,
        [
            CREATED,
            unknown(evolve(EDITED, if_version=None)),
            done(ChangeKind.EDIT, 8, 9, Seen("a", 4, "fourth"), if_version=3),
        ],
        [Seen("a", 4, "fourth")],
    ),
    "an unknown edit of another version explains nothing": (
        Kind.GAP,
        [CREATED, unknown(evolve(EDITED, if_version=7)), EDITED_AGAIN],
        [A3],
    ),
    "a lost update": (
        Kind.REPEATED,
        [CREATED, EDITED, done(ChangeKind.EDIT, 2, 3, Seen("a", 2, "rival"), if_version=1)],
        [A2],
    ),
    "an edit of another version than was demanded": (Kind.MISPLACED, [CREATED, evolve(EDITED, if_version=7)], [A2]),
    "an edit of another task": (Kind.MISPLACED, [CREATED, PAIR, evolve(EDITED, task="b")], [A2, B1, C1]),
    "a create that made a second version": (Kind.MISPLACED, [unknown(CREATED)], [Seen("a", 2, "first")]),
    "a value out of nowhere": (Kind.INVENTED, [CREATED, EDITED], [A2, Seen("z", 1, "ghost")]),
    "a value read before it was written": (Kind.INVENTED, [CREATED, EDITED, evolve(READ_2, began=1, ended=1.5)], [A2]),
    "a value from a refused edit": (Kind.REFUSED, [CREATED, refused(EDITED)], [A2]),
    "a refused create": (Kind.REFUSED, [refused(CREATED)], [A1]),
    "a read of the past": (Kind.STALE, [CREATED, EDITED, READ_1], [A2]),
    "a read older than another read": (
        Kind.STALE,
        [CREATED, unknown(EDITED), evolve(READ_2, began=4, ended=5), READ_1],
        [A2],
    ),
    "a task that is not found although it was there": (
        Kind.STALE,
        [CREATED, done(ChangeKind.READ, 8, 9, task="a")],
        [A1],
    ),
    "a deleted task is read": (Kind.STALE, [CREATED, DELETED, evolve(READ_1, began=8, ended=9)], []),
    "an edit that went back": (Kind.STALE, [CREATED, EDITED, EDITED_AGAIN, evolve(EDITED, began=6, ended=7)], [A3]),
}


@pytest.mark.parametrize(("calls", "final"), POSSIBLE.values(), ids=POSSIBLE)
def test_a_history_that_can_be_true_is_believed(calls: list[Call], final: list[Seen]) -> None:
    assert violations(History(calls), final) == []


@pytest.mark.parametrize(("kind", "calls", "final"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_found(kind: Kind, calls: list[Call], final: list[Seen]) -> None:
    assert kind in {violation.kind for violation in violations(History(calls), final)}


def test_every_kind_of_violation_is_planted_above() -> None:
    assert {kind for kind, _, _ in IMPOSSIBLE.values()} == set(Kind)


steps = st.lists(
    st.tuples(
        st.sampled_from(ChangeKind),
        st.integers(0, 3),
        st.sampled_from(["done", "lost answer", "lost request"]),
        st.floats(0, 4),
        st.floats(0, 4),
    ),
    max_size=40,
)


@given(steps)
def test_what_a_correct_service_does_is_always_believed(steps: list[tuple[ChangeKind, int, str, float, float]]) -> None:
    """Each call takes effect at one moment between its begin and its end, and answers get lost."""
    history, tasks = History(), dict[str, Seen]()
    for moment, (intent, number, fate, before, after) in enumerate(steps):
        owned = list(tasks)
        task = owned[number % len(owned)] if owned else None
        if task is None and intent is not ChangeKind.CREATE:
            continue
        call = Call(intent, moment - before, ended=moment + after)
        history.calls.append(call)
        effect = EFFECTS[intent](call, task or "", tasks, history)
        if fate == "done":
            call.done(*effect)
        else:
            call.ended = inf

    assert violations(history, tasks.values()) == []


def create(call: Call, _: str, tasks: dict[str, Seen], history: History) -> tuple[Seen, ...]:
    call.titles = (history.fresh_title(), history.fresh_title())
    made = tuple(Seen(f"id of {title}", 1, title) for title in call.titles)
    tasks |= {seen.task: seen for seen in made}
    return made


def edit(call: Call, task: str, tasks: dict[str, Seen], history: History) -> tuple[Seen, ...]:
    call.task, call.titles = task, (history.fresh_title(),)
    if tasks[task].version % 2:
        call.if_version = tasks[task].version
    tasks[task] = Seen(task, tasks[task].version + 1, call.titles[0])
    return (tasks[task],)


def delete(call: Call, task: str, tasks: dict[str, Seen], _: History) -> tuple[Seen, ...]:
    call.task = task
    del tasks[task]
    return ()


def read(call: Call, task: str, tasks: dict[str, Seen], _: History) -> tuple[Seen, ...]:
    call.task = task
    return (tasks[task],)


Effect = Callable[[Call, str, dict[str, Seen], History], tuple[Seen, ...]]
EFFECTS: dict[ChangeKind, Effect] = {
    ChangeKind.CREATE: create,
    ChangeKind.EDIT: edit,
    ChangeKind.DELETE: delete,
    ChangeKind.READ: read,
}
