"""Concurrent units of work: one writer for each version, no lost updates, no deadlocks."""

import asyncio
from collections.abc import Awaitable, Iterable

from attrs import evolve

from adapters.testing.builders import a_receipt, a_task, a_user, an_allowance
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.kinds import Make, of_every_kind, of_every_kind_with_an_owner
from adapters.testing.units import add, commit, look_up
from domain.accounts.user import EmailTaken, UserNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of
from domain.tasks.task import Task

CROWD = 30


async def outcomes(attempts: Iterable[Awaitable[object]]) -> list[object]:
    """Which kind of error each attempt ended with, none for a winner."""
    results = await asyncio.gather(*attempts, return_exceptions=True)
    return [type(result) if isinstance(result, BaseException) else None for result in results]


class ConcurrencyContract(StoreFixtures):
    """Of concurrent writers of one version exactly one succeeds."""

    @of_every_kind
    async def test_of_concurrent_units_that_add_one_entity_exactly_one_succeeds(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)

        ends = await outcomes(add(begin, thing) for _ in range(CROWD))

        assert (ends.count(None), ends.count(VersionConflict)) == (1, CROWD - 1)
        assert await look_up(begin, key_of(thing)) == thing

    @of_every_kind
    async def test_of_concurrent_saves_of_one_version_exactly_one_succeeds(
        self, begin: Begin, owner: UserId, make: Make
    ) -> None:
        thing = make(owner)
        await add(begin, thing)

        ends = await outcomes(commit(begin, (ChangeKind.SAVE, evolve(thing, version=2))) for _ in range(CROWD))

        assert (ends.count(None), ends.count(VersionConflict)) == (1, CROWD - 1)
        assert await look_up(begin, key_of(thing)) == evolve(thing, version=2)

    async def test_of_concurrent_saves_and_removals_of_one_version_exactly_one_succeeds(
        self, begin: Begin, owner: UserId
    ) -> None:
        task = a_task(owner=owner)
        await add(begin, task)

        ends = await outcomes(
            commit(begin, (ChangeKind.REMOVE, task) if n % 2 else (ChangeKind.SAVE, evolve(task, version=2)))
            for n in range(CROWD)
        )

        assert (ends.count(None), ends.count(VersionConflict)) == (1, CROWD - 1)

    async def test_every_version_has_exactly_one_writer(self, begin: Begin, owner: UserId) -> None:
        task = a_task(owner=owner, description="")
        await add(begin, task)

        async def sign(name: str) -> int:
            while True:
                async with begin() as work:
                    present = await work.tasks.get(task.id, owner=owner)
                signed = evolve(present, description=f"{present.description}{name}", version=present.version + 1)
                try:
                    await commit(begin, (ChangeKind.SAVE, signed))
                except VersionConflict:
                    continue
                return signed.version

        names = [chr(ord("a") + n) for n in range(CROWD)]
        written = await asyncio.gather(*map(sign, names))

        signed = await look_up(begin, key_of(task))
        assert isinstance(signed, Task)
        assert sorted(written) == list(range(2, CROWD + 2))
        assert sorted(signed.description or "") == names
        assert signed.version == CROWD + 1

    async def test_of_concurrent_users_with_one_email_address_exactly_one_is_added(self, begin: Begin) -> None:
        first, *others = [a_user() for _ in range(CROWD)]
        users = [first, *(evolve(user, email=first.email) for user in others)]

        ends = await outcomes(add(begin, user) for user in users)

        assert (ends.count(None), ends.count(EmailTaken)) == (1, CROWD - 1)
        winner = users[ends.index(None)]
        async with begin() as work:
            assert await work.users.with_email(first.email) == winner

    async def test_of_concurrent_units_with_one_receipt_only_one_has_an_effect(
        self, begin: Begin, owner: UserId
    ) -> None:
        receipt = a_receipt(owner=owner)
        tasks = [a_task(owner=owner) for _ in range(CROWD)]

        ends = await outcomes(add(begin, task, receipt) for task in tasks)

        assert (ends.count(None), ends.count(VersionConflict)) == (1, CROWD - 1)
        made = [await look_up(begin, key_of(task)) for task in tasks]
        assert [task is not None for task in made] == [end is None for end in ends]

    async def test_a_unit_that_expects_a_version_conflicts_with_a_unit_that_changes_it(self, begin: Begin) -> None:
        users = [a_user() for _ in range(CROWD)]
        await add(begin, *users)

        for user in users:
            task = a_task(owner=user.id)
            ends = await outcomes(
                [
                    commit(begin, (ChangeKind.EXPECT, user), (ChangeKind.ADD, task)),
                    commit(begin, (ChangeKind.SAVE, evolve(user, version=2)), (ChangeKind.ADD, an_allowance())),
                ]
            )

            # Both may win only in the order in which the expectation still held.
            assert ends[1] is None
            assert (await look_up(begin, key_of(task)) is None) == (ends[0] is VersionConflict)

    @of_every_kind_with_an_owner
    async def test_nothing_remains_of_a_user_removed_while_other_units_add_data_for_them(
        self, begin: Begin, make: Make
    ) -> None:
        user = a_user()
        await add(begin, user)
        things = [make(user.id) for _ in range(CROWD)]
        making = [add(begin, thing) for thing in things]

        ends = await outcomes([*making[: CROWD // 2], commit(begin, (ChangeKind.REMOVE, user)), *making[CROWD // 2 :]])

        assert ends[CROWD // 2] is None
        assert set(ends) <= {None, UserNotFound}
        assert [await look_up(begin, key_of(thing)) for thing in things] == [None] * CROWD

    async def test_units_that_change_the_same_entities_in_any_order_do_not_deadlock(
        self, begin: Begin, owner: UserId
    ) -> None:
        things: list[Entity] = [*(a_task(owner=owner) for _ in range(4)), *(an_allowance() for _ in range(4))]
        await add(begin, *things)

        async def touch_all(turn: int) -> None:
            while True:
                present = [await look_up(begin, key_of(thing)) for thing in things]
                heirs = [(ChangeKind.SAVE, evolve(thing, version=thing.version + 1)) for thing in present if thing]
                try:
                    return await commit(begin, *heirs[turn:], *heirs[:turn])
                except VersionConflict:
                    continue

        async with asyncio.timeout(30):
            await asyncio.gather(*(touch_all(turn) for turn in range(8)))

        present = [await look_up(begin, key_of(thing)) for thing in things]
        assert [thing and thing.version for thing in present] == [9] * 8

    async def test_units_that_change_the_same_tasks_in_different_ways_do_not_deadlock(
        self, begin: Begin, owner: UserId
    ) -> None:
        """A deadlock would make one of them fail after a second."""
        for _ in range(10):
            first, second = sorted((a_task(owner=owner), a_task(owner=owner)), key=lambda task: task.id)
            await add(begin, first, second)
            edits = [(ChangeKind.SAVE, evolve(task, version=2)) for task in (first, second)]

            units = [edits, [edits[1], (ChangeKind.REMOVE, first)], [edits[0], (ChangeKind.EXPECT, second)]]
            ends = await outcomes([commit(begin, *unit) for unit in units * 4])

            assert set(ends) == {None, VersionConflict}
