"""No change is overwritten by a client that has not seen it (R03), and acknowledged changes are visible (R04)."""

import asyncio
import os
from itertools import count

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.history import ChangeKind, Outcome
from tests.faults.support.lengths import long, short
from tests.faults.support.people import Crowd, Person
from tests.faults.support.service import Service
from tests.faults.support.verdict import violations

WRITERS = 16
EACH = int(os.environ.get("TEST_EDITS_EACH", "500"))
"""Edits of each writer in the long test; 2,000 take up to six minutes on two busy processors."""


@pytest.mark.parametrize(("tasks", "each"), [short(4, 20), long(10, EACH)])
async def test_of_writers_with_if_match_none_overwrites_another(
    service: Service, crowd: Crowd, figures: Figures, tasks: int, each: int
) -> None:
    person = await crowd.sign_up(service.port)
    targets = [(await person.create(crowd.history.fresh_title())).seen[0].task for _ in range(tasks)]
    writers = [person.again() for _ in range(WRITERS)]
    await service.share([writer.connection for writer in writers])

    await asyncio.gather(*(increment(writer, targets, times=each) for writer in writers))

    final = await person.everything()
    edits = len(crowd.history.with_outcome(Outcome.DONE, ChangeKind.EDIT))
    losers = [answer.status for answer in crowd.answers() if answer.status >= 300]
    figures(
        "R03",
        f"{edits:,} edits by {WRITERS} writers on {tasks} tasks: 0 lost, versions 1 to n; "
        f"{len(losers):,} attempts lost the race, all 412",
    )
    assert edits == WRITERS * each == sum(seen.version - 1 for seen in final)
    assert violations(crowd.history, final) == []
    assert set(losers) == {412}
    assert len(answering_workers(writers)) == 2


async def increment(writer: Person, targets: list[str], *, times: int) -> None:
    """Read, change, and write back if unchanged; repeat until so many changes are made."""
    made = 0
    for turn in count():
        if made == times:
            return
        (seen,) = (await writer.read(targets[turn % len(targets)])).seen
        call = await writer.edit(seen.task, writer.history.fresh_title(), if_version=seen.version)
        made += call.outcome is Outcome.DONE


def answering_workers(people: list[Person]) -> set[str]:
    """Return the processes that took part, from the request ids."""
    ids = (answer.headers["x-request-id"] for person in people for answer in person.connection.answers)
    return {name.partition("-")[0] for name in ids}


@pytest.mark.parametrize("times", [short(400), long(10_000)])
async def test_what_was_written_is_read_from_every_worker(
    service: Service, crowd: Crowd, figures: Figures, times: int
) -> None:
    person = await crowd.sign_up(service.port)
    pairs = [(person.again(), person.again()) for _ in range(8)]
    await service.share([writer.connection for writer, _ in pairs])
    await service.share([reader.connection for _, reader in reversed(pairs)])  # from the other worker

    async def write_then_read(writer: Person, reader: Person) -> None:
        task = (await writer.create(crowd.history.fresh_title())).seen[0].task
        for _ in range(times // len(pairs)):
            await writer.edit(task, crowd.history.fresh_title())
            await reader.read(task)

    await asyncio.gather(*(write_then_read(*pair) for pair in pairs))

    reads = len(crowd.history.with_outcome(Outcome.DONE, ChangeKind.READ))
    figures("R04", f"{reads:,} reads after a write on another connection: 0 stale")
    assert reads == times // len(pairs) * len(pairs)
    assert violations(crowd.history, await person.everything()) == []
    assert len(answering_workers([reader for _, reader in pairs])) == 2
