"""The state machine: it runs the same units of work on a store and on the model, and compares them at every step."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from adapters.memory import MemoryStore
from adapters.testing.contract.state_machine.committing import committed, write
from adapters.testing.contract.state_machine.faults import described, faults, has_references
from adapters.testing.contract.state_machine.recipes import (
    SLOTS,
    Names,
    Recipe,
    numbers,
    questions,
    right_recipes,
    units,
)
from adapters.testing.record import ALL
from adapters.testing.strategies import users
from adapters.testing.units import found, look_up
from domain.accounts.user import User
from domain.changes.kinds import ObjectKind
from domain.errors import DomainError
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import Change, ChangeKind
from domain.ports.stored import key_of
from domain.tasks.query import Page, TaskQuery

Run: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]
"""Runs a coroutine on the loop of the store under test."""


class Abandoned(Exception):
    pass


class StoreMachine(RuleBasedStateMachine):
    """Two stores that get the same calls must return and keep the same; the memory store is the model."""

    def __init__(self, begin: Begin, run: Run) -> None:
        super().__init__()
        self.begin = begin
        self.run = run
        self.model = MemoryStore()
        self.names = Names()

    @initialize(user=users, things=st.lists(right_recipes(), max_size=8))
    def begin_with_users_and_some_things(self, user: User, things: list[Recipe]) -> None:
        """Start with some entities, so that there is something to change and to remove."""
        self.commit([Recipe(ChangeKind.ADD, user, slot) for slot in range(SLOTS)])
        self.commit(things)

    @rule(unit=units())
    def commit(self, unit: list[Recipe]) -> None:
        """A unit of work is committed, or refused for the same reason."""

        async def step() -> None:
            changes = self.notes_of(unit)
            await self.agree(changes, await committed(self.begin, changes))
            await self.compare_contents()

        self.run(step())

    @rule(outer=units(), inner=units())
    def overlap(self, outer: list[Recipe], inner: list[Recipe]) -> None:
        """A unit of work is committed while another, which has decided already, is still open."""

        async def step() -> None:
            early, late = self.notes_of(inner), self.notes_of(outer)
            errors: list[DomainError | None] = []

            async def meanwhile() -> None:
                errors.append(await committed(self.begin, early))

            errors.append(await committed(self.begin, late, meanwhile))
            for changes, error in zip((early, late), errors, strict=True):
                await self.agree(changes, error)
            await self.compare_contents()

        self.run(step())

    @rule(unit=units())
    def abandon(self, unit: list[Recipe]) -> None:
        """A unit of work does not see its own changes, and leaves no trace when its block is left by an exception."""

        async def step() -> None:
            changes = self.notes_of(unit)
            with suppress(Abandoned):
                await self.look_around_and_leave(changes)
            await self.compare_contents()

        self.run(step())

    async def look_around_and_leave(self, changes: Sequence[Change]) -> None:
        keys = [key_of(each.entity) for each in changes]
        async with self.begin() as work:
            write(work, changes)
            assert [await found(work, key) for key in keys] == [self.model.find(kind, *key) for kind, key in keys]
            raise Abandoned

    @rule(owner=numbers, query=questions())
    def turn_pages(self, owner: int, query: TaskQuery) -> None:
        """All pages and counts are what the model says."""

        async def step() -> None:
            asked: TaskQuery | None = query
            while asked is not None:
                page, count = await page_and_count(self.model.begin, asked, self.names.user(owner))
                assert await page_and_count(self.begin, asked, self.names.user(owner)) == (page, count)
                asked = evolve(asked, after=page.next) if page.next else None

        self.run(step())

    def teardown(self) -> None:
        self.run(self.compare_contents())

    def notes_of(self, unit: list[Recipe]) -> list[Change]:
        """The changes for what the model holds now, at most one about each entity."""
        changes = [recipe.change(self.names, self.model) for recipe in unit]
        return list({key_of(each.entity): each for each in changes}.values())

    async def agree(self, changes: Sequence[Change], error: DomainError | None) -> None:
        """The store under test said of a unit of work what the model says of it."""
        admissible: list[DomainError | None] = [*await faults(self.model, changes)] or [None]
        linked = has_references(self.model, changes)
        assert described(error, changes, linked=linked) in [
            described(fault, changes, linked=linked) for fault in admissible
        ]
        await committed(self.model.begin, changes)

    async def compare_contents(self) -> None:
        assert await contents(self.begin, self.names) == await contents(self.model.begin, self.names)


async def contents(begin: Begin, names: Names) -> object:
    """Return everything a store holds for this run, by every query except `users.all`.

    (The database has users of many other tests.)
    """
    keys = list(names.keys())
    entities = await asyncio.gather(*(look_up(begin, key) for key in keys))
    async with begin() as work:
        owners = [names.user(number) for number in range(SLOTS)]
        return (
            dict(zip(keys, entities, strict=True)),
            [await work.users.with_email(names.email(number)) for number in range(SLOTS)],
            [await work.sessions.of(owner) for owner in owners],
            [await work.tasks.page(TaskQuery(), owner=owner) for owner in owners],
            [list(await work.tasks.labels(owner=owner, after="", limit=ALL)) for owner in owners],
            [await work.changes.latest(owner) for owner in owners],
            [list(await work.changes.after(0, owner=owner, limit=ALL)) for owner in owners],
            [
                list(await work.changes.of_objects(kind, None, None, owner=owner, after=1, limit=ALL))
                for owner in owners
                for kind in ObjectKind
            ],
            [
                list(await repository.by_id(owner=owner, after=None, limit=ALL))
                for owner in owners
                for repository in (work.tasks, work.projects)
            ],
        )


async def page_and_count(begin: Begin, query: TaskQuery, owner: UserId) -> tuple[Page, int]:
    """A page, and how many tasks there are on all pages together."""
    async with begin() as work:
        return await work.tasks.page(query, owner=owner), await work.tasks.count(query.filter, owner=owner)
