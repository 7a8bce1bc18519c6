"""A person's right to their data: what is kept, and nothing of others."""

from collections.abc import Sequence
from typing import get_args

import pytest

from adapters.testing.builders import (
    MINUTE,
    NOON,
    a_project,
    a_receipt,
    a_session,
    a_task,
    a_token,
    a_user_id,
    an_allowance,
)
from application import ExportAccount
from application.export import LEFT_OUT, Exported
from domain.accounts.user import User, UserNotFound
from domain.changes.recorded_change import RecordedChange
from domain.ports.stored import Entity
from domain.tasks.outline import Outline
from tests.application.support.world import BEN, World


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
async def test_everything_of_one_person_is_handed_out_in_order(world: World, count: int) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    sessions = [a_session(user_id=ada.id, created_at=NOON - n * MINUTE, ended_at=NOON) for n in range(3)]
    tokens = [a_token(user_id=ada.id, created_at=NOON - n * MINUTE) for n in range(2)]
    tasks = [a_task(owner=ada.id, created_at=NOON + n * MINUTE) for n in range(count)]
    await world.has(
        *reversed(tasks), *sessions, *tokens, a_token(user_id=ben.id), a_task(owner=ben.id), a_session(user_id=ben.id)
    )

    handed_out = await everything(world, ada)

    kept = [ada, *sessions, *tokens, *tasks]
    assert handed_out[: len(kept)] == kept
    assert numbers_of(handed_out[len(kept) :]) == list(range(1, count + 1))


async def test_a_task_made_while_others_are_handed_out_takes_nothing_away(world: World) -> None:
    ada = await world.has_user()
    tasks = [a_task(owner=ada.id, created_at=NOON + n * MINUTE) for n in range(150)]
    await world.has(*tasks)
    handed_out: list[Exported] = []

    async for entity in ExportAccount(world.begin)(ada.id):
        if len(handed_out) == 50:
            await world.has(a_task(owner=ada.id, created_at=NOON - MINUTE))
        handed_out.append(entity)

    assert handed_out[:-151] == [ada, *tasks]
    assert numbers_of(handed_out[-151:]) == list(range(1, 152))


async def test_there_is_nothing_to_hand_out_of_an_account_that_is_gone(world: World) -> None:
    with pytest.raises(UserNotFound):
        await anext(aiter(ExportAccount(world.begin)(a_user_id())))


async def test_every_kind_of_thing_is_handed_out_or_left_out_on_purpose(world: World) -> None:
    ada = await world.has_user()
    belongings = [make(user_id=ada.id) for make in (a_session, a_token)]
    structure: list[Entity] = [a_project(owner=ada.id), Outline(owner=ada.id)]
    others: list[Entity] = [a_task(owner=ada.id), a_receipt(owner=ada.id), an_allowance()]
    kept: list[Entity] = [ada, *belongings, *structure, *others]
    await world.has(*kept[1:])

    handed_out = {type(entity) for entity in await everything(world, ada)}

    assert {type(entity) for entity in kept} == set(get_args(Entity))
    assert handed_out | LEFT_OUT == {*get_args(Entity), RecordedChange}
    assert not handed_out & LEFT_OUT


def numbers_of(changes: Sequence[Exported]) -> list[int]:
    return [change.number for change in changes if isinstance(change, RecordedChange)]


async def everything(world: World, user: User) -> list[Exported]:
    return [entity async for entity in ExportAccount(world.begin)(user.id)]
